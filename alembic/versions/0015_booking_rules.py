"""Rules of booking: notice, how far ahead, caps as numbered places, holds, seats, overbooking."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("booking_rules", "slot_hold", "group_session", "numbered_place")


def upgrade() -> None:
    """Make the tables, let reservations be a hold's or a session's, and give them lanes."""
    _rules()
    _holds()
    _sessions()
    _places()
    _columns()
    _lanes()
    for table in _TABLES:
        for statement in clinic_wall(table):
            op.execute(statement)
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))


def _owned() -> list[sa.Column[object]]:
    return [
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _of_clinic() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    ]


def _within(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column],
        [f"{to}.organization_id", f"{to}.id"],
        name=f"{table}_{to}",
    )


def _rules() -> None:
    op.create_table(
        "booking_rules",
        *_owned(),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        *_of_clinic(),
        sa.UniqueConstraint("organization_id", name="booking_rules_once"),
        sa.CheckConstraint("notice_minutes BETWEEN 0 AND 43200", name="booking_rules_notice"),
        sa.CheckConstraint("ahead_days BETWEEN 1 AND 732", name="booking_rules_ahead"),
        sa.CheckConstraint("hold_minutes BETWEEN 1 AND 60", name="booking_rules_hold"),
    )


def _holds() -> None:
    op.create_table(
        "slot_hold",
        *_owned(),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        *_of_clinic(),
        _within("slot_hold", "service_id", "service"),
        _within("slot_hold", "practitioner_id", "practitioner"),
        _within("slot_hold", "room_id", "room"),
        sa.CheckConstraint("starts_at < ends_at", name="slot_hold_order"),
    )
    op.create_index(
        "slot_hold_live",
        "slot_hold",
        ["organization_id", "starts_at"],
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _sessions() -> None:
    op.create_table(
        "group_session",
        *_owned(),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        *_of_clinic(),
        _within("group_session", "service_id", "service"),
        _within("group_session", "practitioner_id", "practitioner"),
        _within("group_session", "room_id", "room"),
        sa.CheckConstraint("starts_at < ends_at", name="group_session_order"),
        sa.CheckConstraint("seats BETWEEN 2 AND 200", name="group_session_seats"),
    )
    op.create_index(
        "group_session_live",
        "group_session",
        ["organization_id", "service_id", "starts_at"],
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _places() -> None:
    op.create_table(
        "numbered_place",
        *_owned(),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        *_of_clinic(),
        _within("numbered_place", "appointment_id", "appointment"),
        sa.CheckConstraint("number >= 1", name="numbered_place_number"),
    )
    op.create_index(
        "numbered_place_once",
        "numbered_place",
        ["organization_id", "owner_id", "day", "number"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index("numbered_place_of", "numbered_place", ["organization_id", "appointment_id"])


def _columns() -> None:
    number = sa.Integer
    for table, name in (
        *(("practitioner", "visits_a_day"), ("service", "visits_a_day")),
        *(("service", "notice_minutes"), ("service", "ahead_days")),
    ):
        op.add_column(table, sa.Column(name, number(), nullable=True))
    for table, name, kept in (
        *(("service", "seats", "1"), ("service", "overbook", "0")),
        *(("appointment", "lane", "0"), ("appointment", "exceptions", "")),
    ):
        kind = sa.Text() if name == "exceptions" else number()
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=kept))
    op.add_column("appointment", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.add_column("appointment", sa.Column("visit_group_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "appointment_session",
        *("appointment", "group_session"),
        ["organization_id", "session_id"],
        ["organization_id", "id"],
    )
    for column in ("session_id", "visit_group_id"):
        op.create_index(
            f"appointment_of_{column.removesuffix('_id')}",
            "appointment",
            ["organization_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    for name, check in (
        ("service_visits_a_day", "visits_a_day BETWEEN 1 AND 1000"),
        ("service_notice", "notice_minutes BETWEEN 0 AND 43200"),
        ("service_ahead", "ahead_days BETWEEN 1 AND 732"),
        ("service_seats", "seats BETWEEN 1 AND 200"),
        ("service_overbook", "overbook BETWEEN 0 AND 9"),
    ):
        op.create_check_constraint(name, "service", check)
    op.create_check_constraint(
        "practitioner_visits_a_day", "practitioner", "visits_a_day BETWEEN 1 AND 1000"
    )


def _lanes() -> None:
    op.alter_column("reservation", "appointment_id", nullable=True)
    for name in ("hold_id", "session_id"):
        op.add_column("reservation", sa.Column(name, sa.Uuid(), nullable=True))
    op.add_column("reservation", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "reservation", sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="0")
    )
    for name, to in (("hold", "slot_hold"), ("session", "group_session")):
        op.create_foreign_key(
            f"reservation_{name}",
            *("reservation", to),
            ["organization_id", f"{name}_id"],
            ["organization_id", "id"],
        )
        op.create_index(
            f"reservation_of_{name}",
            "reservation",
            ["organization_id", f"{name}_id"],
            postgresql_where=sa.text(f"{name}_id IS NOT NULL"),
        )
    op.create_check_constraint(
        "reservation_for_one",
        "reservation",
        "num_nonnulls(appointment_id, hold_id, session_id) = 1",
    )
    for resource in ("practitioner", "room", "device", "patient"):
        op.execute(f"ALTER TABLE reservation DROP CONSTRAINT reservation_{resource}_free")
        op.execute(
            f"ALTER TABLE reservation ADD CONSTRAINT reservation_{resource}_free"
            f" EXCLUDE USING gist (organization_id WITH =, {resource}_id WITH =, lane WITH =,"
            f" during WITH &&) WHERE (released_at IS NULL AND {resource}_id IS NOT NULL)"
        )
