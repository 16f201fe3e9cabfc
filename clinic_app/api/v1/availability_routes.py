"""Availability: which times are free for a service."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.problem_details import free_times
from clinic_app.api.v1.answers import Availability
from clinic_app.api.v1.forms import FreeQuery
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.writes import as_json
from clinic_app.database.transaction import look
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots

router = APIRouter(prefix="/api/v1/availability", tags=["Availability"], route_class=GuardedRoute)


@router.get(
    "",
    summary="Find free times",
    response_model=None,
    responses={
        200: {"model": Availability},
        **refusals(404, codes={422: "`not_offered`: the service is archived, or not theirs."}),
    },
)
async def find(request: Request, query: Annotated[FreeQuery, Query()]) -> Response:
    """Return the times at which a service can begin on some days of the clinic's, in order."""
    actor = caller(request)
    slots = await look(
        actor,
        find_free_slots,
        service_id=query.service,
        first_day=query.first_day,
        days=query.days,
        practitioner_id=query.practitioner,
        room_id=query.room,
        assistants=query.assistant or None,
        patient_id=query.patient,
        explain=query.explain,
    )
    return as_json(free_times(slots, actor.time_zone))
