"""Who could assist in a visit at one time: the courtesy before the constraints decide."""

from collections.abc import Container, Sequence

from clinic_app.kit.errors import ClinicError, Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.part_rules import SHORTEST, WHOLE, Assistants, with_parts
from clinic_app.scheduling.assistants.team_rules import works
from clinic_app.scheduling.booking.visit_plan import Candidate
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.scheduling.errors import DayFull, NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Team, Worker
from clinic_app.scheduling.free_times.slot_reasons import held_until, why_too_few
from clinic_app.scheduling.free_times.slot_rules import overlapping
from clinic_app.scheduling.limit_rules import why_full
from clinic_app.scheduling.overrides import Waived

_Candidates = tuple[Candidate, ...]


def with_assistants(
    facts: SlotFacts, start: int, givers: _Candidates, waived: Waived
) -> tuple[_Candidates, _Candidates]:
    """Return who can give a visit with enough to assist, and who can assist, in the order to try.

    Raises NotWorking, DayFull or SlotTaken with who stands against it by name, NotOffered when
    nobody ever could.
    """
    team = facts.team
    if not team.duties:
        return givers, ()
    require_few(len(team.duties))
    against = [why_unable(facts, one, start, waived) for _, one in team.roles]
    _require_named(team, against)
    found = tuple(
        Candidate(one.id, one.name, not works(one, facts.need, start), one.part or WHOLE, duty)
        for (duty, one), why in zip(team.roles, against, strict=True)
        if not why
    )
    fitting = tuple(giver for giver in givers if _enough(facts, giver, found))
    if not fitting:
        _refuse(facts, givers)
    return fitting, found


def require_few(many: int) -> None:
    """Raise Invalid when more shall assist than can in one visit."""
    if many > MOST_ASSISTANTS:
        raise Invalid(f"At most {MOST_ASSISTANTS} can assist in a visit.", field="assistants")


def require_within(asked: Assistants, minutes: int) -> None:
    """Raise Invalid for a part that is none of a visit that lasts so long."""
    for part in filter(None, with_parts(asked).values()):
        left = minutes - part.from_minute
        lasts = left if part.minutes is None else part.minutes
        if part.from_minute < 0 or not SHORTEST <= lasts <= left:
            raise Invalid(
                f"A part lasts {SHORTEST} min or longer, within the {minutes} min of the visit.",
                field="assistants",
            )


def require_offered(facts: SlotFacts, assistants: Assistants | None, *, moved: bool) -> None:
    """Raise NotOffered for what is archived, Invalid for a part that is none of a new visit."""
    if moved:
        return
    require_within(assistants or (), facts.need.duration // 60)
    if facts.archived:
        raise NotOffered(f"{facts.service} is no longer offered.", field="service")


def why_unable(facts: SlotFacts, helper: Worker, start: int, waived: Waived) -> ClinicError | None:
    """Return what stands against somebody's part of a visit; None when they could assist."""
    if not waived.hours and not works(helper, facts.need, start):
        return NotWorking(helper.name)
    if not waived.rules and helper.cap is not None and helper.is_full(start):
        return DayFull(why_full(helper.name, helper.cap))
    met = overlapping(helper.busy, helper.around(facts.need, start))
    if met and not waived.others:
        held = held_until(facts, helper.id, met, facts.zone_name)
        return SlotTaken(held or f"{helper.name} has another visit")
    return None


def _require_named(team: Team, against: Sequence[ClinicError | None]) -> None:
    """Raise what stands against one who must assist and can take no duty."""
    refused: dict[PractitionerId, ClinicError] = {}
    able = set[PractitionerId]()
    for (_, one), why in zip(team.roles, against, strict=True):
        if why is None:
            able.add(one.id)
        else:
            refused.setdefault(one.id, why)
    for who, why in refused.items():
        if who in team.named and who not in able:
            raise why


def named_roles(
    facts: SlotFacts,
    start: int,
    waived: Waived,
    *,
    there: Container[PractitionerId],
    counted: Container[PractitionerId],
) -> tuple[Worker, ...]:
    """Return those who must assist and are not there yet, each in their part. Raises as above.

    counted: whose visits of the day have this one among them already.
    """
    team = facts.team
    against = [
        None
        if one.id in there
        else why_unable(facts, one, start, waived._replace(rules=waived.rules or one.id in counted))
        for _, one in team.roles
    ]
    _require_named(team, against)
    able = [role for role, why in zip(team.roles, against, strict=True) if not why]
    found = team.shared_out((one.id, duty) for duty, one in able)
    if found is None:
        raise SlotTaken(why_too_few(facts).rstrip("."))
    return tuple(one for duty, one in able if found[duty] == one.id and one.id not in there)


def _enough(facts: SlotFacts, giver: Candidate, found: _Candidates) -> bool:
    able = ((one.id, one.duty) for one in found if one.id != giver.id)
    return facts.team.shared_out(able) is not None


def _refuse(facts: SlotFacts, givers: _Candidates) -> None:
    team = facts.team
    alone = [one for one in givers if one.id in team.named]
    if alone:
        raise NotOffered(f"{alone[0].name} cannot assist as well.", field="assistants")
    everybody = tuple(
        Candidate(one.id, one.name, outside_hours=False, duty=duty) for duty, one in team.roles
    )
    if not any(_enough(facts, giver, everybody) for giver in givers):
        raise NotOffered(f"Nobody can assist in {facts.service}.", field="assistants")
    raise SlotTaken(why_too_few(facts).rstrip("."))
