"""Who of the clinic could give a visit at one time, or why nobody can."""

from collections.abc import Sequence

from clinic_app.scheduling.assistants.team_rules import works
from clinic_app.scheduling.booking.visit_plan import Candidate
from clinic_app.scheduling.errors import DayFull, NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_reasons import held_until
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.limit_rules import why_full
from clinic_app.scheduling.overrides import Waived


def free_practitioners(facts: SlotFacts, begins: int, waived: Waived) -> tuple[Candidate, ...]:
    """Return who could give it, in the order to try them. Raises why nobody can, in words."""
    if not facts.workers:
        raise NotOffered(f"Nobody gives {facts.service}.", field="service")
    around = facts.need.around(begins)
    working = [worker for worker in facts.workers if works(worker, facts.need, begins)]
    if not working and not waived.hours:
        raise NotWorking(facts.workers[0].name if len(facts.workers) == 1 else "")
    asked = facts.workers if waived.hours else working
    asked = _with_room_today(asked, begins, waived=waived.rules)
    free = [worker for worker in asked if not overlapping(worker.busy, around)]
    if waived.others:
        free = list(asked)
    if not free:
        raise SlotTaken(_why_busy(facts, asked[0], around) if len(asked) == 1 else "")
    free.sort(
        key=lambda worker: (
            worker not in working,
            overlapping(worker.busy, around) is not None,
            len(worker.busy),
        )
    )
    return tuple(Candidate(each.id, each.name, each not in working) for each in free)


def _why_busy(facts: SlotFacts, worker: Worker, around: Span) -> str:
    met = overlapping(worker.busy, around) or around
    held = held_until(facts, worker.id, met, facts.zone_name)
    return held or f"{worker.name} has another visit"


def _with_room_today(workers: Sequence[Worker], begins: int, *, waived: bool) -> Sequence[Worker]:
    """Return who may have one more visit that day; with the rules waived, everybody."""
    left = [worker for worker in workers if waived or not worker.is_full(begins)]
    if not left:
        full = workers[0]
        raise DayFull(
            why_full(full.name, full.cap or 0)
            if len(workers) == 1
            else "Everybody who gives this has reached their visits this day."
        )
    return left
