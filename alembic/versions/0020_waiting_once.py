"""A patient waits once for a service."""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "waiting_entry_once",
        "waiting_entry",
        ["organization_id", "patient_id", "service_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
