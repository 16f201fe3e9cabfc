"""The rule of a series: look at what another one would make of it, and change it."""

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.problem_details import free_time
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.series_answers import RuleChangedAnswer, RulePreviewAnswer
from clinic_app.api.v1.series_forms import RuleBody, RuleChangeBody, picked
from clinic_app.api.v1.times import instant_text
from clinic_app.api.v1.visit_json import Json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.series.change_series import change_series
from clinic_app.scheduling.series.preview_series_change import preview_series_change
from clinic_app.scheduling.series.series_rows import ChangeLine

router = APIRouter(
    prefix="/api/v1/appointments/{appointment_id}/series/rule",
    tags=["Series"],
    route_class=GuardedRoute,
)

_NONE = "`conflict`: the visit is of no series; `illegal_move`: nothing of it is still to come."


@router.post(
    "/preview",
    summary="Look at another rule",
    response_model=None,
    responses={
        200: {"model": RulePreviewAnswer},
        **refusals(404, 409, 413, codes={409: _NONE, 422: TAKEN[422]}),
    },
)
async def preview(appointment_id: str, body: RuleBody, request: Request) -> Response:
    """Return what becomes of each visit and date, what clashes, and what is free instead.

    Visits keep their date where both rules have it; the others go to the nearest. What was
    moved on its own, has arrived or has a note of its own stays. Nothing is changed or held.
    """
    actor = caller(request)
    found = await look(
        *(actor, preview_series_change),
        appointment_id=parse_id(AppointmentId, appointment_id, what="The visit"),
        **body.change(actor.time_zone),
    )
    lines = [_line(one, actor.time_zone) for one in found.lines]
    told = {"rule": found.rule, "words": found.words, "seen": found.seen}
    return as_json({**told, "lines": lines})


def _line(one: ChangeLine, zone: str) -> Json:
    return {
        "number": one.number,
        "deed": one.deed,
        "start": instant_text(one.start) if one.start else None,
        "start_local": one.wall.isoformat(timespec="seconds"),
        "was_local": one.was.isoformat(timespec="seconds") if one.was else None,
        "clash": one.clash or None,
        "soft": one.soft,
        "nearest": [free_time(slot, zone) for slot in one.nearest],
        "words": one.words,
    }


@router.put(
    "",
    summary="Change the rule of a series",
    response_model=None,
    responses={
        200: {"model": RuleChangedAnswer},
        **refusals(
            *(404, 409, 413),
            codes=TAKEN
            | {
                409: "`series_clash`: a date cannot be had, so nothing was done; `dates` says which"
                f" and why. `changed_meanwhile`. {_NONE}"
            },
        ),
    },
)
async def change(
    appointment_id: str, body: RuleChangeBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Move, book and cancel what the preview showed: all of it or nothing."""
    del key  # read by `write`, declared for its description
    visit = parse_id(AppointmentId, appointment_id, what="The visit")

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        done = await change_series(
            *(session, actor),
            appointment_id=visit,
            picks=picked(body.dates, actor.time_zone),
            seen=body.seen,
            **body.change(actor.time_zone),
        )
        return {
            "words": done.words,
            "changed": done.moved,
            "booked": done.added,
            "cancelled": done.cancelled,
            "stay": done.stay,
        }

    return await write(request, deed)
