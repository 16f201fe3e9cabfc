"""Holds: a time that is kept while a program's form is filled in."""

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.answers import HoldAnswer
from clinic_app.api.v1.forms import HoldBody
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.nearest import telling_nearest
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.times import read_time
from clinic_app.api.v1.visit_json import Json, held_json
from clinic_app.api.v1.writes import IdempotencyKey, write
from clinic_app.kit.ids import HoldId, parse_id
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import release_hold

router = APIRouter(prefix="/api/v1/holds", tags=["Holds"], route_class=GuardedRoute)


@router.post(
    "",
    summary="Hold a time",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={201: {"model": HoldAnswer}, **refusals(404, 409, 413, codes=TAKEN)},
)
async def hold(body: HoldBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Keep a time, or a group's seat, for as many minutes as the clinic has set.

    Book it with `hold_id`.
    """
    del key  # read by `write`, declared for its description
    start = read_time(body.start)

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        held = await hold_slot(
            *(session, actor),
            service_id=body.service_id,
            start=start,
            practitioner_id=body.practitioner_id,
            room_id=body.room_id,
            assistants=body.assisting(),
            instead_of=body.instead_of,
            **body.on_purpose(),
        )
        return held_json(held, actor.time_zone)

    async with telling_nearest(caller(request), body, start):
        return await write(request, deed, status=HTTPStatus.CREATED)


@router.delete(
    "/{hold_id}",
    summary="Give a held time back",
    status_code=HTTPStatus.NO_CONTENT,
    response_model=None,
    responses=refusals(404, 413, codes={422: "`idempotency_key_reused`."}),
)
async def give_back(hold_id: str, request: Request, key: IdempotencyKey = None) -> Response:
    """Let others have the time. A hold that is over, or that is not yours, is nothing to do."""
    del key
    wanted = parse_id(HoldId, hold_id, what="The hold")

    async def deed(session: AsyncSession, actor: Actor) -> None:
        await release_hold(session, actor, hold_id=wanted)

    return await write(request, deed, status=HTTPStatus.NO_CONTENT)
