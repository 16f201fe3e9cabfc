"""Which verb brings a visit from where it stands to another state."""

from collections.abc import Awaitable, Callable
from typing import Concatenate

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import NotFound
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit

Step = Callable[Concatenate[AsyncSession, Actor, ...], Awaitable[None]]

_STEPS: dict[str, Step] = {
    Status.CONFIRMED: confirm_appointment,
    Status.CHECKED_IN: check_in,
    Status.IN_VISIT: start_visit,
    Status.COMPLETED: complete_visit,
    Status.NO_SHOW: mark_no_show,
}


def step_to(status: str, to: str) -> Step:
    """Return the verb. Raises NotFound for a state that no step leads to."""
    verb = _STEPS.get(to)
    if status == Status.NO_SHOW:
        verb = correct_no_show if to == Status.CHECKED_IN else None
    if verb is None:
        raise NotFound("That step")
    return verb
