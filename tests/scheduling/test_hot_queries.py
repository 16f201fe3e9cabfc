"""What is asked all day is read off an index that knows more than the clinic.

Asked of PostgreSQL itself, on a clinic with some history and another one beside it, as the
application's role: row-level security decides what an index may be used for.
"""

import re
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from psycopg import connect
from sqlalchemy import event

from benchmarks.growth_clinics import GrowthClinic, make_clinics
from clinic_app.database.engine import engine
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.calendar.load_today import load_today
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.groups.list_groups import GroupFilter, list_groups
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.list_appointments import VisitFilter, list_appointments
from tests.scheduling.furniture import some_id

_COMPARED = re.compile(r" [<>=]+ ")
GROWING = {
    *("appointment", "reservation", "appointment_event", "visit_assistant"),
    *("patient", "queue_ticket", "group_session"),
}


# An index with next to nothing in it is as good as any other: PostgreSQL would choose by chance.
_DEVICE = """
    INSERT INTO device (organization_id, id, created_at, name, position)
    VALUES (%(org)s, %(org)s, now(), 'Ultrasound', 1)
"""
_DEVICES_TAKEN = """
    INSERT INTO reservation (organization_id, id, created_at, appointment_id, device_id, during)
    SELECT organization_id, gen_random_uuid(), now(), id, %(org)s, tstzrange(starts_at, ends_at)
    FROM appointment WHERE organization_id = %(org)s AND practitioner_id = %(who)s
"""
_ASSISTED = """
    INSERT INTO visit_assistant (organization_id, id, created_at, appointment_id, practitioner_id)
    SELECT organization_id, gen_random_uuid(), now(), id, %(who)s
    FROM appointment WHERE organization_id = %(org)s AND practitioner_id <> %(who)s
"""
_IN_GROUPS = """
    INSERT INTO group_session (organization_id, id, created_at, service_id, practitioner_id,
        starts_at, ends_at, seats)
    SELECT organization_id, id, now(), service_id, practitioner_id, starts_at, ends_at, 8
    FROM appointment WHERE organization_id = %(org)s AND practitioner_id = %(who)s
"""
_SEATED = """
    UPDATE appointment SET session_id = id
    WHERE organization_id = %(org)s AND practitioner_id = %(who)s
"""


@pytest_asyncio.fixture(scope="session")
async def busy(database: str) -> GrowthClinic:
    """A clinic of some weeks, beside another one."""
    clinic = make_clinics(database, visits=4_000, patients=1_500, clinics=2)[0]
    known = {"org": clinic.actor.organization_id, "who": clinic.practitioners[0]}
    with connect(database, autocommit=True) as owner:
        owner.execute("SELECT set_config('app.organization_id', %(org)s::text, false)", known)
        for more in (_DEVICE, _DEVICES_TAKEN, _ASSISTED, _IN_GROUPS, _SEATED):
            owner.execute(more, known)
        owner.execute("VACUUM ANALYZE")
    return clinic


_NOT_PLANNED = ("SELECT set_config", "SELECT pg_notify", "SAVEPOINT")


