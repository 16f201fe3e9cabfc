"""What is kept of a clinic's set-up is the newest, whoever changes it and however that ends."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from psycopg import connect, sql

from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_sql import PLAIN_SLOT_FACTS
from clinic_app.scheduling.tables import Practitioner, Service, TimeOff
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, book, counted, furnish, monday

TABLES_READ = set(re.findall(r"\b(?:FROM|JOIN) ([a-z_]+) [a-z]\b", PLAIN_SLOT_FACTS.sql))
TAKEN_TABLES = {"appointment", "reservation", "slot_hold", "numbered_place"}


async def starts(desk: Desk) -> list[datetime]:
    """Return when the desk's service can begin on Monday."""
    with frozen(MORNING):
        slots = await look(
            desk.clinic.reception,
            find_free_slots,
            service_id=desk.service,
            first_day=MONDAY,
            practitioner_id=desk.practitioner,
        )
    return [slot.start for slot in slots]


async def test_the_second_search_reads_no_set_up_again(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    before = await starts(desk)
    with frozen(MORNING):
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(9)
        )
    with counted() as asked:
        after = await starts(desk)
    assert len(asked) == 1
    assert "working_hours" not in asked[0]
    assert set(before) - set(after) == {before[0], before[1]}


async def test_a_change_is_seen_by_the_next_search(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    before = await starts(desk)
    async with transaction(organization=clinic.organization_id) as session:
        service = await session.get_one(Service, (clinic.organization_id, desk.service))
        service.duration_minutes = 60
    after = await starts(desk)
    assert after[-1] == before[-1] - timedelta(minutes=30)


async def test_a_migrations_change_is_seen_as_well(clinic: Clinic, database_url: str) -> None:
    """It has entered no clinic, and goes behind the wall of the table that it changes."""
    desk = await furnish(clinic)
    assert await starts(desk)
    with connect(database_url) as owner:
        owner.execute("ALTER TABLE working_hours NO FORCE ROW LEVEL SECURITY")
        owner.execute("DELETE FROM working_hours WHERE practitioner_id = %s", (desk.practitioner,))
        owner.execute("ALTER TABLE working_hours FORCE ROW LEVEL SECURITY")
    assert await starts(desk) == []


async def test_a_change_that_is_taken_back_leaves_nothing(clinic: Clinic) -> None:
    """What a transaction sees of its own changes is not kept for the others."""
    desk = await furnish(clinic)
    before = await starts(desk)
    async with transaction(organization=clinic.organization_id) as session:
        session.add(_away(desk))
        await session.flush()
        within = await find_free_slots(
            session, clinic.reception, service_id=desk.service, first_day=MONDAY
        )
        await session.rollback()
    assert within == ()
    assert await starts(desk) == before


def _away(desk: Desk) -> TimeOff:
    day = datetime.combine(MONDAY, time(), UTC)
    return TimeOff(
        organization_id=desk.clinic.organization_id,
        practitioner_id=desk.practitioner,
        starts_at=day,
        ends_at=day + timedelta(days=2),
    )


async def test_a_cap_counts_what_was_booked_since(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    async with transaction(organization=clinic.organization_id) as session:
        doctor = await session.get_one(Practitioner, (clinic.organization_id, desk.practitioner))
        doctor.visits_a_day = 1
    assert await starts(desk)
    with frozen(MORNING):
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(9)
        )
    assert await starts(desk) == []


@pytest.mark.parametrize("table", sorted(TABLES_READ - TAKEN_TABLES))
def test_every_table_of_the_set_up_tells_its_changes(table: str, database_url: str) -> None:
    with connect(database_url) as owner:
        tells = owner.execute(
            sql.SQL("SELECT tgname FROM pg_trigger WHERE tgrelid = {}::regclass").format(table)
        ).fetchall()
    assert (f"{table}_is_set_up",) in tells
