"""More than one practitioner in a visit: who may assist in a service, and who assists."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let a service ask for a number of assistants."""
    op.add_column(
        "service", sa.Column("assistants", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_check_constraint("service_assistants", "service", "assistants BETWEEN 0 AND 4")
    op.create_check_constraint("service_assists_one", "service", "assistants = 0 OR seats = 1")
    _who_may()
    _who_does()
    for table in ("service_assistant", "visit_assistant"):
        for statement in clinic_wall(table):
            op.execute(statement)
    op.execute(grant("service_assistant", "SELECT", "INSERT", "DELETE"))
    op.execute(grant("visit_assistant", "SELECT", "INSERT", "UPDATE"))


def _keys() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    ]


def _within(column: str, to: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{to}.organization_id", f"{to}.id"], name=name
    )


def _who_may() -> None:
    op.create_table(
        "service_assistant",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        _within("service_id", "service", "service_assistant_service"),
        _within("practitioner_id", "practitioner", "service_assistant_who"),
        sa.UniqueConstraint(
            *("organization_id", "service_id", "practitioner_id"), name="service_assistant_once"
        ),
        *_keys(),
    )


def _who_does() -> None:
    op.create_table(
        "visit_assistant",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _within("appointment_id", "appointment", "visit_assistant_visit"),
        _within("practitioner_id", "practitioner", "visit_assistant_who"),
        *_keys(),
    )
    op.create_index(
        "visit_assistant_once",
        "visit_assistant",
        ["organization_id", "appointment_id", "practitioner_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index("visit_assistant_of", "visit_assistant", ["organization_id", "practitioner_id"])
