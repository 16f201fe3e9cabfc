"""How a clinic's work slows down with what lies behind it: 10,000 visits against a million.

The verbs themselves are timed, in this process, each in its own transaction on durable storage:
pages, REST and jobs call no others. The two databases are asked in turns, so that a busy moment
of the machine falls on both.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from itertools import count
from time import perf_counter

from benchmarks.figures import Figure, times
from benchmarks.growth_clinics import DAYS_TO_COME, PRACTITIONERS, GrowthClinic
from clinic_app.database import engine as engine_of_process
from clinic_app.database.engine import open_engine
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.people.patients.search_patients import search_patients
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment

TURNS = 10
ROUNDS = 30  # of each deed in each turn
MOST = 1.3  # what a p50 may grow by
SEARCHES = ("mar", "amina yus", "5512345", "kess", "112345", "zoe", "novak bar", "2125500")

Deed = Callable[[GrowthClinic, int], Awaitable[object]]


class _Deeds:
    """What is timed, each on another clinic, day and practitioner by its number."""

    def __init__(self) -> None:
        self._serial = count()
        self.booked: list[tuple[GrowthClinic, AppointmentId, int]] = []

    async def day(self, clinic: GrowthClinic, number: int) -> None:
        await look(clinic.actor, load_calendar, first_day=_day(clinic, number))

    async def week(self, clinic: GrowthClinic, number: int) -> None:
        await look(clinic.actor, load_calendar, first_day=_day(clinic, number % 7), days=7)

    async def slots(self, clinic: GrowthClinic, number: int) -> None:
        await look(
            clinic.actor,
            find_free_slots,
            service_id=ServiceId(clinic.service_id),
            practitioner_id=PractitionerId(clinic.practitioners[number % PRACTITIONERS]),
            first_day=_day(clinic, number),
        )

    async def many_slots(self, clinic: GrowthClinic, number: int) -> None:
        await look(
            clinic.actor,
            find_free_slots,
            service_id=ServiceId(clinic.service_id),
            first_day=_day(clinic, number % 6),
            days=14,
        )

    async def book(self, clinic: GrowthClinic, number: int) -> None:
        del number
        serial = next(self._serial)
        slot, who = divmod(serial // 10, PRACTITIONERS)
        booked = await perform(
            clinic.actor,
            book_appointment,
            patient_id=PatientId(clinic.patients[serial % len(clinic.patients)]),
            service_id=ServiceId(clinic.service_id),
            practitioner_id=PractitionerId(clinic.practitioners[who]),
            # Afternoons, after the visits that are there: from 13:00 in New York on.
            start=clinic.busy_from + timedelta(days=slot % DAYS_TO_COME, hours=4 + slot // 20),
        )
        self.booked.append((clinic, booked.appointment_id, serial))

    async def move(self, clinic: GrowthClinic, number: int) -> None:
        del number
        home, appointment_id, serial = self.booked.pop(0)
        slot = serial // 10 // PRACTITIONERS
        del clinic
        await perform(
            home.actor,
            reschedule_appointment,
            appointment_id=appointment_id,
            version=1,
            start=home.busy_from
            + timedelta(days=60 + slot % DAYS_TO_COME, hours=4 + slot // DAYS_TO_COME),
        )

    async def search(self, clinic: GrowthClinic, number: int) -> None:
        await look(clinic.actor, search_patients, text=SEARCHES[number % len(SEARCHES)])


async def measure_growth(
    small: tuple[str, Sequence[GrowthClinic]], large: tuple[str, Sequence[GrowthClinic]]
) -> list[Figure]:
    """Return each deed's p50 on the large database divided by its p50 on the small one."""
    sides = [_Side(*small), _Side(*large)]
    for turn in range(TURNS + 1):  # the first one warms up
        for name in sides[0].named:
            for side in sides:
                samples = await side.take(name)
                if turn:
                    side.samples[name] += samples
    figures = [_figure(name, *(side.samples[name] for side in sides)) for name in sides[0].named]
    for side in sides:
        await side.end()
    return figures


class _Side:
    """One of the two databases, with an engine of its own that stays warm."""

    def __init__(self, url: str, clinics: Sequence[GrowthClinic]) -> None:
        self._engine = open_engine(url)
        self._clinics = clinics
        self.named = _named(_Deeds())
        self.samples: defaultdict[str, list[float]] = defaultdict(list)

    async def take(self, name: str) -> list[float]:
        """Return how long each of the rounds took, in milliseconds."""
        engine_of_process._engine = self._engine  # pyright: ignore[reportPrivateUsage]  # two databases in one process, which the product never has
        taken: list[float] = []
        for number in range(ROUNDS):
            began = perf_counter()
            await self.named[name](self._clinics[number % len(self._clinics)], number)
            taken.append((perf_counter() - began) * 1000)
        return taken

    async def end(self) -> None:
        """Close its connections."""
        await self._engine.dispose()


def _named(deeds: _Deeds) -> dict[str, Deed]:
    return {
        "a day's calendar": deeds.day,
        "a week's calendar": deeds.week,
        "free times, one practitioner and a day": deeds.slots,
        "free times, 10 practitioners and 14 days": deeds.many_slots,
        "book": deeds.book,
        "move": deeds.move,
        "patient search": deeds.search,
    }


def _figure(name: str, small: list[float], large: list[float]) -> Figure:
    before, after = times(small), times(large)
    detail = (
        f"p50 {before[0]:.2f} ms, p95 {before[1]:.2f} ms among 10,000 visits; "
        f"p50 {after[0]:.2f} ms, p95 {after[1]:.2f} ms among 1,000,000"
    )
    return Figure(f"growth: {name}", after[0] / before[0], "x", MOST, detail)


def _day(clinic: GrowthClinic, number: int) -> date:
    return (clinic.busy_from + timedelta(days=number % DAYS_TO_COME)).date()
