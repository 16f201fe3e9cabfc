"""The waiting list: who waits, put somebody on it, take them off."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.api.v1.cursor import read_waiting_cursor, waiting_cursor
from clinic_app.api.v1.forms import PageQuery
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.series_answers import MadeAnswer, WaitingPage
from clinic_app.api.v1.series_forms import PRIORITIES, WaitingBody
from clinic_app.api.v1.visit_json import Json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.kit.ids import WaitingId, parse_id
from clinic_app.scheduling.series.series_rules import DAYS
from clinic_app.scheduling.waiting.list_waiting import Place, list_waiting_after
from clinic_app.scheduling.waiting.remove_waiting import remove_waiting
from clinic_app.scheduling.waiting.save_waiting import save_waiting
from clinic_app.scheduling.waiting.waiting_rows import WaitingRow

router = APIRouter(prefix="/api/v1/waiting", tags=["Waiting list"], route_class=GuardedRoute)


@router.get(
    "",
    summary="List who waits",
    response_model=None,
    responses={200: {"model": WaitingPage}, **refusals()},
)
async def list_them(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """List who waits, in the order in which freed times are offered, a page at a time."""
    actor = caller(request)
    named = may(actor, Permission.PATIENT_READ)
    after = Place(*read_waiting_cursor(query.cursor)) if query.cursor else None
    found = await look(actor, list_waiting_after, after=after, most=query.limit)
    return as_json(
        {
            "items": [_entry(row, named=named) for row in found.rows],
            "next": waiting_cursor(*found.end) if found.end else None,
        }
    )


def _entry(row: WaitingRow, *, named: bool) -> Json:
    return {
        "id": row.id,
        "patient": {"id": row.patient_id, "name": row.patient if named else None},
        "service": {"id": row.service_id, "name": row.service},
        "practitioner_ids": row.practitioner_ids,
        "windows": [
            {"weekday": DAYS[day], "begin": begin, "end": end} for day, begin, end in row.windows
        ],
        "until": row.until or None,
        "note": row.note,
        "priority": PRIORITIES[row.priority],
        "offered": bool(row.offer_id),
    }


@router.post(
    "",
    summary="Put somebody on the waiting list",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={
        201: {"model": MadeAnswer},
        **refusals(
            *(404, 409, 413),
            codes={
                409: "They wait for that service already.",
                422: "`not_offered`, `idempotency_key_reused`.",
            },
        ),
    },
)
async def add(body: WaitingBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Let a patient wait for a service: freed times are offered to one after the other."""
    del key  # read by `write`, declared for its description

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        wish = body.wish()
        return {"id": await save_waiting(session, actor, wish=wish, patient_id=body.patient_id)}

    return await write(request, deed, status=HTTPStatus.CREATED)


@router.delete(
    "/{waiting_id}",
    summary="Take somebody off the waiting list",
    status_code=HTTPStatus.NO_CONTENT,
    response_model=None,
    responses=refusals(404, 409, 413, codes={422: "`idempotency_key_reused`."}),
)
async def remove(waiting_id: str, request: Request, key: IdempotencyKey = None) -> Response:
    """End an entry; a time that is offered to them goes to the next."""
    del key
    wanted = parse_id(WaitingId, waiting_id, what="This entry")

    async def deed(session: AsyncSession, actor: Actor) -> None:
        await remove_waiting(session, actor, waiting_id=wanted)

    return await write(request, deed, status=HTTPStatus.NO_CONTENT)
