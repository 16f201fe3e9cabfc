"""Whether a visit's assistants can be there: those who must, and as many more as it takes. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.free_times.slot_people import Team, Worker
from clinic_app.scheduling.free_times.slot_rules import (
    Need,
    Span,
    covers,
    forbidden_starts,
    joined,
    outside,
    overlapping,
    unworked_starts,
)
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived


def works(worker: Worker, need: Need, start: int) -> bool:
    """Tell whether somebody is at work for the whole of their part of a visit."""
    own, begins = worker.own(need, start)
    visit = own.visit(begins)
    return covers(worker.work, visit) and not overlapping(worker.off, visit)


def is_free(worker: Worker, need: Need, start: int, waived: Waived = NOT_WAIVED) -> bool:
    """Tell whether somebody is at work, may have one more visit, and is not taken, with buffers."""
    return (
        (waived.hours or works(worker, need, start))
        and (waived.rules or not worker.is_full(start))
        and (waived.others or not overlapping(worker.busy, worker.around(need, start)))
    )


def has_team(
    team: Team, need: Need, giver: PractitionerId, start: int, waived: Waived = NOT_WAIVED
) -> bool:
    """Tell whether enough are free to assist somebody at one time."""
    return not team.duties or team_at(team, need, giver, start, waived) is not None


def team_at(
    team: Team, need: Need, giver: PractitionerId, start: int, waived: Waived = NOT_WAIVED
) -> tuple[Worker, ...] | None:
    """Return who would assist, each in their part; None where too few are free."""
    able = {
        (role.worker.id, role.duty): role.worker
        for role in team.roles
        if role.worker.id != giver and is_free(role.worker, need, start, waived)
    }
    found = team.shared_out(able)
    return None if found is None else tuple(able[who, duty] for duty, who in sorted(found.items()))


Forbidden = Mapping[tuple[PractitionerId, Part | None], Sequence[Span]]


def forbidden_to_helpers(team: Team, need: Need) -> Forbidden:
    """Return the starts that each who may assist cannot have, by their part of the visit."""
    each = {(one.id, one.part): one for _, one in team.roles}
    return {who: _forbidden_to(one, need) for who, one in each.items()}


def _forbidden_to(one: Worker, need: Need) -> Sequence[Span]:
    own, later = one.own(need, 0)
    forbidden = joined(
        [
            *unworked_starts(one.work, own.duration),
            *forbidden_starts(one.off, Need(own.duration)),
            *forbidden_starts(one.busy, own),
        ]
    )
    starts = [(begin - later, end - later) for begin, end in forbidden] if later else forbidden
    return joined([*starts, *one.full]) if one.full else starts


def with_team(
    team: Team, forbidden: Forbidden, giver: PractitionerId, starts: list[int]
) -> list[int]:
    """Return those of the sorted starts at which enough are free to assist somebody."""
    if not team.duties:
        return starts
    able: defaultdict[int, list[tuple[PractitionerId, int]]] = defaultdict(list)
    for duty, one in team.roles:
        if one.id != giver:
            for start in outside(starts, forbidden[one.id, one.part]):
                able[start].append((one.id, duty))
    return [start for start in starts if team.shared_out(able[start]) is not None]


def missing(team: Team, need: Need, start: int) -> Iterator[Worker]:
    """Yield who must assist and cannot at that time, in the duty that they would take first."""
    for who in sorted(team.named):
        roles = [one for _, one in team.roles if one.id == who]
        if not any(is_free(one, need, start) for one in roles):
            yield from roles[:1]
