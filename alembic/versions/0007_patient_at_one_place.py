"""A patient is in one place at a time, where the clinic says so."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let reservations take patients, and clinics choose."""
    op.add_column(
        "organization",
        sa.Column("one_visit_per_patient", sa.Boolean(), nullable=False, server_default="true"),
    )
    op.alter_column("organization", "one_visit_per_patient", server_default=None)
    op.add_column("reservation", sa.Column("patient_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "reservation_patient",
        "reservation",
        "patient",
        ["organization_id", "patient_id"],
        ["organization_id", "id"],
    )
    op.drop_constraint("reservation_of_one", "reservation", type_="check")
    op.create_check_constraint(
        "reservation_of_one",
        "reservation",
        "num_nonnulls(practitioner_id, room_id, device_id, patient_id) = 1",
    )
    op.execute(
        "ALTER TABLE reservation ADD CONSTRAINT reservation_patient_free"
        " EXCLUDE USING gist (organization_id WITH =, patient_id WITH =, during WITH &&)"
        " WHERE (released_at IS NULL AND patient_id IS NOT NULL)"
    )
