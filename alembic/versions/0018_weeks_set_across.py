"""A week remembers when it was set across visits that do not fit it, and only then."""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the moment be missing."""
    op.alter_column("hours_week", "set_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    op.execute("UPDATE hours_week SET set_at = NULL")
