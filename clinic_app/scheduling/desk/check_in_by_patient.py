"""A patient says that they are here, by a link and their birth date."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.desk.hold_check_in import HeldCheckIn, hold_check_in
from clinic_app.scheduling.desk.ticket_rules import ticket_words
from clinic_app.scheduling.desk_tables import CheckInLink, VisitTicket
from clinic_app.scheduling.states import MOVABLE
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.check_in_rules import matches, parse_birth
from clinic_app.scheduling.visit.step_visit import lock_visit

# What the page asks for: a day, a year, or the patient to go to the desk.
Asks = Literal["day", "year", "desk"]


@dataclass(frozen=True, slots=True)
class CheckInCard:
    """What whoever holds the link may know before the birth date matched: nobody's name."""

    clinic: str
    asks: Asks


@dataclass(frozen=True, slots=True)
class CheckInAnswer:
    """A ticket when it was they; else how often they may still try."""

    ticket: str = ""
    tries_left: int = 0


async def show_check_in(token: str) -> CheckInCard:
    """Return what the link's page asks for. Raises NotFound for one that cannot be used now."""
    async with transaction(read_only=True) as session:
        held = await hold_check_in(session, token, lock=False)
    return CheckInCard(held.clinic, _asks(held))


async def check_in_by_patient(token: str, *, born: str) -> CheckInAnswer:
    """Check the link's visit in, when the birth date matches; once in, show the ticket again.

    born: a day as 1984-03-12, or the year where the clinic knows no more. What does not match
    is counted, several at once as well. Raises NotFound, or Invalid beside `born`.
    """

    async def once() -> CheckInAnswer:
        async with transaction() as session:
            held = await hold_check_in(session, token)
            if _asks(held) == "desk":
                return CheckInAnswer()
            if not matches(held.birth, parse_birth(held.birth, born.strip())):
                await _count(session, held)
                return CheckInAnswer(tries_left=held.tries_left - 1)
            return CheckInAnswer(ticket=await _arrive(session, held.actor, held.appointment_id))

    return await retrying(once)


def _asks(held: HeldCheckIn) -> Asks:
    if not held.tries_left or held.birth.date is None:
        return "desk"
    return "year" if held.birth.known == "year" else "day"


async def _count(session: AsyncSession, held: HeldCheckIn) -> None:
    await session.execute(
        update(CheckInLink)
        .where(
            col(CheckInLink.organization_id) == held.actor.organization_id,
            col(CheckInLink.id) == held.link_id,
        )
        .values(tries=col(CheckInLink.tries) + 1)
    )


async def _arrive(session: AsyncSession, actor: Actor, appointment_id: AppointmentId) -> str:
    """Check in unless the desk was first, and return the ticket."""
    visit = await lock_visit(session, actor, appointment_id, None)
    if visit.status in MOVABLE:
        await check_in(session, actor, appointment_id=appointment_id)
    number = await session.execute(
        select(col(VisitTicket.number)).where(
            col(VisitTicket.organization_id) == actor.organization_id,
            col(VisitTicket.appointment_id) == appointment_id,
        )
    )
    found = number.scalar_one_or_none()
    if found is None:  # checked in before tickets were given, or gone a moment ago
        raise Invalid("Please go to the desk.", field="born")
    return ticket_words(found)
