"""Several services in one coming."""

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.answers import BookedTogether
from clinic_app.api.v1.forms import TogetherBody
from clinic_app.api.v1.guard import GuardedRoute
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.times import read_time
from clinic_app.api.v1.visit_json import Json, booked_json
from clinic_app.api.v1.writes import IdempotencyKey, write
from clinic_app.scheduling.book_together import Part, book_together
from clinic_app.scheduling.states import Status

router = APIRouter(prefix="/api/v1/appointments", tags=["Appointments"], route_class=GuardedRoute)


@router.post(
    "/together",
    summary="Book several services in one coming",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={201: {"model": BookedTogether}, **refusals(404, 409, 413, codes=TAKEN)},
)
async def book(body: TogetherBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Book 2 to 6 services one after the other, each a visit of its own; all of them or none."""
    del key  # read by `write`, declared for its description
    start = read_time(body.start)
    parts = [
        Part(
            one.service_id,
            one.practitioner_id,
            one.room_id,
            read_time(one.start) if one.start else None,
        )
        for one in body.parts
    ]

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        booked = await book_together(
            *(session, actor), patient_id=body.patient_id, start=start, parts=parts, note=body.note
        )
        return {"items": [booked_json(one, Status.BOOKED, actor.time_zone) for one in booked]}

    return await write(request, deed, status=HTTPStatus.CREATED)
