"""Series of visits."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and let a visit belong to a series."""
    op.create_table(
        "appointment_series",
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_wall", sa.DateTime(timezone=False), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["organization_id", f"{of}_id"],
                [f"{of}.organization_id", f"{of}.id"],
                name=f"appointment_series_{of}",
            )
            for of in ("patient", "service")
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "appointment_series_of_patient", "appointment_series", ["organization_id", "patient_id"]
    )
    for statement in clinic_wall("appointment_series"):
        op.execute(statement)
    op.execute(grant("appointment_series", "SELECT", "INSERT"))
    _let_visits_belong()


def _let_visits_belong() -> None:
    op.add_column("appointment", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("appointment", sa.Column("occurrence", sa.Integer(), nullable=True))
    op.add_column(
        "appointment", sa.Column("series_wall", sa.DateTime(timezone=False), nullable=True)
    )
    op.create_foreign_key(
        "appointment_in_series",
        "appointment",
        "appointment_series",
        ["organization_id", "series_id"],
        ["organization_id", "id"],
    )
    op.create_index(
        "appointment_of_series",
        "appointment",
        ["organization_id", "series_id", "occurrence"],
        unique=True,
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
