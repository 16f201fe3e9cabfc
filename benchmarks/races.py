"""A thousand times, fifty want one time: some book it, some hold it, some move a visit there.

Half of those who hold or move, and a third of those who book, want another practitioner right
after it as well: two services of one coming.

The verbs run in this process over some twenty connections, so about twenty are under way at
once. One may win each round; afterwards PostgreSQL is asked for live reservations of one
resource that overlap.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from psycopg import connect

from benchmarks.figures import Figure
from benchmarks.growth_clinics import GrowthClinic, make_clinics
from clinic_app.database.engine import close_engine, open_engine
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment

ROUNDS = 1_000
BOOKERS, HOLDERS, MOVERS = 20, 5, 5  # of one service
COMERS, COMING_HOLDERS, COMING_MOVERS = 10, 5, 5  # of two
HALF = timedelta(minutes=30)
HOURS_A_DAY = 10

_DOUBLES = """
    SELECT count(*) FROM reservation a
    JOIN reservation b ON b.organization_id = a.organization_id AND b.resource_id = a.resource_id
        AND b.lane = a.lane AND b.id > a.id AND b.during && a.during
    WHERE a.organization_id = %s AND a.released_at IS NULL AND b.released_at IS NULL
"""


async def measure_races(url: str, rounds: int = ROUNDS) -> list[Figure]:
    """Return how many rounds had one winner, and how many doubles there are in the end."""
    clinic = make_clinics(url, visits=0, patients=200, clinics=1)[0]
    open_engine(url)
    try:
        movers = [await _park(clinic, number) for number in range(MOVERS)]
        comings = [await _park_coming(clinic, MOVERS + at) for at in range(COMING_MOVERS)]
        began = perf_counter()
        winners = [await _round(clinic, movers, comings, number) for number in range(rounds)]
        took = perf_counter() - began
    finally:
        await close_engine()
    rivals = BOOKERS + HOLDERS + MOVERS + COMERS + COMING_HOLDERS + COMING_MOVERS
    name = f"rounds of {rounds:,} in which {rivals} want one time and other than one gets it"
    wrong = sum(count != 1 for count in winners)
    detail = (
        f"{BOOKERS} book, {HOLDERS} hold, {MOVERS} move one service; {COMERS}, {COMING_HOLDERS} and"
        f" {COMING_MOVERS} two of one coming; {took / rounds * 1000:.0f} ms a round"
    )
    return [
        Figure(name, wrong, "", 0, detail),
        Figure("double reservations after all rounds", _doubles(url, clinic), "", 0),
    ]


async def _park(clinic: GrowthClinic, number: int) -> AppointmentId:
    """Book a visit with somebody else, to be moved about."""
    booked = await perform(
        clinic.actor,
        book_appointment,
        patient_id=PatientId(clinic.patients[number]),
        service_id=ServiceId(clinic.service_id),
        practitioner_id=PractitionerId(clinic.practitioners[1 + number % 9]),
        start=_time(clinic, -1 - number),
    )
    return booked.appointment_id


async def _park_coming(clinic: GrowthClinic, number: int) -> tuple[AppointmentId, ...]:
    """Book two services of one coming elsewhere, to be moved about."""
    asked = _coming(clinic, _time(clinic, -1 - number), 1 + number % 8)
    patient = PatientId(clinic.patients[number])
    booked = await perform(clinic.actor, book_together, patient_id=patient, **asked)
    return tuple(one.appointment_id for one in booked)


def _coming(clinic: GrowthClinic, start: datetime, first: int) -> dict[str, Any]:
    """Return two services one after the other, of two practitioners."""
    service, givers = ServiceId(clinic.service_id), clinic.practitioners[first : first + 2]
    parts = [
        AskedPart(service, PractitionerId(who), start=start + at * HALF)
        for at, who in enumerate(givers)
    ]
    return {"start": start, "parts": parts}


async def _round(
    clinic: GrowthClinic,
    movers: list[AppointmentId],
    comings: list[tuple[AppointmentId, ...]],
    number: int,
) -> int:
    """Let all want the same time of the same practitioner; return how many got it."""
    start = _time(clinic, number)
    patients = clinic.patients[MOVERS + COMING_MOVERS :]
    service, who = ServiceId(clinic.service_id), PractitionerId(clinic.practitioners[0])
    same: dict[str, Any] = {"service_id": service, "practitioner_id": who, "start": start}
    bookers = [
        perform(clinic.actor, book_appointment, patient_id=PatientId(patient), **same)
        for patient in patients[:BOOKERS]
    ]
    holders = [perform(clinic.actor, hold_slot, **same) for _ in range(HOLDERS)]
    moves = [
        perform(
            clinic.actor,
            reschedule_appointment,
            appointment_id=mover,
            version=None,
            start=start,
            practitioner_id=who,
        )
        for mover in movers
    ]
    both = _in_two_services(clinic, comings, patients[BOOKERS : BOOKERS + COMERS], start)
    # The kinds take turns at the front.
    kinds = [moves, bookers, holders, both]
    turn = number % len(kinds)
    tasks = [task for kind in (*kinds[turn:], *kinds[:turn]) for task in kind]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Conflict):
            raise result
    return sum(not isinstance(result, BaseException) for result in results)


def _in_two_services(
    clinic: GrowthClinic,
    comings: list[tuple[AppointmentId, ...]],
    patients: Sequence[UUID],
    start: datetime,
) -> list[Awaitable[object]]:
    """Book, hold and move two services of one coming, the first of them at the wanted time."""
    asked = _coming(clinic, start, 0)
    parts: list[AskedPart] = asked["parts"]
    return [
        *(
            perform(
                clinic.actor,
                move_together,
                appointment_id=coming[0],
                versions={},
                parts=[
                    replace(one, moving=visit) for one, visit in zip(parts, coming, strict=True)
                ],
            )
            for coming in comings
        ),
        *(
            perform(clinic.actor, book_together, patient_id=PatientId(one), **asked)
            for one in patients
        ),
        *(perform(clinic.actor, hold_together, parts=parts) for _ in range(COMING_HOLDERS)),
    ]


def _time(clinic: GrowthClinic, number: int) -> datetime:
    """Return the wall time of a number: ten hours a day, from a day in a month on."""
    day, hour = divmod(number, HOURS_A_DAY)
    return datetime.combine(clinic.busy_from.date() + timedelta(days=30 + day), time(8 + hour))


def _doubles(url: str, clinic: GrowthClinic) -> int:
    organization = str(clinic.actor.organization_id)
    with connect(url) as owner:
        owner.execute("SELECT set_config('app.organization_id', %s, false)", (organization,))
        row = owner.execute(_DOUBLES, (organization,)).fetchone()
        return row[0] if row else -1
