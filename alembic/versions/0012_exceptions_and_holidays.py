"""Dates that are unlike the week: practitioners' exceptions, and the clinic's holidays."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and remember when a week was set."""
    _date_hours()
    _holiday()
    for table in ("date_hours", "holiday"):
        for statement in clinic_wall(table):
            op.execute(statement)
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))
    op.add_column(
        "hours_week",
        sa.Column(
            *("set_at", sa.DateTime(timezone=True)), nullable=False, server_default=sa.func.now()
        ),
    )
    op.alter_column("hours_week", "set_at", server_default=None)


def _date_hours() -> None:
    op.create_table(
        "date_hours",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rule IN ('closed', 'instead', 'extra')", name="date_hours_rule"),
        sa.CheckConstraint("kind IN ('work', 'break')", name="date_hours_kind"),
        sa.CheckConstraint("starts < ends", name="date_hours_order"),
        sa.CheckConstraint(
            "num_nonnulls(kind, starts, ends) = CASE rule WHEN 'closed' THEN 0 ELSE 3 END",
            name="date_hours_span",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "practitioner_id"],
            ["practitioner.organization_id", "practitioner.id"],
            name="date_hours_practitioner",
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "date_hours_of", "date_hours", ["organization_id", "practitioner_id", "day"], unique=False
    )


def _holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "holiday_once",
        "holiday",
        ["organization_id", "day"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
