"""Properties of what is offered, most of all on the days when the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.database.transaction import look
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import PractitionerId, new_uuid
from clinic_app.kit.zones import day_bounds, first_instant, to_wall, zone
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots, free_starts
from clinic_app.scheduling.free_times.slot_facts import Resource, SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import Need, Span, grid, joined
from clinic_app.scheduling.limit_rules import Limits
from clinic_app.scheduling.wall_words import exact_clock
from tests.cast import found_clinic
from tests.scheduling.furniture import Hours, add_room, book, hire, offer, register

NIGHTS: tuple[Hours, ...] = tuple((weekday, "work", time(0), time(6)) for weekday in range(7))

# (zone, the night's date, hours between midnight and six on that night)
CHANGES = [
    ("America/New_York", date(2027, 3, 14), 5.0),
    ("America/New_York", date(2027, 11, 7), 7.0),
    ("Europe/Berlin", date(2027, 3, 28), 5.0),
    ("Europe/Berlin", date(2027, 10, 31), 7.0),
    ("Australia/Lord_Howe", date(2027, 10, 3), 5.5),
    ("Australia/Lord_Howe", date(2027, 4, 4), 6.5),
    ("Africa/Casablanca", date(2026, 2, 15), 7.0),  # Ramadan begins: back to UTC
    ("Africa/Casablanca", date(2026, 3, 22), 5.0),  # and ends
    ("America/New_York", date(2027, 6, 1), 6.0),  # an ordinary night
]


@pytest.mark.parametrize(("place", "night", "hours"), CHANGES)
async def test_a_night_of_changing_clocks(
    database: str, place: str, night: date, hours: float
) -> None:
    """Each offer is a real moment; the skipped hour offers none, the double hour twice as many."""
    del database
    clinic = await found_clinic(time_zone=place)
    with frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        doctor = await hire(clinic, hours=NIGHTS)
        await add_room(clinic)
        service = await offer(clinic, doctor, minutes=30)
        slots = await look(clinic.reception, find_free_slots, service_id=service, first_day=night)
        assert len(slots) == hours * 4 - 1  # every 15 minutes; the last begins at half past five
        opened = first_instant(datetime.combine(night, time()), place)
        closed = first_instant(datetime.combine(night, time(6)), place)
        assert closed - opened == timedelta(hours=hours)
        for slot in slots:
            assert opened <= slot.start < slot.end <= closed
            wall = to_wall(slot.start, place)
            # The wall time exists: the zone takes it back to this very moment, in one pass.
            passes = {
                zone(place).localize(wall, is_dst=dst).astimezone(UTC) for dst in (False, True)
            }
            assert slot.start in passes
        assert len({slot.start for slot in slots}) == len(slots)
        for slot in slots[::2]:  # not overlapping each other, so all can be had
            visit = await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=service,
                start=slot.start,
            )
            assert (visit.start, visit.outside_hours) == (slot.start, False)
        left = await look(clinic.reception, find_free_slots, service_id=service, first_day=night)
        assert left == ()


@pytest.mark.parametrize(
    ("minutes", "walls"),
    [
        (60, "0:00 1:00 1:30 (second) 2:30 3:30"),
        (20, "0:00 0:20 0:40 1:00 1:20 1:40 (first) 1:30 (second) 1:50 (second) 2:10 2:30"),
        (30, "0:00 0:30 1:00 1:30 (first) 1:30 (second) 2:00 2:30 3:00 3:30"),
    ],
)
def test_steps_are_time_that_passes_where_the_clocks_go_back_half_an_hour(
    minutes: int, walls: str
) -> None:
    place, night = "Australia/Lord_Howe", datetime(2027, 4, 4)  # noqa: DTZ001  # a wall time
    opened, closed = (
        int(first_instant(night + timedelta(hours=hour), place).timestamp()) for hour in (0, 4)
    )
    starts = grid([(opened, closed)], 30 * MINUTE, minutes * MINUTE)
    said = " ".join(exact_clock(instant(start), place) for start in starts)
    assert said.startswith(walls)


BASE = int(datetime(2027, 3, 14, tzinfo=UTC).timestamp())
DAY = 86_400
MINUTE = 60


def spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
    """Joined spans of minutes within two days."""
    one = st.tuples(st.integers(0, 2880), st.integers(1, 600))
    return st.lists(one, max_size=most).map(
        lambda many: tuple(
            joined((BASE + a * MINUTE, BASE + (a + length) * MINUTE) for a, length in many)
        )
    )


def resources(most: int) -> st.SearchStrategy[tuple[Resource, ...]]:
    one = st.builds(Resource, st.builds(new_uuid), st.just("One"), spans(4))
    return st.lists(one, max_size=most).map(tuple)


workers = st.builds(
    Worker,
    id=st.builds(lambda: PractitionerId(new_uuid())),
    name=st.just("Dr. Zhao"),
    work=spans(4),
    off=spans(2),
    busy=spans(5),
)
needs = st.builds(
    Need,
    duration=st.integers(5, 120).map(lambda minutes: minutes * MINUTE),
    before=st.sampled_from([0, 5 * MINUTE, 30 * MINUTE]),
    after=st.sampled_from([0, 10 * MINUTE, 45 * MINUTE]),
)
facts_of_a_day = st.builds(
    SlotFacts,
    service=st.just("Check-up"),
    archived=st.just(False),
    need=needs,
    needs_room=st.booleans(),
    step=st.sampled_from([5, 15, 20, 60]).map(lambda minutes: minutes * MINUTE),
    one_visit_per_patient=st.just(True),
    workers=st.lists(workers, max_size=3).map(tuple),
    rooms=resources(3),
    devices=resources(2),
    limits=st.just(Limits(0, 732, None, 1, 0)),
    bookable=st.just((BASE, BASE + DAY)),
)


def hits(span: Span, busy: tuple[Span, ...]) -> bool:
    return any(begin < span[1] and end > span[0] for begin, end in busy)


def is_free(facts: SlotFacts, worker: Worker, start: int, earliest: int) -> bool:
    """Say it the slow way, from the words of the rule."""
    visit, around = (start, start + facts.need.duration), facts.need.around(start)
    return (
        start >= earliest
        and any(begin <= visit[0] and visit[1] <= end for begin, end in worker.work)
        and not hits(visit, worker.off)
        and not hits(around, worker.busy)
        and not any(hits(around, device.busy) for device in facts.devices)
        and (not facts.needs_room or any(not hits(around, room.busy) for room in facts.rooms))
    )


@given(facts_of_a_day, st.integers(0, DAY))
def test_offered_is_exactly_what_the_words_say(facts: SlotFacts, passed: int) -> None:
    """No offer overlaps a visit with its buffers, and nothing that is free is kept back."""
    window = (BASE, BASE + DAY)
    facts = replace(facts, bookable=(BASE + passed, BASE + DAY))
    offered = free_starts(facts, window)
    found = {(start, worker.id) for start, who in offered.items() for worker in who}
    expected: set[tuple[int, UUID]] = {
        (start, worker.id)
        for worker in facts.workers
        for begin, end in worker.work
        for start in range(begin, end, facts.step)
        if window[0] <= start < window[1] and is_free(facts, worker, start, BASE + passed)
    }
    assert found == expected


@given(
    st.sampled_from([place for place, *_ in CHANGES]),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
)
def test_days_follow_each_other_without_gap(place: str, day: date) -> None:
    """What belongs to no day, or to two, would be offered never, or twice."""
    assert day_bounds(day, place)[1] == day_bounds(day + timedelta(days=1), place)[0]
