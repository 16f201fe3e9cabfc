"""An assistant may be needed only for a part of a visit."""

import sqlalchemy as sa

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a service say from which minute and for how many, and keep it with who assists."""
    _add("service", "assist_from", "assist_minutes")
    _add("visit_assistant", "from_minute", "minutes")


def _add(table: str, begins: str, lasts: str) -> None:
    op.add_column(table, sa.Column(begins, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(table, sa.Column(lasts, sa.Integer()))
    op.create_check_constraint(f"{table}_part", table, f"{begins} >= 0 AND {lasts} > 0")
