"""Somebody assists in a visit, or in a group's session for all who come."""

import sqlalchemy as sa

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_TABLE = "visit_assistant"


def upgrade() -> None:
    """Let a row be a session's, and find both by whichever it is."""
    op.drop_constraint("service_assists_one", "service")
    op.alter_column(_TABLE, "appointment_id", nullable=True)
    op.add_column(_TABLE, sa.Column("session_id", sa.Uuid()))
    op.create_check_constraint(
        "visit_assistant_for_one", _TABLE, "num_nonnulls(appointment_id, session_id) = 1"
    )
    op.create_foreign_key(
        "visit_assistant_session",
        *(_TABLE, "group_session"),
        ["organization_id", "session_id"],
        ["organization_id", "id"],
    )
    op.add_column(
        _TABLE,
        sa.Column(
            "owner_id",
            sa.Uuid(),
            sa.Computed("COALESCE(appointment_id, session_id)", persisted=True),
        ),
    )
    op.drop_index("visit_assistant_once", _TABLE)
    op.create_index(
        "visit_assistant_once",
        _TABLE,
        ["organization_id", "owner_id", "practitioner_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