@contextmanager
def plans(url: str, clinic: GrowthClinic) -> Generator[list[dict[str, Any]]]:
    """Collect the plan of each statement that is sent, as the application's role has it."""
    found: list[dict[str, Any]] = []

    def explain(*sent: Any) -> None:  # noqa: ANN401
        statement, values = str(sent[2]), sent[3]
        if statement.lstrip().startswith(_NOT_PLANNED):
            return
        with connect(url) as owner:
            owner.execute("SET ROLE polyclinic_app")
            # Of so few rows PostgreSQL would read all: what it does where there are many?
            for way in ("seqscan", "hashjoin", "mergejoin"):
                owner.execute(f"SET enable_{way} = off")
            owner.execute(
                "SELECT set_config('app.organization_id', %s, false)",
                (str(clinic.actor.organization_id),),
            )
            row = owner.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()  # pyright: ignore[reportArgumentType]  # as sent
            assert row is not None
            found.append(row[0][0]["Plan"])

    target = engine().sync_engine
    event.listen(target, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(target, "before_cursor_execute", explain)


def scans(plan: dict[str, Any]) -> Generator[tuple[str, str]]:
    """Return each table that a plan reads, with what the index is asked for; "" without one."""
    if "Relation Name" in plan and plan["Node Type"].endswith("Scan"):
        yield plan["Relation Name"], _condition(plan)
    for part in plan.get("Plans", ()):
        yield from scans(part)


def _condition(plan: dict[str, Any]) -> str:
    return plan.get("Index Cond", "") + "".join(_condition(part) for part in plan.get("Plans", ()))


def read_without_index(found: list[dict[str, Any]]) -> list[str]:
    """Return the growing tables that are read by nothing, or by no more than the clinic."""
    return [
        f"{table}: {condition or 'no index'}"
        for plan in found
        for table, condition in scans(plan)
        if table in GROWING and len(_COMPARED.findall(condition)) < 2
    ]


async def _day(clinic: GrowthClinic) -> None:
    await look(clinic.actor, load_calendar, first_day=clinic.busy_from.date())


async def _week(clinic: GrowthClinic) -> None:
    await look(clinic.actor, load_calendar, first_day=clinic.busy_from.date(), days=7)


async def _today(clinic: GrowthClinic) -> None:
    await look(clinic.actor, load_today)


async def _slots(clinic: GrowthClinic) -> None:
    for _ in range(2):  # the second time with the set-up kept
        await look(
            clinic.actor,
            find_free_slots,
            service_id=ServiceId(clinic.service_id),
            first_day=clinic.busy_from.date(),
            days=14,
        )


async def _book(clinic: GrowthClinic) -> None:
    await perform(
        clinic.actor,
        book_appointment,
        patient_id=PatientId(clinic.patients[0]),
        service_id=ServiceId(clinic.service_id),
        practitioner_id=PractitionerId(clinic.practitioners[0]),
        start=clinic.busy_from + timedelta(days=30),
    )


# What a program lists all day, and the index that it is read off where only one will do.
_PEOPLE = "appointment_of_practitioner"
LISTS: dict[str, tuple[tuple[str, ...], str]] = {
    "a day's visits": (("begin", "end"), ""),
    "a day's page after another": (("begin", "end", "after"), ""),
    "a practitioner's day": (("begin", "end", "practitioner"), _PEOPLE),
    "a practitioner's booked visits": (("begin", "end", "practitioner", "statuses"), _PEOPLE),
    "a room's day": (("begin", "end", "room"), ""),
    "a service's day": (("begin", "end", "service", "statuses"), ""),
    "a patient's visits": (("patient",), "appointment_of_patient"),
    "a patient's visits of a service": (("patient", "service"), "appointment_of_patient"),
    "a patient's coming page": (("patient", "begin", "after"), "appointment_of_patient"),
    "a series": (("series",), "appointment_of_series"),
}


def indexes(plan: dict[str, Any], table: str) -> Generator[str]:
    """Return the indexes off which a plan reads a table."""
    if plan.get("Relation Name") == table:
        yield from names(plan)
    for part in plan.get("Plans", ()):
        yield from indexes(part, table)


def names(plan: dict[str, Any]) -> Generator[str]:
    """Return the indexes of a scan: its own, or those of the bitmaps below it."""
    if "Index Name" in plan:
        yield plan["Index Name"]
    for part in plan.get("Plans", ()):
        yield from names(part)


DEEDS: dict[str, Callable[[GrowthClinic], Awaitable[None]]] = {
    "a day's calendar": _day,
    "a week's calendar": _week,
    "today": _today,
    "free times": _slots,
    "book": _book,
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_is_asked_all_day_is_read_off_an_index(
    deed: str, busy: GrowthClinic, database_url: str
) -> None:
    with plans(database_url, busy) as found:
        await DEEDS[deed](busy)
    assert any(table in GROWING for plan in found for table, _ in scans(plan))
    assert read_without_index(found) == []


@pytest.mark.parametrize("asked", LISTS)
async def test_a_list_for_programs_is_one_query_off_the_index_of_what_is_asked(
    asked: str, busy: GrowthClinic, database_url: str
) -> None:
    filters, index = LISTS[asked]
    known: dict[str, Any] = {
        **{"begin": busy.busy_from, "end": busy.busy_from + timedelta(days=1)},
        **{"practitioner": busy.practitioners[0], "patient": busy.patients[0]},
        **{"service": busy.service_id, "room": some_id(), "series": some_id()},
        "statuses": ["booked", "confirmed"],
    }
    wanted = VisitFilter(**{name: known[name] for name in filters if name in known})
    after = (busy.busy_from + timedelta(hours=3), some_id()) if "after" in filters else None
    with plans(database_url, busy) as found:
        await look(busy.actor, list_appointments, wanted=wanted, after=after, most=200)
    assert len(found) == 1  # however many rows, and whatever is asked of them
    assert read_without_index(found) == []
    assert index in {"", *indexes(found[0], "appointment")}


def sorts(plan: dict[str, Any], table: str) -> Generator[str]:
    """Return how a plan puts a table's rows in order after reading them."""
    if plan["Node Type"].endswith("Sort") and any(name == table for name, _ in scans(plan)):
        yield plan["Node Type"]
    for part in plan.get("Plans", ()):
        yield from sorts(part, table)


async def test_a_visits_last_step_is_read_off_the_index_in_its_order(
    busy: GrowthClinic, database_url: str
) -> None:
    day = (busy.busy_from, busy.busy_from + timedelta(days=1))
    page = await look(busy.actor, list_appointments, wanted=VisitFilter(*day), most=1)
    with plans(database_url, busy) as found:
        await look(busy.actor, get_appointment, appointment_id=AppointmentId(page.visits[0].id))
    newest = found[0]
    assert "appointment_event_of" in indexes(newest, "appointment_event")
    assert list(sorts(newest, "appointment_event")) == []


@pytest.mark.parametrize("ended", [False, True])
async def test_a_days_group_sessions_are_one_query_off_the_index_of_their_time(
    ended: bool, busy: GrowthClinic, database_url: str
) -> None:
    day = (busy.busy_from, busy.busy_from + timedelta(days=1))
    wanted = GroupFilter(*day, practitioner=busy.practitioners[0], ended=ended)
    after = (busy.busy_from + timedelta(hours=3), some_id())
    with plans(database_url, busy) as found:
        await look(busy.actor, list_groups, wanted=wanted, after=after)
    assert len(found) == 1
    assert read_without_index(found) == []
    by_time = {"group_session_by_time", "group_session_live"}  # which of them, statistics decide
    assert by_time & {*indexes(found[0], "group_session")}
