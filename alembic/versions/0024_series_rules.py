"""The rule of a series can be changed."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of later rules."""
    op.create_table(
        "series_rule",
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_wall", sa.DateTime(timezone=False), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "series_id"],
            ["appointment_series.organization_id", "appointment_series.id"],
            name="series_rule_series",
        ),
        sa.UniqueConstraint("organization_id", "series_id", "step", name="series_rule_once"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    for statement in clinic_wall("series_rule"):
        op.execute(statement)
    op.execute(grant("series_rule", "SELECT", "INSERT"))
