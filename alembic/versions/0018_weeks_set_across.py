"""A week remembers when it was set across visits that do not fit it, and only then."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import behind_the_wall

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the moment be missing."""
    op.alter_column("hours_week", "set_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    with behind_the_wall("hours_week"):
        op.execute("UPDATE hours_week SET set_at = NULL")
