"""What a clinic has to book with: services, practitioners, rooms, devices. Reading alone."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.v1.answers import PractitionerList, ResourceList, ServiceList
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.writes import as_json
from clinic_app.database.transaction import look
from clinic_app.scheduling.rows import PractitionerRow, ResourceRow, ServiceRow
from clinic_app.scheduling.set_up.list_devices import list_devices
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_rooms import list_rooms
from clinic_app.scheduling.set_up.list_services import list_services

router = APIRouter(prefix="/api/v1", tags=["Setup"], route_class=GuardedRoute)

_SERVICE = (
    *("id", "name", "duration_minutes", "buffer_before", "buffer_after", "colour"),
    *("price_minor", "needs_room", "seats", "practitioner_ids"),
    *("duties", "room_ids", "device_ids"),
)
_PRACTITIONER = ("id", "name", "specialty", "colour", "hours")
_RESOURCE = ("id", "name")

Row = ServiceRow | PractitionerRow | ResourceRow


def _items(rows: list[Row], fields: tuple[str, ...]) -> Response:
    """Return the named fields alone: what a page shows besides is no promise to programs."""
    return as_json({"items": [{name: getattr(row, name) for name in fields} for row in rows]})


@router.get(
    "/services",
    summary="List services",
    response_model=None,
    responses={200: {"model": ServiceList}, **refusals()},
)
async def services(request: Request) -> Response:
    """List the services that can be booked."""
    return _items([*await look(caller(request), list_services)], _SERVICE)


@router.get(
    "/practitioners",
    summary="List practitioners",
    response_model=None,
    responses={200: {"model": PractitionerList}, **refusals()},
)
async def practitioners(request: Request) -> Response:
    """List who sees patients."""
    return _items([*await look(caller(request), list_practitioners)], _PRACTITIONER)


@router.get(
    "/rooms",
    summary="List rooms",
    response_model=None,
    responses={200: {"model": ResourceList}, **refusals()},
)
async def rooms(request: Request) -> Response:
    """List the rooms."""
    return _items([*await look(caller(request), list_rooms)], _RESOURCE)


@router.get(
    "/devices",
    summary="List devices",
    response_model=None,
    responses={200: {"model": ResourceList}, **refusals()},
)
async def devices(request: Request) -> Response:
    """List the devices."""
    return _items([*await look(caller(request), list_devices)], _RESOURCE)
