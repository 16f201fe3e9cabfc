"""What a date has of its own: practitioners’ exceptions to their week, and holidays."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic


class DateHours(ClinicOwnedNow, table=True):
    """One span of a practitioner's date that is unlike its week; a closed date has no span.

    rule: closed (no work), instead (these hours and no others), extra (these besides the
    week's). All rows of one date have one rule and one note. It also says so on a holiday.
    """

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="date_hours_practitioner"),
        Index("date_hours_of", "organization_id", "practitioner_id", "day"),
        CheckConstraint("rule IN ('closed', 'instead', 'extra')", name="date_hours_rule"),
        CheckConstraint("kind IN ('work', 'break')", name="date_hours_kind"),
        CheckConstraint("starts < ends", name="date_hours_order"),
        CheckConstraint(
            "num_nonnulls(kind, starts, ends) = CASE rule WHEN 'closed' THEN 0 ELSE 3 END",
            name="date_hours_span",
        ),
    )

    practitioner_id: UUID
    day: date
    rule: str
    kind: str | None = None
    starts: time | None = None
    ends: time | None = None
    note: str = ""
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Holiday(ClinicOwnedNow, table=True):
    """A date on which nobody works, unless their own date says otherwise.

    yearly: on the same day of every later year as well (29 February: in leap years).
    """

    __table_args__ = (
        Index(
            "holiday_once",
            *("organization_id", "day"),
            unique=True,
            postgresql_where="removed_at IS NULL",
        ),
    )

    day: date
    name: str
    yearly: bool = False
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)
