"""A coming of several services: one ticket for all, and what one deed did to all of them."""

import sqlalchemy as sa

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let several services share a ticket's number, and steps say which deed they belong to."""
    op.add_column("appointment_event", sa.Column("deed_id", sa.Uuid(), nullable=True))
    op.add_column(
        "visit_ticket",
        sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("visit_ticket", "shared", server_default=None)
    op.drop_constraint("visit_ticket_once_a_day", "visit_ticket")
    op.create_index(
        *("visit_ticket_once_a_day", "visit_ticket", ["organization_id", "day", "number"]),
        unique=True,
        postgresql_where=sa.text("NOT shared"),
    )
