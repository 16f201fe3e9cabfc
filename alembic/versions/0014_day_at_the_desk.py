"""Daily tickets, check-in links, links for waiting-room screens."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = ("ticket_day", "visit_ticket", "check_in_link", "screen_link")


def upgrade() -> None:
    """Make the tables and raise their walls."""
    _tickets()
    _links()
    for table in _TABLES:
        for statement in (*clinic_wall(table), grant(table, "SELECT", "INSERT", "UPDATE")):
            op.execute(statement)


def _key() -> list[sa.Column[object] | sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    ]


def _of_visit(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", "appointment_id"],
        ["appointment.organization_id", "appointment.id"],
        name=name,
    )


def _tickets() -> None:
    op.create_table(
        "ticket_day",
        *_key(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 1", name="ticket_day_given"),
        sa.UniqueConstraint("organization_id", "day", name="ticket_day_once"),
    )
    op.create_table(
        "visit_ticket",
        *_key(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name="visit_ticket_number"),
        _of_visit("visit_ticket_appointment"),
        sa.UniqueConstraint("organization_id", "appointment_id", name="visit_ticket_of_visit"),
        sa.UniqueConstraint("organization_id", "day", "number", name="visit_ticket_once_a_day"),
    )


def _links() -> None:
    op.create_table(
        "check_in_link",
        *_key(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name="check_in_link_tries"),
        _of_visit("check_in_link_appointment"),
    )
    op.create_table(
        "screen_link",
        *_key(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
    )
    for table in ("check_in_link", "screen_link"):
        op.create_index(f"{table}_token", table, ["organization_id", "token_hash"], unique=True)
