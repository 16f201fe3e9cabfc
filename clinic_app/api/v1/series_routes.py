"""Series: look at the dates of a rule, book them, move or cancel some of them."""

from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.problem_details import free_time
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.nearest import telling_nearest_to_coming
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.series_answers import (
    SeriesAnswer,
    SeriesChangedAnswer,
    SeriesPreviewAnswer,
)
from clinic_app.api.v1.series_forms import (
    SeriesBookBody,
    SeriesCancelBody,
    SeriesChangeBody,
    SeriesPreviewBody,
)
from clinic_app.api.v1.times import instant_text, read_time
from clinic_app.api.v1.visit_json import Json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.series.book_series import book_series
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.preview_series import preview_series
from clinic_app.scheduling.series.series_rows import SeriesChanged, SeriesDate

router = APIRouter(prefix="/api/v1", tags=["Series"], route_class=GuardedRoute)

_CLASH = "`series_clash`: a date cannot be had, so nothing was done;"
_CHANGED = {
    200: {"model": SeriesChangedAnswer},
    **refusals(
        *(404, 409, 413),
        codes=TAKEN
        | {
            409: f"{_CLASH} `dates` says which and why. `slot_taken`, `patient_busy`,"
            " `illegal_move`, `changed_meanwhile`."
        },
    ),
}


@router.post(
    "/series/preview",
    summary="Look at a series",
    response_model=None,
    responses={200: {"model": SeriesPreviewAnswer}, **refusals(404, 413, codes={422: TAKEN[422]})},
)
async def preview(body: SeriesPreviewBody, request: Request) -> Response:
    """Return each date of a rule, with what stands against it and what is free instead.

    Nothing is booked or held.
    """
    actor = caller(request)
    found = await look(
        actor,
        preview_series,
        service_id=body.service_id,
        start=body.first_wall(actor.time_zone),
        repeat=body.repeat.rule(),
        practitioner_id=body.practitioner_id,
        room_id=body.room_id,
        patient_id=body.patient_id,
        assistants=body.assisting(),
    )
    dates = [_date(one, actor.time_zone) for one in found.dates]
    return as_json({"rule": found.rule, "words": found.words, "dates": dates})


def _date(one: SeriesDate, zone: str) -> Json:
    return {
        "number": one.number,
        "start": instant_text(one.start) if one.start else None,
        "start_local": one.wall.isoformat(timespec="seconds"),
        "clash": one.clash or None,
        "soft": one.soft,
        "nearest": [free_time(slot, zone) for slot in one.nearest],
    }


@router.post(
    "/series",
    summary="Book a series",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={
        201: {"model": SeriesAnswer},
        **refusals(
            *(404, 409, 413), codes={409: f"{_CLASH} `dates` says which and why.", 422: TAKEN[422]}
        ),
    },
)
async def book(body: SeriesBookBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Book all the dates that are wanted, or none."""
    del key  # read by `write`, declared for its description

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        made = await book_series(
            *(session, actor),
            patient_id=body.patient_id,
            service_id=body.service_id,
            start=body.first_wall(actor.time_zone),
            repeat=body.repeat.rule(),
            picks=body.picks(actor.time_zone),
            practitioner_id=body.practitioner_id,
            room_id=body.room_id,
            note=body.note,
            assistants=body.assisting(),
        )
        return {"id": made.series_id, "visits": made.visits, "skipped": made.skipped}

    return await write(request, deed, status=HTTPStatus.CREATED)


@router.patch(
    "/appointments/{appointment_id}/series",
    summary="Change visits of a series",
    response_model=None,
    responses=_CHANGED,
)
async def change(
    appointment_id: str, body: SeriesChangeBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Move this visit, and those after it or all to come as far; or lengthen them, or give them
    another practitioner or room.
    """
    del key
    wanted = parse_id(AppointmentId, appointment_id, what="The visit")
    start = read_time(body.start) if body.start else None

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        return _changed(
            await move_series(
                *(session, actor),
                appointment_id=wanted,
                scope=body.scope,
                start=start,
                version=body.version,
                practitioner_id=body.practitioner_id,
                room_id=body.room_id,
                minutes=body.minutes,
                outside_hours=body.outside_hours,
                despite_rules=body.despite_rules,
                leave_clashing=body.leave_clashing,
            )
        )

    async with telling_nearest_to_coming(caller(request), wanted, body, start):
        return await write(request, deed)


@router.post(
    "/appointments/{appointment_id}/series/cancel",
    summary="Cancel visits of a series",
    response_model=None,
    responses=_CHANGED,
)
async def cancel(
    appointment_id: str, body: SeriesCancelBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Cancel this visit, and those after it or all to come, with the reason."""
    del key
    wanted = parse_id(AppointmentId, appointment_id, what="The visit")

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        return _changed(
            await cancel_series(
                *(session, actor),
                appointment_id=wanted,
                scope=body.scope,
                reason=body.reason,
                version=body.version,
            )
        )

    return await write(request, deed)


def _changed(done: SeriesChanged) -> Json:
    return {"changed": done.changed, "left": done.left}
