"""How a series' dates fit into what is free: many dates on facts loaded once. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic_app.kit.errors import ClinicError
from clinic_app.kit.zones import NoSuchTime, first_instant, to_instant, to_wall
from clinic_app.scheduling.free_times.find_free_slots import free_starts
from clinic_app.scheduling.free_times.givers_at import givers_at
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_reasons import why_taken
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.free_times.slot_sessions import is_given
from clinic_app.scheduling.series.series_rows import SeriesDate
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.wall_words import clock

_AROUND = 7 * 86400  # how far from a clash to look
_ALWAYS: Span = (0, 2**40)


@dataclass(frozen=True, slots=True)
class Around:
    """What a series' dates are tried against."""

    facts: SlotFacts
    patient: tuple[Span, ...]  # when the patient is expected elsewhere
    zone_name: str


def tried(around: Around, number: int, wall: datetime) -> SeriesDate:
    """Return a date with what stands against it, not yet with what is near."""
    try:
        start = start_instant(wall, around.zone_name)
    except ClinicError as refusal:  # the hour is skipped or comes twice, or is out of reach
        return SeriesDate(number, wall, None, refusal.message, ())
    return tried_at(around, number, wall, start)


def tried_at(around: Around, number: int, wall: datetime, start: datetime) -> SeriesDate:
    """Return the same of a date whose instant is known, whatever the clock."""
    begins = int(start.timestamp())
    clash = clash_at(around, begins)
    return SeriesDate(number, wall, start, clash, (), bool(clash) and is_soft(around, begins))


def meant_by(wall: datetime, zone_name: str) -> tuple[int, ...]:
    """Return the instant of a wall time, both where it comes twice, the next where skipped."""
    try:
        both = [to_instant(wall, zone_name, second_pass=second) for second in (False, True)]
    except NoSuchTime:
        both = [first_instant(wall, zone_name)]
    return tuple(sorted({int(each.timestamp()) for each in both}))


def clash_at(around: Around, start: int) -> str:
    """Return why a visit cannot begin at `start`, as a sentence; "" when it can."""
    facts = around.facts
    label = clock(to_wall(instant(start), around.zone_name))
    if overlapping(around.patient, (start, start + facts.need.duration)):
        return f"The patient has another visit at {label}."
    if _fits(facts, start):
        return ""
    return f"{label} is {why_taken(facts, start, around.zone_name)}."


def is_soft(around: Around, start: int) -> bool:
    """Tell whether nothing but hours, time off, notice, horizon or caps stands against a start."""
    facts = around.facts
    if overlapping(around.patient, (start, start + facts.need.duration)):
        return False
    team = replace(facts.team, helpers=tuple(map(_at_hand, facts.team.helpers)))
    workers = tuple(map(_at_hand, facts.workers))
    return _fits(replace(facts, workers=workers, team=team, bookable=_ALWAYS, full=()), start)


def _at_hand(worker: Worker) -> Worker:
    return replace(worker, work=(_ALWAYS,), off=(), full=())


def nearest_to(
    around: Around,
    free: dict[int, list[Worker]],
    wanted: tuple[int, ...],
    kept: list[Span],
    *,
    most: int = 3,
) -> tuple[FreeSlot, ...]:
    """Return the free times nearest to a clash that meet none of the series' other visits.

    wanted: the instant that is meant; both of them where the hour comes twice.
    """
    length = around.facts.need.duration
    starts = sorted(free)
    near = starts[
        bisect_left(starts, wanted[0] - _AROUND) : bisect_left(starts, wanted[0] + _AROUND)
    ]
    taken = [*kept, *around.patient]
    fitting = [one for one in near if not overlapping(taken, (one, one + length))]
    nearest = sorted(fitting, key=lambda one: min(abs(one - each) for each in wanted))
    chosen = sorted(nearest[:most])
    return tuple(
        FreeSlot(
            instant(one),
            instant(one) + timedelta(seconds=length),
            tuple(worker.id for worker in free[one]),
        )
        for one in chosen
    )


def free_between(around: Around, window: Span) -> dict[int, list[Worker]]:
    """Return every free start of the whole series' time: computed once for all its clashes."""
    return free_starts(around.facts, window)


def _fits(facts: SlotFacts, start: int) -> bool:
    """Tell what `free_starts` tells, for a start that need not lie on the grid."""
    moment = (start, start + 1)
    if not facts.bookable[0] <= start < facts.bookable[1] or overlapping(facts.full, moment):
        return False
    if givers_at(facts, start):
        return True
    givers = {worker.id: worker for worker in facts.workers if not worker.is_full(start)}
    return any(
        session.span[0] == start
        and session.left > 0
        and session.practitioner_id in givers
        and is_given(session, givers[session.practitioner_id])
        for session in facts.sessions
    )
