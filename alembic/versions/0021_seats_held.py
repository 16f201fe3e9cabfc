"""A seat of a group is held while a form is open, as a time is."""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a place be a hold's, and a session end with the last hold that keeps a seat in it."""
    for table in ("numbered_place", "group_session"):
        op.add_column(table, sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("slot_hold", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.add_column("numbered_place", sa.Column("hold_id", sa.Uuid(), nullable=True))
    op.alter_column("numbered_place", "appointment_id", nullable=True)
    for table, column, to in (
        ("slot_hold", "session_id", "group_session"),
        ("numbered_place", "hold_id", "slot_hold"),
    ):
        op.create_foreign_key(
            f"{table}_{column.removesuffix('_id')}",
            *(table, to),
            ["organization_id", column],
            ["organization_id", "id"],
        )
    op.create_check_constraint(
        "numbered_place_for_one", "numbered_place", "num_nonnulls(appointment_id, hold_id) = 1"
    )
    op.create_index(
        "numbered_place_of_hold",
        "numbered_place",
        ["organization_id", "hold_id"],
        postgresql_where=sa.text("hold_id IS NOT NULL"),
    )
