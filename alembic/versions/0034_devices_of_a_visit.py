"""The devices of the visits that are shown are found without reading all that the visits take."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the small index that answers it alone."""
    op.create_index(
        "reservation_of_device",
        "reservation",
        ["organization_id", "appointment_id"],
        postgresql_where="released_at IS NULL AND device_id IS NOT NULL",
        postgresql_include=["device_id"],
    )
