"""A visit sheet's rows and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.visit_rows import VisitPatient, VisitSheet, VisitTime

# What each step is called on its button, in the order of a visit's life.
_STEP_WORDS = {
    Status.CONFIRMED: "Confirm",
    Status.CHECKED_IN: "Check in",
    Status.IN_VISIT: "Start visit",
    Status.COMPLETED: "Complete",
    Status.NO_SHOW: "No-show",
}
# The step that comes next when all goes well stands out.
_MAIN_STEPS = {Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED}


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step that this member may take now."""

    state: str  # the one it leads to
    words: str
    main: bool


NO_VISIT = VisitSheet(
    id="",
    version=0,
    status="booked",
    status_name="",
    patient=VisitPatient("", "", "", "", ""),
    time=VisitTime("", "", "", "", "", 0),
    service_id="",
    service="",
    colour="slate",
    practitioner_id="",
    practitioner="",
    room="",
    devices="",
    note="",
    outside_hours=False,
    moves=(),
    may_move=False,
    may_edit=False,
    history=(),
)


def step_buttons(visit: VisitSheet) -> list[StepButton]:
    """Return the buttons of a visit; cancelling asks for a reason and stands apart."""
    return buttons_of(visit.status, visit.moves)


def buttons_of(status: str, moves: Sequence[str]) -> list[StepButton]:
    """Return the buttons for the states that a visit may be brought to."""
    late = status == Status.NO_SHOW
    return [
        StepButton(to, "They came after all" if late else words, to in _MAIN_STEPS)
        for to, words in _STEP_WORDS.items()
        if to in moves
    ]
