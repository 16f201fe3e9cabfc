"""A message may be of no use after a moment."""

import sqlalchemy as sa

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let mail and text messages say so."""
    for table in ("mail", "text_message"):
        op.add_column(table, sa.Column("good_until", sa.DateTime(timezone=True)))
