"""Booking from outside: settings, codes, patients' links, calendar feeds."""

from typing import Any

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COLOURS = "colour IN ('teal', 'blue', 'violet', 'green', 'amber', 'red', 'slate')"
_KEPT = ("public_booking", "visit_link", "calendar_feed")
_REPLACED = ("public_service", "booking_code")


def upgrade() -> None:
    """Make the tables and raise their walls."""
    _settings()
    _codes_and_links()
    for table in (*_KEPT, *_REPLACED):
        for statement in clinic_wall(table):
            op.execute(statement)
    for table in _KEPT:
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))
    for table in _REPLACED:
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE", "DELETE"))
    # A stranger's browser names a clinic by its slug, before any clinic is set. Reading only.
    op.execute(
        "CREATE POLICY organization_by_slug ON organization FOR SELECT"
        " USING (slug = NULLIF(current_setting('app.slug', true), ''))"
    )


def _owned(*, made: bool = False) -> list[sa.Column[Any]]:
    when = [sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)] if made else []
    return [
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *when,
    ]


def _keys() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    ]


def _of(column: str, table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column],
        [f"{table}.organization_id", f"{table}.id"],
        name=name,
    )


def _settings() -> None:
    op.create_table(
        "public_booking",
        *_owned(),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("colour", "policy", "phone")),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("most_visits", sa.Integer(), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("feeds_name_patients", sa.Boolean(), nullable=False),
        sa.CheckConstraint(_COLOURS, name="public_booking_colour"),
        sa.CheckConstraint("notice_hours BETWEEN 0 AND 720", name="public_booking_notice"),
        sa.CheckConstraint("days_ahead BETWEEN 1 AND 365", name="public_booking_ahead"),
        sa.CheckConstraint("most_visits BETWEEN 1 AND 20", name="public_booking_most"),
        sa.CheckConstraint("cancel_hours BETWEEN 0 AND 720", name="public_booking_cancel"),
        sa.UniqueConstraint("organization_id", name="public_booking_once"),
        *_keys(),
    )
    op.create_table(
        "public_service",
        *_owned(),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.CheckConstraint("shown IN ('online', 'call')", name="public_service_shown"),
        _of("service_id", "service", "public_service_service"),
        sa.UniqueConstraint("organization_id", "service_id", name="public_service_once"),
        *_keys(),
    )


def _codes_and_links() -> None:
    op.create_table(
        "booking_code",
        *_owned(made=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("contact_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        *_keys(),
    )
    op.create_table(
        "visit_link",
        *_owned(made=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("contact_hash", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _of("appointment_id", "appointment", "visit_link_appointment"),
        *_keys(),
    )
    op.create_table(
        "calendar_feed",
        *_owned(made=True),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _of("practitioner_id", "practitioner", "calendar_feed_practitioner"),
        _of("made_by", "member", "calendar_feed_member"),
        *_keys(),
    )
    _index("booking_code", "booking_code_by_end", "expires_at")
    _index("visit_link", "visit_link_token", "token_hash", unique=True)
    _index("visit_link", "visit_link_of", "appointment_id")
    _index("visit_link", "visit_link_by_contact", "contact_hash")
    _index("calendar_feed", "calendar_feed_token", "token_hash", unique=True)
    _index("calendar_feed", "calendar_feed_of", "practitioner_id")


def _index(table: str, name: str, column: str, *, unique: bool = False) -> None:
    op.create_index(name, table, ["organization_id", column], unique=unique)
