"""A whole session's steps: all who can be are here, it begins, it is over."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.group_answers import GroupDeedAnswer
from clinic_app.api.v1.group_forms import GroupStepBody
from clinic_app.api.v1.group_routes import read_id
from clinic_app.api.v1.guard import GuardedRoute
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.visit_json import Json
from clinic_app.api.v1.writes import IdempotencyKey, write
from clinic_app.scheduling.groups.step_group import step_group
from clinic_app.scheduling.states import Status

router = APIRouter(
    prefix="/api/v1/group-sessions/{group_id}", tags=["Group sessions"], route_class=GuardedRoute
)

_STEPS = {
    "check-in": (Status.CHECKED_IN, "Mark that all who are expected are here"),
    "start": (Status.IN_VISIT, "Mark that the session has begun for all who are here"),
    "complete": (Status.COMPLETED, "Mark a session as done for all who are here"),
}
_RESPONSES = {
    200: {"model": GroupDeedAnswer},
    **refusals(
        *(404, 413),
        codes={
            409: "`illegal_move`: nobody of the session can take this step now."
            " `changed_meanwhile`.",
            422: "`idempotency_key_reused`.",
        },
    ),
}


def _route_to(status: Status) -> Callable[..., Any]:
    async def route(
        group_id: str, request: Request, body: GroupStepBody, key: IdempotencyKey = None
    ) -> Response:
        del key  # read by `write`, declared for its description
        wanted = read_id(group_id)

        async def deed(session: AsyncSession, actor: Actor) -> Json:
            gone = await step_group(
                session, actor, group_id=wanted, to=status, version=body.version
            )
            return {"id": wanted, "visits": gone}

        return await write(request, deed)

    return route


for _name, (_status, _words) in _STEPS.items():
    router.post(
        f"/{_name}",
        summary=_words,
        description="Who stands elsewhere is left; `/appointments/{id}/back` takes it back of one.",
        name=_name,
        operation_id=f"session_{_status.value}",
        response_model=None,
        responses=_RESPONSES,
    )(_route_to(_status))
