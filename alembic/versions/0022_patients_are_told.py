"""Patients are told of changes to their visits."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_OUTCOMES = "outcome IN ('', 'told', 'same', 'past', 'no_contact', 'no_consent', 'dropped')"


def upgrade() -> None:
    """Make the table, and let the clinic's rules say who is told."""
    op.create_table(
        "patient_notice",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("was_status", sa.Text(), nullable=False),
        sa.Column("was_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("outcome", "deed", "channel")),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(_OUTCOMES, name="patient_notice_outcome"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome = '')", name="patient_notice_ended"),
        sa.CheckConstraint("channel IN ('', 'mail', 'text')", name="patient_notice_channel"),
        _of("appointment_id", "appointment", "patient_notice_appointment"),
        _of("was_practitioner_id", "practitioner", "patient_notice_practitioner"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        *("patient_notice_waiting", "patient_notice", ["organization_id", "appointment_id"]),
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "patient_notice_of", "patient_notice", ["organization_id", "appointment_id", "created_at"]
    )
    for statement in clinic_wall("patient_notice"):
        op.execute(statement)
    op.execute(grant("patient_notice", "SELECT", "INSERT", "UPDATE"))
    op.add_column(
        "booking_rules", sa.Column("tells", sa.Text(), nullable=False, server_default="linked")
    )
    op.alter_column("booking_rules", "tells", server_default=None)
    op.create_check_constraint(
        "booking_rules_tells", "booking_rules", "tells IN ('linked', 'everybody', 'nobody')"
    )


def _of(column: str, table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column],
        [f"{table}.organization_id", f"{table}.id"],
        name=name,
    )
