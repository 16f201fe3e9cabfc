"""Group sessions: list them, read one with all who come, move it or call it off whole."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.cursor import cursor_after, read_cursor
from clinic_app.api.v1.group_answers import (
    GroupDeedAnswer,
    GroupMovedAnswer,
    GroupSessionAnswer,
    GroupSessionPage,
)
from clinic_app.api.v1.group_forms import GroupCancelBody, GroupChangeBody, GroupQuery
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.length import beside_minutes
from clinic_app.api.v1.nearest import telling_nearest_to_group
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.span import read_bound, within_reason
from clinic_app.api.v1.times import read_time, span_json
from clinic_app.api.v1.visit_json import Json, assistants_json, visits_json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.kit.ids import GroupId, parse_id
from clinic_app.scheduling.assistants.change_group_assistants import change_group_assistants
from clinic_app.scheduling.groups.cancel_group import cancel_group
from clinic_app.scheduling.groups.group_rows import ListedGroup
from clinic_app.scheduling.groups.list_groups import GroupFilter, list_groups, read_group
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.rule_tables import GroupSession
from clinic_app.scheduling.states import RELEASED, Status
from clinic_app.scheduling.visit.list_appointments import MOST_ROWS, VisitFilter, list_appointments

router = APIRouter(
    prefix="/api/v1/group-sessions", tags=["Group sessions"], route_class=GuardedRoute
)

_STAYS = "`illegal_move`: somebody has arrived already. `changed_meanwhile`."
_STAYS_PUT = (
    "`illegal_move`: somebody is here and it would leave its day, or it has begun and the same"
    " practitioner would give it. `changed_meanwhile`."
)
_COMING = [status.value for status in Status if status not in RELEASED]


@router.get(
    "",
    summary="List group sessions",
    response_model=None,
    responses={200: {"model": GroupSessionPage}, **refusals()},
)
async def list_them(request: Request, query: Annotated[GroupQuery, Query()]) -> Response:
    """List the sessions of a day or a span by start, a page at a time."""
    actor = caller(request)
    found = await look(
        actor,
        list_groups,
        wanted=_wanted(query, actor.time_zone),
        after=read_cursor(query.cursor) if query.cursor else None,
        most=query.limit,
    )
    last = found.groups[-1] if found.has_more else None
    return as_json(
        {
            "items": [_line(group, actor.time_zone) for group in found.groups],
            "next": cursor_after(last.starts_at, last.id) if last else None,
        }
    )


def _wanted(query: GroupQuery, zone: str) -> GroupFilter:
    begin = read_bound(query.start_from, zone, field="from")
    end = read_bound(query.start_before, zone, field="to")
    return GroupFilter(
        *within_reason(begin, end, zone),
        practitioner=query.practitioner,
        room=query.room,
        service=query.service,
        ended=query.ended,
    )


@router.get(
    "/{group_id}",
    summary="Read a group session",
    response_model=None,
    responses={200: {"model": GroupSessionAnswer}, **refusals(404)},
)
async def read(group_id: str, request: Request) -> Response:
    """Return when and with whom it is, its seats, and the visits of all who come."""
    return as_json(await look(caller(request), _in_full, group_id=read_id(group_id)))


async def _in_full(session: AsyncSession, actor: Actor, *, group_id: GroupId) -> Json:
    group = await read_group(session, actor, group_id=group_id)
    wanted = VisitFilter(group=group_id, statuses=_COMING)
    coming = await list_appointments(session, actor, wanted=wanted, most=MOST_ROWS)
    return _line(group, actor.time_zone) | {"visits": visits_json(actor, coming.visits)}


def _line(group: ListedGroup, zone: str) -> Json:
    return {
        "id": group.id,
        **span_json(group.starts_at, group.ends_at, zone),
        "service": {"id": group.service_id, "name": group.service},
        "practitioner": {"id": group.practitioner_id, "name": group.practitioner},
        "assistants": assistants_json(group, zone),
        "room": {"id": group.room_id, "name": group.room} if group.room_id else None,
        "seats": group.seats,
        "seats_taken": group.taken,
        "seats_held": group.held,
        "seats_left": group.left,
        "ended": group.ended,
        "version": group.version,
    }


@router.patch(
    "/{group_id}",
    summary="Change a group session",
    response_model=None,
    responses={
        200: {"model": GroupMovedAnswer},
        **refusals(
            *(404, 409, 413),
            codes=TAKEN | {409: f"{TAKEN[409].removesuffix('.')}, who is named. {_STAYS_PUT}"},
        ),
    },
)
async def move(
    group_id: str, body: GroupChangeBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Move or lengthen it, give it another practitioner or room: all who come go along, or nobody.

    Or say who assists in it. What is not named stays. A session that is so already is refused
    as `bad_start`.
    """
    del key  # read by `write`, declared for its description
    wanted, start = read_id(group_id), read_time(body.start) if body.start else None
    place = body.place() | ({"start": start} if start else {})
    asked = body.on_purpose() | {"group_id": wanted, "assistants": body.assisting()}
    stays = asked["assistants"] is not None and not place
    verb: Any = change_group_assistants if stays else move_group

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        moved = await verb(session, actor, **asked, **place)
        # Nothing is asked again: the verb holds the row.
        group = await session.get_one(GroupSession, (actor.organization_id, wanted))
        return {
            "id": group.id,
            **span_json(group.starts_at, group.ends_at, actor.time_zone),
            "practitioner_id": group.practitioner_id,
            "room_id": group.room_id,
            "visits": moved.visits,
            "version": moved.version,
        }

    async with telling_nearest_to_group(caller(request), wanted, start, body):
        with beside_minutes(body):
            return await write(request, deed)


@router.post(
    "/{group_id}/cancel",
    summary="Call a group session off",
    response_model=None,
    responses={
        200: {"model": GroupDeedAnswer},
        **refusals(404, 413, codes={409: _STAYS, 422: "`idempotency_key_reused`."}),
    },
)
async def cancel(
    group_id: str, body: GroupCancelBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Cancel the visits of all who come, with the reason, and free the time."""
    del key
    wanted = read_id(group_id)

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        gone = await cancel_group(
            session, actor, group_id=wanted, reason=body.reason, version=body.version
        )
        return {"id": wanted, "visits": gone}

    return await write(request, deed)


def read_id(group_id: str) -> GroupId:
    """Read a session's id out of a path. Raises NotFound."""
    return parse_id(GroupId, group_id, what="The session")
