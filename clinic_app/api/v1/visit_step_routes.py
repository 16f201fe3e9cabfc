"""A visit's steps from state to state: confirm, check in, start, complete, no-show, cancel."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.answers import StateAnswer
from clinic_app.api.v1.forms import CancelBody, StepBody
from clinic_app.api.v1.guard import GuardedRoute
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.visit_json import Json
from clinic_app.api.v1.writes import IdempotencyKey, write
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit
from clinic_app.scheduling.visit.take_back import take_back

router = APIRouter(
    prefix="/api/v1/appointments/{appointment_id}", tags=["Appointments"], route_class=GuardedRoute
)

Verb = Callable[..., Awaitable[object]]

_STEPS: dict[str, tuple[Verb, str]] = {
    "confirm": (confirm_appointment, "Mark that the patient will come"),
    "check-in": (check_in, "Mark that the patient is here"),
    "start": (start_visit, "Mark that the visit has begun"),
    "complete": (complete_visit, "Mark a visit as done"),
    "no-show": (mark_no_show, "Mark that nobody came, and free the time"),
    "correct": (correct_no_show, "A no-show came after all: take the time again"),
    "back": (take_back, "Take the last step back, a cancellation as well: its time is taken again"),
}
_RESPONSES = {
    200: {"model": StateAnswer},
    **refusals(
        *(404, 413),
        codes={
            409: "`illegal_move`: the state does not allow this step. `changed_meanwhile`."
            " `conflict`: the time to take again was given away.",
            422: "`idempotency_key_reused`. `not_offered`: what it needs was archived since.",
        },
    ),
}


async def _step(verb: Verb, appointment_id: str, request: Request, **asked: object) -> Response:
    wanted = parse_id(AppointmentId, appointment_id, what="The visit")

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        await verb(session, actor, appointment_id=wanted, **asked)
        # Nothing is asked again: the verb holds the row.
        visit = await session.get_one(Appointment, (actor.organization_id, wanted))
        return {"id": visit.id, "status": visit.status, "version": visit.version}

    return await write(request, deed)


def _route_of(verb: Verb) -> Callable[..., Any]:
    async def route(
        appointment_id: str, request: Request, body: StepBody, key: IdempotencyKey = None
    ) -> Response:
        del key  # read by `write`, declared for its description
        return await _step(verb, appointment_id, request, version=body.version)

    return route


for _name, (_verb, _words) in _STEPS.items():
    router.post(
        f"/{_name}",
        summary=_words,
        name=_name,
        operation_id=f"{_verb.__name__}",
        response_model=None,
        responses=_RESPONSES,
    )(_route_of(_verb))


@router.post("/cancel", summary="Cancel an appointment", response_model=None, responses=_RESPONSES)
async def cancel(
    appointment_id: str, request: Request, body: CancelBody, key: IdempotencyKey = None
) -> Response:
    """Cancel a booked or confirmed visit with the reason, and free its time."""
    del key
    asked = {"version": body.version, "reason": body.reason}
    return await _step(cancel_appointment, appointment_id, request, **asked)
