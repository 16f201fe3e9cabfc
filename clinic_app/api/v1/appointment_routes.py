"""Appointments: list, read, book, change."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.answers import (
    AppointmentInFull,
    AppointmentPage,
    BookedAnswer,
    ChangedAnswer,
)
from clinic_app.api.v1.cursor import cursor_after, read_cursor
from clinic_app.api.v1.forms import BookBody, ChangeBody, VisitQuery
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.length import beside_minutes
from clinic_app.api.v1.nearest import telling_nearest, telling_nearest_to_visit
from clinic_app.api.v1.refusals import TAKEN, refusals
from clinic_app.api.v1.span import read_bound, within_reason
from clinic_app.api.v1.times import read_time
from clinic_app.api.v1.visit_json import Json, booked_json, visits_json
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.change_appointment import Wanted, change_appointment
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.list_appointments import (
    VisitFilter,
    list_appointments,
    read_appointment,
)

router = APIRouter(prefix="/api/v1/appointments", tags=["Appointments"], route_class=GuardedRoute)


@router.get(
    "",
    summary="List appointments",
    response_model=None,
    responses={200: {"model": AppointmentPage}, **refusals()},
)
async def list_them(request: Request, query: Annotated[VisitQuery, Query()]) -> Response:
    """List appointments by start, a page at a time."""
    actor = caller(request)
    found = await look(
        actor,
        list_appointments,
        wanted=_wanted(query, actor.time_zone),
        after=read_cursor(query.cursor) if query.cursor else None,
        most=query.limit,
    )
    last = found.visits[-1] if found.has_more else None
    return as_json(
        {
            "items": visits_json(actor, found.visits),
            "next": cursor_after(last.starts_at, last.id) if last else None,
        }
    )


def _wanted(query: VisitQuery, zone: str) -> VisitFilter:
    begin = read_bound(query.start_from, zone, field="from")
    end = read_bound(query.start_before, zone, field="to")
    if query.patient is None and query.series is None:
        begin, end = within_reason(begin, end, zone)
    return VisitFilter(
        begin=begin,
        end=end,
        patient=query.patient,
        practitioner=query.practitioner,
        room=query.room,
        service=query.service,
        series=query.series,
        statuses=[status.value for status in query.status],
    )


@router.get(
    "/{appointment_id}",
    summary="Read one appointment",
    response_model=None,
    responses={200: {"model": AppointmentInFull}, **refusals(404)},
)
async def read(appointment_id: str, request: Request) -> Response:
    """Return an appointment with its history and the states it may be brought to."""
    wanted = parse_id(AppointmentId, appointment_id, what="The visit")
    return as_json(await look(caller(request), _in_full, appointment_id=wanted))


async def _in_full(session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId) -> Json:
    visit = await read_appointment(session, actor, appointment_id=appointment_id)
    sheet = await get_appointment(session, actor, appointment_id=appointment_id)
    more = {"devices": sheet.devices, "moves": sheet.moves, "history": sheet.history}
    return visits_json(actor, [visit])[0] | more


@router.post(
    "",
    summary="Book an appointment",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={201: {"model": BookedAnswer}, **refusals(404, 409, 413, codes=TAKEN)},
)
async def book(body: BookBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Book a visit: practitioner, room, devices and patient together, or nothing at all.

    Of a group service it takes a seat.
    """
    del key  # read by `write`, declared for its description
    start = read_time(body.start)

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        booked = await book_appointment(
            session,
            actor,
            patient_id=body.patient_id,
            service_id=body.service_id,
            start=start,
            practitioner_id=body.practitioner_id,
            room_id=body.room_id,
            assistants=body.assisting(),
            note=body.note,
            hold_id=body.hold_id,
            **body.on_purpose(),
        )
        return booked_json(booked, Status.BOOKED, actor.time_zone)

    async with telling_nearest(caller(request), body, start, body.patient_id):
        return await write(request, deed, status=HTTPStatus.CREATED)


@router.patch(
    "/{appointment_id}",
    summary="Change an appointment",
    response_model=None,
    responses={
        200: {"model": ChangedAnswer},
        **refusals(
            *(404, 409, 413),
            codes=TAKEN | {409: f"{TAKEN[409]} `illegal_move`, `changed_meanwhile`."},
        ),
    },
)
async def change(
    appointment_id: str, body: ChangeBody, request: Request, key: IdempotencyKey = None
) -> Response:
    """Move a booked or confirmed visit, lengthen it, give it another room, change its note.

    What is not named stays; all of it is done or nothing.
    """
    del key
    wanted = parse_id(AppointmentId, appointment_id, what="The visit")
    start = read_time(body.start) if body.start else None
    asked = Wanted(start, body.minutes, body.practitioner_id, body.room_id, body.assisting())

    async def deed(session: AsyncSession, actor: Actor) -> Json:
        changed = await change_appointment(
            session,
            actor,
            appointment_id=wanted,
            version=body.version,
            wanted=asked,
            note=body.note,
            **body.on_purpose(),
        )
        # Nothing is asked again: the verb holds the row.
        visit = await session.get_one(Appointment, (actor.organization_id, wanted))
        return booked_json(changed, visit.status, actor.time_zone) | {"note": visit.note}

    async with telling_nearest_to_visit(caller(request), wanted, asked):
        with beside_minutes(body):
            return await write(request, deed)
