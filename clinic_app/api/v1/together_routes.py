"""Several services in one coming: find times for them, hold and book them."""

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.problem_details import free_times
from clinic_app.api.v1.answers import Availability, BookedTogether, HoldAnswer
from clinic_app.api.v1.forms import FreeTogetherBody, HoldTogetherBody, TogetherBody
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.nearest import telling_nearest_chain
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.times import read_time
from clinic_app.api.v1.visit_json import Json, booked_json, held_json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.find_chain import find_chain
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.states import Status

router = APIRouter(prefix="/api/v1", tags=["Several services"], route_class=GuardedRoute)


@router.post(
    "/availability/together",
    summary="Find times for several services",
    response_model=None,
    responses={
        200: {"model": Availability},
        **refusals(404, 413, codes={422: "`not_offered`: a service is archived, or not theirs."}),
    },
)
async def find(body: FreeTogetherBody, request: Request) -> Response:
    """Return the times at which the first can begin so that all can be given, in order.

    A time ends when the last service is over. Nothing is booked or held.
    """
    actor = caller(request)
    slots = await look(
        actor,
        find_chain,
        parts=[one.part() for one in body.services],
        first_day=body.first_day,
        days=body.days,
        patient_id=body.patient_id,
        explain=body.explain,
    )
    return as_json(free_times(slots, actor.time_zone))


@router.post(
    "/holds/together",
    summary="Hold the times of several services",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={201: {"model": HoldAnswer}, **refusals(404, 409, 413, codes=TAKEN)},
)
async def hold(body: HoldTogetherBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Keep all of them with one hold, or none."""
    del key  # read by `write`, declared for its description
    parts = [one.part(read_time(one.start)) for one in body.parts]

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        held = await hold_together(
            session, actor, parts=parts, instead_of=body.instead_of, **body.on_purpose()
        )
        return held_json(held, actor.time_zone)

    async with telling_nearest_chain(caller(request), parts, read_time(body.parts[0].start)):
        return await write(request, deed, status=HTTPStatus.CREATED)


@router.post(
    "/appointments/together",
    summary="Book several services in one coming",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={201: {"model": BookedTogether}, **refusals(404, 409, 413, codes=TAKEN)},
)
async def book(body: TogetherBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Book 2 to 6 services one after the other, each a visit of its own; all of them or none."""
    del key
    start = read_time(body.start)
    parts = [one.part(read_time(one.start) if one.start else None) for one in body.parts]

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        booked = await book_together(
            *(session, actor),
            patient_id=body.patient_id,
            start=start,
            parts=parts,
            note=body.note,
            hold_id=body.hold_id,
            **body.on_purpose(),
        )
        return {"items": [booked_json(one, Status.BOOKED, actor.time_zone) for one in booked]}

    async with telling_nearest_chain(caller(request), parts, start, body.patient_id):
        return await write(request, deed, status=HTTPStatus.CREATED)
