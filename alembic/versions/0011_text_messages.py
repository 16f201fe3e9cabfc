"""Text messages beside mail, and mail with a calendar file."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the outbox of text messages."""
    op.add_column("mail", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "text_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(grant("text_message", "SELECT", "INSERT", "UPDATE"))
