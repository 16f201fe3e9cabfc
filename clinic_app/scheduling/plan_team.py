"""Who could assist in a visit at one time: the courtesy before the constraints decide."""

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.scheduling.errors import NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.slot_facts import SlotFacts
from clinic_app.scheduling.slot_people import Worker
from clinic_app.scheduling.slot_reasons import held_until, why_too_few
from clinic_app.scheduling.slot_rules import overlapping
from clinic_app.scheduling.team_rules import works
from clinic_app.scheduling.visit_plan import Candidate

_Candidates = tuple[Candidate, ...]


def with_assistants(
    facts: SlotFacts, start: int, givers: _Candidates, *, hours: bool, others: bool
) -> tuple[_Candidates, _Candidates]:
    """Return who can give a visit with enough to assist, and who can assist, in the order to try.

    hours, others: let them be off work, or taken by other visits, on purpose. Raises NotWorking
    or SlotTaken with who stands against it by name, NotOffered when nobody ever could.
    """
    team = facts.team
    if not team.size:
        return givers, ()
    require_few(team.size)
    able = [one for one in team.helpers if is_able(facts, one, start, hours=hours, others=others)]
    found = tuple(
        Candidate(one.id, one.name, not works(one, facts.need, start), one.part) for one in able
    )
    fitting = tuple(giver for giver in givers if _enough(facts, giver, found))
    if not fitting:
        _refuse(facts, givers)
    return fitting, found


def require_few(many: int) -> None:
    """Raise Invalid when more shall assist than can in one visit."""
    if many > MOST_ASSISTANTS:
        raise Invalid(f"At most {MOST_ASSISTANTS} can assist in a visit.", field="assistants")


def require_no_group(facts: SlotFacts) -> None:
    """Raise NotOffered when somebody shall assist in a group's visit: it is many visits."""
    if facts.team.size and facts.limits.seats > 1:
        raise NotOffered("A group's visits take no assistants.", field="assistants")


def is_able(facts: SlotFacts, helper: Worker, start: int, *, hours: bool, others: bool) -> bool:
    """Tell whether somebody could assist. Raises what stands against it for one who must."""
    must = helper.id in facts.team.named
    if not hours and not works(helper, facts.need, start):
        if must:
            raise NotWorking(helper.name)
        return False
    met = overlapping(helper.busy, helper.around(facts.need, start))
    if met and not others:
        if must:
            held = held_until(facts, helper.id, met, facts.zone_name)
            raise SlotTaken(held or f"{helper.name} has another visit")
        return False
    return True


def _enough(facts: SlotFacts, giver: Candidate, found: _Candidates) -> bool:
    left = {one.id for one in found} - {giver.id}
    return facts.team.named <= left and len(left) >= facts.team.size


def _refuse(facts: SlotFacts, givers: _Candidates) -> None:
    team = facts.team
    alone = [one for one in givers if one.id in team.named]
    if alone:
        raise NotOffered(f"{alone[0].name} cannot assist as well.", field="assistants")
    everybody = {one.id for one in team.helpers}
    if all(len(everybody - {giver.id}) < team.size for giver in givers):
        raise NotOffered(f"Nobody can assist in {facts.service}.", field="assistants")
    raise SlotTaken(why_too_few(facts).rstrip("."))
