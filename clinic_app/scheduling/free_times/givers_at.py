"""Who could give a visit at one time, that need not lie on the grid. Pure."""

from clinic_app.scheduling.assistants.team_rules import has_team, is_free
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import overlapping


def givers_at(facts: SlotFacts, start: int) -> list[Worker]:
    """Return them; none where no room or device is free. Notice and horizon are not asked."""
    if not _has_place(facts, start):
        return []
    return [
        one
        for one in facts.workers
        if is_free(one, facts.need, start) and has_team(facts.team, facts.need, one.id, start)
    ]


def _has_place(facts: SlotFacts, start: int) -> bool:
    around = facts.need.around(start)
    if any(each.archived or overlapping(each.busy, around) for each in facts.devices):
        return False
    return not facts.needs_room or any(not overlapping(each.busy, around) for each in facts.rooms)
