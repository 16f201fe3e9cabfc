"""The day at the desk: daily ticket numbers, check-in links, links for waiting-room screens."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwned, ClinicOwnedNow, within_clinic


class TicketDay(ClinicOwned, table=True):
    """How many tickets a clinic has given on one of its days. Its row is the queue for the next."""

    __table_args__ = (
        UniqueConstraint("organization_id", "day", name="ticket_day_once"),
        CheckConstraint("given >= 1", name="ticket_day_given"),
    )

    day: date
    given: int


class VisitTicket(ClinicOwnedNow, table=True):
    """The number under which an arrived visit is called, so that no name is."""

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="visit_ticket_appointment"),
        UniqueConstraint("organization_id", "appointment_id", name="visit_ticket_of_visit"),
        Index(
            "visit_ticket_once_a_day",
            *("organization_id", "day", "number"),
            unique=True,
            postgresql_where="NOT shared",
        ),
        CheckConstraint("number >= 1", name="visit_ticket_number"),
    )

    appointment_id: UUID
    day: date
    number: int  # shown by ticket_rules.ticket_words
    shared: bool = False  # with a service of the same coming that has it already


class CheckInLink(ClinicOwnedNow, table=True):
    """A link by which a visit's patient can say that they are here. Only its hash is kept."""

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="check_in_link_appointment"),
        Index("check_in_link_token", "organization_id", "token_hash", unique=True),
        CheckConstraint("tries >= 0", name="check_in_link_tries"),
    )

    appointment_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    tries: int = 0  # birth dates that did not match


class ScreenLink(ClinicOwnedNow, table=True):
    """A link that shows a clinic's tickets, and nothing else, on a screen without a session."""

    __table_args__ = (Index("screen_link_token", "organization_id", "token_hash", unique=True),)

    token_hash: bytes = Field(sa_type=LargeBinary)
    label: str
    created_by: UUID
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_by: UUID | None = None
