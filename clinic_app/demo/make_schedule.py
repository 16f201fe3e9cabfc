"""What a demo clinic can book: practitioners with their weeks, services, rooms, devices."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clinic_app.audit.tags import Tag
from clinic_app.database.columns import ClinicOwned
from clinic_app.demo.home import Home
from clinic_app.demo.shapes import DemoPractitioner, DemoService
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.hours.week_rules import in_words
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.tables import (
    Device,
    HoursWeek,
    Practitioner,
    Room,
    Service,
    ServiceAssistant,
    ServiceDevice,
    ServiceDuty,
    ServicePractitioner,
    ServiceRoom,
    TimeOff,
    WorkingHours,
)


@dataclass
class Schedule:
    """Ids by name, and the rows in the order in which they can be inserted."""

    practitioners: dict[str, UUID]
    services: dict[str, UUID]
    rooms: dict[str, UUID]
    devices: dict[str, UUID]
    rows: list[ClinicOwned]


def later_week_from(today: date) -> date:
    """Return the Monday in two weeks, from which some change their hours."""
    return today + timedelta(days=14 - today.weekday())


def make_schedule(home: Home) -> Schedule:
    """Return everything that visits are made of."""
    made = Schedule({}, {}, {}, {}, [])
    for position, name in enumerate(home.clinic.rooms, start=1):
        room = Room(name=name, position=position, **_new(home))
        made.rooms[name] = room.id
        made.rows.append(room)
    for position, name in enumerate(home.clinic.devices, start=1):
        device = Device(name=name, position=position, **_new(home))
        made.devices[name] = device.id
        made.rows.append(device)
    for position, who in enumerate(home.clinic.practitioners, start=1):
        _add_practitioner(home, made, who, position)
    for position, what in enumerate(home.clinic.services, start=1):
        _add_service(home, made, what, position)
    return made


def _key(home: Home) -> dict[str, Any]:
    return {"organization_id": home.organization_id, "id": home.draw.id()}


def _new(home: Home) -> dict[str, Any]:
    return {**_key(home), "created_at": home.opened_at}


def _add_practitioner(home: Home, made: Schedule, who: DemoPractitioner, position: int) -> None:
    member = home.members.get(who.email)
    row = Practitioner(
        name=who.name,
        specialty=who.specialty,
        colour=who.colour,
        member_id=member.id if member else None,
        position=position,
        **_new(home),
    )
    made.practitioners[who.name] = row.id
    made.rows.append(row)
    home.tell(
        home.opened_at, Tag.PRACTITIONER_SAVE, home.founder, row.id, added=True, name=who.name
    )
    _add_week(home, made, row.id, home.today - timedelta(days=730), who.week)
    if who.later_week is not None:
        _add_week(home, made, row.id, later_week_from(home.today), who.later_week)
    for away in who.away:
        first = home.today + timedelta(days=away.first)
        last = first + timedelta(days=away.days - 1)
        zone = home.clinic.time_zone
        made.rows.append(
            TimeOff(
                practitioner_id=row.id,
                starts_at=day_bounds(first, zone)[0],
                ends_at=day_bounds(last, zone)[1],
                reason=away.reason,
                **_new(home),
            )
        )


def _add_week(
    home: Home, made: Schedule, who: UUID, valid_from: date, spans: tuple[DaySpan, ...]
) -> None:
    made.rows.append(HoursWeek(practitioner_id=who, valid_from=valid_from, **_key(home)))
    made.rows.extend(
        WorkingHours(
            practitioner_id=who,
            valid_from=valid_from,
            weekday=span.weekday,
            kind=span.kind,
            starts=span.starts,
            ends=span.ends,
            **_key(home),
        )
        for span in spans
    )
    home.tell(
        *(home.opened_at, Tag.PRACTITIONER_HOURS, home.founder, who),
        valid_from=valid_from.isoformat(),
        hours=in_words(spans),
    )


def _add_service(home: Home, made: Schedule, what: DemoService, position: int) -> None:
    row = Service(
        name=what.name,
        duration_minutes=what.minutes,
        buffer_before=what.before,
        buffer_after=what.after,
        colour=what.colour,
        price_minor=what.price_minor,
        needs_room=what.needs_room,
        assistants=1 if what.assisted_by else 0,
        seats=what.seats,
        overbook=what.overbook,
        position=position,
        **_new(home),
    )
    made.services[what.name] = row.id
    made.rows.append(row)
    _link_service(home, made, what, row.id)
    home.tell(home.opened_at, Tag.SERVICE_SAVE, home.founder, row.id, added=True, name=what.name)


def _link_service(home: Home, made: Schedule, what: DemoService, service_id: UUID) -> None:
    """Say who gives a service, who assists, where, and with what."""
    made.rows.extend(
        ServicePractitioner(
            service_id=service_id, practitioner_id=made.practitioners[name], **_key(home)
        )
        for name in what.given_by
    )
    made.rows.extend(
        ServiceRoom(service_id=service_id, room_id=made.rooms[name], **_key(home))
        for name in what.rooms
    )
    made.rows.extend(
        ServiceDevice(service_id=service_id, device_id=made.devices[name], **_key(home))
        for name in what.devices
    )
    if what.assisted_by:
        made.rows.append(
            ServiceDuty(service_id=service_id, number=1, **what.assisting._asdict(), **_key(home))
        )
    made.rows.extend(
        ServiceAssistant(
            service_id=service_id, practitioner_id=made.practitioners[name], **_key(home)
        )
        for name in what.assisted_by
    )
