"""The services as lines of a list: who gives them and what they need, by name."""

from decimal import Decimal

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.kit.money import digits_of, show_money
from clinic_app.scheduling.rows import DutyRow, ServiceRow
from clinic_app.scheduling.set_up.list_devices import list_devices
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_rooms import list_rooms
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.web.scheduling.set_up.setup_rows import ServiceLine

Names = dict[str, str]


async def service_lines(actor: Actor, *, archived: bool) -> list[ServiceLine]:
    """Return the services with names instead of ids."""
    services = await look(actor, list_services, archived=archived)
    people = {row.id: row.name for row in await look(actor, list_practitioners, archived=True)}
    rooms = {row.id: row.name for row in await look(actor, list_rooms, archived=True)}
    devices = {row.id: row.name for row in await look(actor, list_devices, archived=True)}
    everybody = len(await look(actor, list_practitioners))
    return [
        ServiceLine(
            id=row.id,
            name=row.name,
            colour=row.colour,
            lasts=_lasts(row),
            price="" if row.price_minor is None else show_money(row.price_minor, actor.currency),
            given_by=_given_by(row, people, everybody),
            needs=_needs(row, rooms, devices),
            archived=row.archived,
        )
        for row in services
    ]


def plain_price(minor: int | None, currency: str) -> str:
    """Return an amount as one would type it: “120.50”."""
    if minor is None:
        return ""
    digits = digits_of(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def _lasts(row: ServiceRow) -> str:
    around = [
        *([f"{row.buffer_before} before"] if row.buffer_before else []),
        *([f"{row.buffer_after} after"] if row.buffer_after else []),
    ]
    return f"{row.duration_minutes} min" + (f" + {', '.join(around)}" if around else "")


def _given_by(row: ServiceRow, people: Names, everybody: int) -> str:
    if not row.practitioner_ids:
        return "Nobody yet"
    if len(row.practitioner_ids) == everybody > 1:
        return "Everybody"
    return ", ".join(people[one] for one in row.practitioner_ids)


def _one_of(names: list[str]) -> str:
    """Return “Room 1, Room 2 or Room 3”."""
    if len(names) < 2:
        return names[0] if names else "Any room"
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _needs(row: ServiceRow, rooms: Names, devices: Names) -> str:
    where = ""
    if row.needs_room:
        where = _one_of([rooms[one] for one in row.room_ids])
    parts = [_part(duty) for duty in row.duties]
    helped = [f"{parts.count(part)} to assist{part}" for part in dict.fromkeys(parts)]
    needed = [
        *([where] if where else []),
        *(devices[one] for one in row.device_ids),
        *helped,
    ]
    return " · ".join(needed) or "Nothing"


def _part(duty: DutyRow) -> str:
    """Return for which part of the visit, "" for all of it."""
    lasts = "" if duty.minutes is None else f"{duty.minutes} min"
    if not duty.from_minute:
        return f" for the first {lasts}" if lasts else ""
    return f" from minute {duty.from_minute}" + (f" for {lasts}" if lasts else "")
