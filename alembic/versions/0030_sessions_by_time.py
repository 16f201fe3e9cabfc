"""Group sessions are listed by when they are."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let an index serve the sessions of a span of time."""
    op.create_index("group_session_by_time", "group_session", ["organization_id", "starts_at"])
