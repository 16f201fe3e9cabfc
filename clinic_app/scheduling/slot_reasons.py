"""Why a time cannot be had, in words. Names resources, never another visit's patient."""

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.slot_facts import SlotFacts, Worker, instant
from clinic_app.scheduling.slot_rules import Need, Span, covers, overlapping
from clinic_app.scheduling.worked_days import ON_BREAK


def why_taken(facts: SlotFacts, start: int, zone_name: str) -> str:
    """Return why no practitioner can begin at `start`, as the tail of "10:30 is …"."""
    around = facts.need.around(start)
    gone = next((device.name for device in facts.devices if device.archived), None)
    if gone is not None:
        return f"not possible: {gone} is archived"
    if facts.needs_room and not facts.rooms:
        return "not possible: no room fits this service"
    reasons = [_why_not(worker, facts.need, start, zone_name) for worker in facts.workers]
    taken = [reason for reason in reasons if reason]
    if taken and len(taken) == len(reasons):
        return taken[0] if len(taken) == 1 else "taken for everybody who gives this"
    for device in facts.devices:
        met = overlapping(device.busy, around)
        if met:
            return f"taken: {device.name} is in use until {_until(met, zone_name)}"
    return "taken: every fitting room is in use"


def _why_not(worker: Worker, need: Need, start: int, zone_name: str) -> str:
    """Return why this practitioner cannot, "" when only rooms or devices could stand against."""
    visit = (start, start + need.duration)
    met = overlapping(worker.busy, need.around(start))
    if met:
        return f"taken by another visit until {_until(met, zone_name)}"
    away = overlapping(worker.off, visit)
    if away:
        return f"not possible: {worker.name} has time off"
    return "" if covers(worker.work, visit) else _off_work(worker, visit)


def _off_work(worker: Worker, visit: Span) -> str:
    """Return “closed: Thanksgiving”, “in a break of Dr. Zhao”, or that it is after hours."""
    for begin, end, why in sorted(worker.why_off):
        if begin < visit[1] and end > visit[0]:
            if why == ON_BREAK:
                return f"in the break of {worker.name}"
            return why[:1].lower() + why[1:]
    return "outside working hours"


def _until(span: Span, zone_name: str) -> str:
    return f"{to_wall(instant(span[1]), zone_name):%H:%M}"
