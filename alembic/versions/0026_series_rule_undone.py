"""A change of a series' rule can be undone."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import grant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep that a rule was taken back, when and by whom; nothing else of it ever changes."""
    op.add_column("series_rule", sa.Column("undone_at", sa.DateTime(timezone=True)))
    op.add_column("series_rule", sa.Column("undone_by", sa.Uuid()))
    op.execute(grant("series_rule", "UPDATE (undone_at, undone_by)"))
