"""A group session's rows and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.scheduling.groups.group_rows import GroupPatient, GroupSheet
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.visit_rows import VisitTime
from clinic_app.web.scheduling.visit.visit_words import StepButton, buttons_of

NO_GROUP = GroupSheet(
    id="",
    version=0,
    service_id="",
    service="",
    colour="slate",
    practitioner_id="",
    practitioner="",
    room_id="",
    room="",
    devices="",
    time=VisitTime("", "", "", "", "", 0),
    seats=0,
    taken=0,
    held=0,
    left=0,
    coming="",
    patients=(),
    missed=(),
    ended=False,
    may_move=False,
    may_cancel=False,
    may_book=False,
)

# What can be said of each on the list; the rest of a visit's life goes on for all at once.
_OF_ONE = {Status.CHECKED_IN, Status.NO_SHOW}
_OF_ALL = {
    Status.CHECKED_IN: "Check in",
    Status.IN_VISIT: "Begin with",
    Status.COMPLETED: "Complete",
}


@dataclass(frozen=True)
class RosterLine:
    """Who comes, or did not, and what can be said of them now."""

    visit_id: str
    name: str
    file_number: str
    phone: str
    status: str
    steps: list[StepButton]


def roster(group: GroupSheet) -> list[RosterLine]:
    """Return everybody of a session; those who did not come last."""
    return [_line(one) for one in (*group.patients, *group.missed)]


def _line(one: GroupPatient) -> RosterLine:
    steps = [step for step in buttons_of(one.status, one.moves) if step.state in _OF_ONE]
    return RosterLine(one.visit_id, one.name, one.file_number, one.phone, one.status, steps)


def steps_of_all(patients: Sequence[GroupPatient]) -> list[StepButton]:
    """Return the steps that several, or the whole session, can take at once.

    What comes next when all goes well stands out.
    """
    counts = {to: sum(to in one.moves for one in patients) for to in _OF_ALL}
    main = Status.IN_VISIT if counts[Status.IN_VISIT] else Status.COMPLETED
    return [
        StepButton(to, f"{words} all {counts[to]}" if counts[to] > 1 else f"{words} 1", to == main)
        for to, words in _OF_ALL.items()
        if counts[to] > (to == Status.CHECKED_IN)
    ]
