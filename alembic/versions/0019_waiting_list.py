"""The waiting list, freed times and their offers."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEPT = ("waiting_rules", "waiting_entry", "freed_time", "slot_offer")


def upgrade() -> None:
    """Make the tables."""
    _rules()
    _entries()
    _freed()
    _offers()
    for table in (*_KEPT, "waiting_practitioner"):
        for statement in clinic_wall(table):
            op.execute(statement)
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))
    op.execute(grant("waiting_practitioner", "DELETE"))  # a list that is saved whole


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owned(*, dated: bool = True) -> list[sa.Column[object]]:
    own: list[sa.Column[object]] = [
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    ]
    return [*own, _instant("created_at")] if dated else own


def _keys() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    ]


def _within(column: str, to: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{to}.organization_id", f"{to}.id"], name=name
    )


def _rules() -> None:
    op.create_table(
        "waiting_rules",
        *_owned(),
        sa.Column("answer_minutes", sa.Integer(), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.CheckConstraint("answer_minutes BETWEEN 5 AND 1440", name="waiting_rules_answer"),
        sa.UniqueConstraint("organization_id", name="waiting_rules_once"),
        *_keys(),
    )


def _entries() -> None:
    op.create_table(
        "waiting_entry",
        *_owned(),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("windows", postgresql.JSONB(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        _instant("ended_at", nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name="waiting_entry_priority"),
        sa.CheckConstraint(
            "ended_why IN ('', 'booked', 'removed')", name="waiting_entry_ended_why"
        ),
        _within("patient_id", "patient", "waiting_entry_patient"),
        _within("service_id", "service", "waiting_entry_service"),
        *_keys(),
    )
    op.create_index(
        "waiting_entry_live",
        "waiting_entry",
        ["organization_id", "service_id", "created_at"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "waiting_practitioner",
        *_owned(dated=False),
        sa.Column("waiting_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            *("organization_id", "waiting_id", "practitioner_id"),
            name="waiting_practitioner_once",
        ),
        _within("waiting_id", "waiting_entry", "waiting_practitioner_entry"),
        _within("practitioner_id", "practitioner", "waiting_practitioner_who"),
        *_keys(),
    )


def _freed() -> None:
    op.create_table(
        "freed_time",
        *_owned(),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        _instant("starts_at"),
        _instant("ends_at"),
        sa.CheckConstraint("starts_at < ends_at", name="freed_time_order"),
        _within("practitioner_id", "practitioner", "freed_time_practitioner"),
        *_keys(),
    )


def _offers() -> None:
    op.create_table(
        "slot_offer",
        *_owned(),
        sa.Column("waiting_id", sa.Uuid(), nullable=False),
        sa.Column("freed_id", sa.Uuid(), nullable=True),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        _instant("starts_at"),
        _instant("ends_at"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _instant("expires_at"),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _instant("answered_at", nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')",
            name="slot_offer_state",
        ),
        _within("waiting_id", "waiting_entry", "slot_offer_waiting"),
        _within("freed_id", "freed_time", "slot_offer_freed"),
        _within("practitioner_id", "practitioner", "slot_offer_practitioner"),
        _within("hold_id", "slot_hold", "slot_offer_hold"),
        _within("appointment_id", "appointment", "slot_offer_appointment"),
        *_keys(),
    )
    op.create_index(
        "slot_offer_token", "slot_offer", ["organization_id", "token_hash"], unique=True
    )
    op.create_index(
        "slot_offer_once_open",
        "slot_offer",
        ["organization_id", "waiting_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("slot_offer_of", "slot_offer", ["organization_id", "waiting_id", "created_at"])
    op.create_index(
        "slot_offer_of_freed",
        "slot_offer",
        ["organization_id", "freed_id"],
        postgresql_where=sa.text("freed_id IS NOT NULL"),
    )
