"""One pending invitation per address and clinic, and a link found by an index."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index(
        "invitation_token", "invitation", ["organization_id", "token_hash"], unique=True
    )
    op.create_index(
        "invitation_once_pending",
        "invitation",
        ["organization_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
