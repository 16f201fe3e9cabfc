"""Registrations from outside that may be of somebody who is a patient already."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.engine import APP_ROLE
from clinic_app.database.walls import clinic_wall, grant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Make the table; let a series be given to the patient whose it is."""
    op.create_table(
        "possible_duplicate",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("patient_id <> other_id", name="possible_duplicate_of_two"),
        sa.CheckConstraint("answer IN ('', 'same', 'another')", name="possible_duplicate_answer"),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name="possible_duplicate_answered"
        ),
        _of("patient_id", "possible_duplicate_patient"),
        _of("other_id", "possible_duplicate_other"),
        sa.UniqueConstraint(
            *("organization_id", "patient_id", "other_id"), name="possible_duplicate_once"
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    table = "possible_duplicate"
    op.create_index("possible_duplicate_of", table, ["organization_id", "other_id"])
    op.create_index(
        *("possible_duplicate_open", table, ["organization_id", "created_at"]),
        postgresql_where=_OPEN,
    )
    for statement in clinic_wall(table):
        op.execute(statement)
    op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))
    op.execute(f"GRANT UPDATE (patient_id) ON appointment_series TO {APP_ROLE}")


def _of(column: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], ["patient.organization_id", "patient.id"], name=name
    )
