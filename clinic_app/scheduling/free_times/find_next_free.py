"""The next free time for what somebody types: “next free”, “check-up”, “free zhao”."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId, ServiceId, parse_id
from clinic_app.kit.text import fold
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.booking.booking_rows import BookingChoices
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.wall_words import clock, short_day

DAYS = 14
_ASKING = {"next", "free", "slot", "time"}
_SHORTEST_WORD = 3  # of a service's name that asks by itself


@dataclass(frozen=True, slots=True)
class NextFree:
    """A free time, and all that a booking needs but the patient."""

    service_id: str
    service: str
    practitioner_id: str
    practitioner: str
    start: str  # the wall time: 2026-11-20T14:30
    when: str  # today 14:30, or Tue 24 Nov, 14:30


@dataclass(frozen=True, slots=True)
class Pairing:
    """A service to look for, with one practitioner or anybody who gives it."""

    service_id: str
    service: str
    practitioner_id: str = ""


async def find_next_free(
    session: AsyncSession, actor: Actor, *, text: str, most: int = 3
) -> tuple[NextFree, ...]:
    """Return the first free time within two weeks of each service that the words mean.

    Words are beginnings of words of services' and practitioners' names; “next” and “free” ask
    for every service. None when the words mean something else.
    """
    require(actor, Permission.APPOINTMENT_READ)
    words = fold(text).replace("-", " ").split()
    if not words:
        return ()
    choices = await load_booking_choices(session, actor)
    today = to_wall(now(), actor.time_zone).date()
    found: list[NextFree] = []
    for pairing in list(meant(words, choices))[:most]:
        slots = await find_free_slots(
            session,
            actor,
            service_id=parse_id(ServiceId, pairing.service_id),
            practitioner_id=_who(pairing),
            first_day=today,
            days=DAYS,
        )
        found += [_row(actor, pairing, choices, today, slot) for slot in slots[:1]]
    return tuple(found)


def meant(words: Sequence[str], choices: BookingChoices) -> Iterator[Pairing]:
    """Yield the pairings that words mean; pure.

    A word that is no beginning of any name means that something else is looked for.
    """
    asking = any(word in _ASKING for word in words)
    names = [word for word in words if word not in _ASKING]
    people = [one for one in choices.practitioners if _begun(names, one.name)]
    for service in choices.services:
        of_service = _begun(names, service.name)
        if not asking and not any(len(word) >= _SHORTEST_WORD for word in of_service):
            continue
        rest = [word for word in names if word not in of_service]
        if not rest:
            yield Pairing(service.id, service.name)
            continue
        for one in people:
            given = one.id in service.practitioner_ids
            if given and set(rest) <= set(_begun(rest, one.name)):
                yield Pairing(service.id, service.name, one.id)


def _begun(words: Sequence[str], name: str) -> list[str]:
    parts = fold(name).replace("-", " ").split()
    return [word for word in words if any(part.startswith(word) for part in parts)]


def _who(pairing: Pairing) -> PractitionerId | None:
    one = pairing.practitioner_id
    return parse_id(PractitionerId, one) if one else None


def _row(
    actor: Actor, pairing: Pairing, choices: BookingChoices, today: date, slot: FreeSlot
) -> NextFree:
    who = str(slot.practitioner_ids[0])
    wall = to_wall(slot.start, actor.time_zone)
    day = "today" if wall.date() == today else f"{short_day(wall)},"
    return NextFree(
        service_id=pairing.service_id,
        service=pairing.service,
        practitioner_id=who,
        practitioner=next((one.name for one in choices.practitioners if one.id == who), ""),
        start=wall.isoformat(timespec="minutes"),
        when=f"{day} {clock(wall)}",
    )
