"""Find live reservations by resource and time on a btree, which row-level security can use."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Compute the searched columns and index them."""
    op.execute(
        "ALTER TABLE reservation"
        " ADD COLUMN resource_id uuid GENERATED ALWAYS AS"
        " (COALESCE(practitioner_id, room_id, device_id, patient_id)) STORED,"
        " ADD COLUMN begins_at timestamptz GENERATED ALWAYS AS (lower(during)) STORED,"
        " ADD COLUMN ends_at timestamptz GENERATED ALWAYS AS (upper(during)) STORED"
    )
    op.create_index(
        "reservation_live",
        "reservation",
        ["organization_id", "resource_id", "begins_at"],
        postgresql_where="released_at IS NULL",
        postgresql_include=["ends_at"],
    )
