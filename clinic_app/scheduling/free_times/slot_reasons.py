"""Why a time cannot be had, in words. Names resources, no patient but the one who comes."""

from collections.abc import Sequence
from uuid import UUID

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.team_rules import has_team, missing
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import Span, covers, overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session
from clinic_app.scheduling.hours.worked_days import ON_BREAK
from clinic_app.scheduling.limit_rules import broken, why_broken, why_full
from clinic_app.scheduling.wall_words import clock

UNKNOWN = "taken"  # nothing that is known stands against a time


def why_taken(facts: SlotFacts, start: int, zone_name: str) -> str:
    """Return why no practitioner can begin at `start`, as the tail of "10:30 is …"."""
    gone = next((device.name for device in facts.devices if device.archived), None)
    if gone is not None:
        return f"not possible: {gone} is archived"
    if facts.needs_room and not facts.rooms:
        return "not possible: no room fits this service"
    bound = why_bound(facts, start)
    if bound:
        return f"not possible: {bound[0].lower()}{bound[1:].rstrip('.')}"
    met = facts.elsewhere(facts.need.visit(start))
    if met:
        return f"not possible: {met.name} already has a visit until {_until(met.span, zone_name)}"
    reasons = {one.id: _why_not(one, facts, start, zone_name) for one in facts.workers}
    able = [one for one in facts.workers if not reasons[one.id]]
    if reasons and not able:
        return _why_all(facts, {*reasons.values()}, (start, start + facts.need.duration))
    no_team = _why_no_team(facts, able, start, zone_name)
    return no_team or _why_no_place(facts, start, zone_name)


def _why_all(facts: SlotFacts, reasons: set[str], visit: Span) -> str:
    """Return why none can: what stands against all of them alike, a holiday for one."""
    if len(reasons) == 1:
        return reasons.pop()
    if any(covers(worker.work, visit) for worker in facts.workers):
        return "taken for everybody who gives this"
    return "not possible: nobody who gives this is working then"


def _why_no_place(facts: SlotFacts, start: int, zone_name: str) -> str:
    around = facts.need.around(start)
    for device in facts.devices:
        met = overlapping(device.busy, around)
        if met:
            return f"taken: {device.name} is in use until {_until(met, zone_name)}"
    if facts.needs_room and all(overlapping(room.busy, around) for room in facts.rooms):
        return "taken: every fitting room is in use"
    return UNKNOWN


def why_bound(facts: SlotFacts, start: int) -> str:
    """Return the sentence about notice, horizon or the service's cap; "" when none is broken."""
    kind = broken(facts.limits, facts.bookable, start)
    if kind:
        return why_broken(facts.limits, facts.service, kind)
    if facts.limits.cap is not None and overlapping(facts.full, (start, start + 1)):
        return why_full(facts.service, facts.limits.cap)
    return ""


def held_until(facts: SlotFacts, resource: UUID, span: Span, zone_name: str) -> str:
    """Return “held by Emily Rodriguez until 10:12” when a busy span is a hold, else ""."""
    for held in facts.held:
        if (held.resource, held.span) == (resource, span):
            return f"held by {held.by} until {_clock(held.until, zone_name)}"
    return ""


def _why_not(worker: Worker, facts: SlotFacts, start: int, zone_name: str) -> str:
    """Return why this practitioner cannot, "" when only rooms or devices could stand against."""
    need = facts.need
    visit = (start, start + need.duration)
    if worker.cap is not None and worker.is_full(start):
        return f"not possible: {why_full(worker.name, worker.cap).rstrip('.')}"
    met = overlapping(worker.busy, need.around(start))
    if met:
        for one in facts.sessions:
            if one.span == visit and one.practitioner_id == worker.id:
                return _why_no_seat(one)
        held = held_until(facts, worker.id, met, zone_name)
        if held:
            return held
        return f"taken by another visit until {_until(met, zone_name)}"
    away = overlapping(worker.off, visit)
    if away:
        return f"not possible: {worker.name} has time off"
    return "" if covers(worker.work, visit) else off_work(worker, visit)


def _why_no_seat(session: Session) -> str:
    if session.left < 1:
        return "taken: every seat is taken or held"
    for one in session.full:
        return f"not possible: {why_full(*one).rstrip('.')}"
    return "not possible: others assist in that session"


def _why_no_team(facts: SlotFacts, givers: Sequence[Worker], start: int, zone_name: str) -> str:
    """Return who must assist and cannot, or that too few can; "" when enough could."""
    for one in missing(facts.team, facts.need, start):
        if one.cap is not None and one.is_full(start):
            return f"not possible: {why_full(one.name, one.cap).rstrip('.')}"
        met = overlapping(one.busy, one.around(facts.need, start))
        if met:
            held = held_until(facts, one.id, met, zone_name)
            return held or f"taken: {one.name} has another visit until {_until(met, zone_name)}"
        return f"not possible: {one.name}, who assists, is off work"
    if any(has_team(facts.team, facts.need, one.id, start) for one in givers):
        return ""
    return f"not possible: {why_too_few(facts).rstrip('.')}"


def why_too_few(facts: SlotFacts) -> str:
    """Return the sentence that not enough are free to assist."""
    more = "one more" if facts.team.size == 1 else f"{facts.team.size} more"
    return f"{facts.service} takes {more} to assist, and too few are free."


def off_work(worker: Worker, visit: Span) -> str:
    """Return “closed: Thanksgiving”, “in a break of Dr. Zhao”, or that it is after hours."""
    for begin, end, why in sorted(worker.why_off):
        if begin < visit[1] and end > visit[0]:
            if why == ON_BREAK:
                return f"in the break of {worker.name}"
            return why[:1].lower() + why[1:]
    return "outside working hours"


def _until(span: Span, zone_name: str) -> str:
    return _clock(span[1], zone_name)


def _clock(seconds: int, zone_name: str) -> str:
    return clock(to_wall(instant(seconds), zone_name))
