"""Setting up what can be booked. Strangers first, then those who may not, then the owner."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import (
    DeviceId,
    MemberId,
    PractitionerId,
    RoomId,
    ServiceId,
    TimeOffId,
)
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.hours.cancel_time_off import cancel_time_off
from clinic_app.scheduling.hours.remove_hours_change import remove_hours_change
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from clinic_app.scheduling.set_up.archive_device import archive_device
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.set_up.archive_room import archive_room
from clinic_app.scheduling.set_up.archive_service import archive_service
from clinic_app.scheduling.set_up.get_practitioner import get_practitioner
from clinic_app.scheduling.set_up.list_devices import list_devices
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_rooms import list_rooms
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.scheduling.set_up.reorder import reorder
from clinic_app.scheduling.set_up.restore_device import restore_device
from clinic_app.scheduling.set_up.restore_practitioner import restore_practitioner
from clinic_app.scheduling.set_up.restore_room import restore_room
from clinic_app.scheduling.set_up.restore_service import restore_service
from clinic_app.scheduling.set_up.save_device import save_device
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.set_up.save_room import save_room
from clinic_app.scheduling.set_up.save_service import save_service
from clinic_app.scheduling.waiting.save_waiting_rules import save_waiting_rules
from tests.cast import Clinic
from tests.guards.sentinel import picture
from tests.scheduling.setting_up import FAR, book, details, device, practitioner, room, service

Deed = Callable[[Actor, "Theirs"], Awaitable[Any]]


class Theirs:
    """The ids of one clinic's things."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.practitioner = PractitionerId(uuid4())
        self.room = RoomId(uuid4())
        self.device = DeviceId(uuid4())
        self.service = ServiceId(uuid4())
        self.time_off = TimeOffId(uuid4())

    async def furnish(self) -> "Theirs":
        """Make one of each."""
        self.practitioner = await practitioner(self.clinic)
        self.room = await room(self.clinic)
        self.device = await device(self.clinic)
        self.service = await service(self.clinic)
        added = await perform(
            self.clinic.owner,
            add_time_off,
            practitioner_id=self.practitioner,
            starts=datetime(2031, 8, 1),  # noqa: DTZ001  # a wall time
            ends=datetime(2031, 8, 2),  # noqa: DTZ001  # a wall time
        )
        self.time_off = TimeOffId(UUID(added.id))
        return self


DAY = date(2031, 1, 1)
NOON, EVENING = datetime(2031, 9, 1, 12), datetime(2031, 9, 1, 18)  # noqa: DTZ001  # wall times

# Every deed with ids of theirs: what a stranger would send.
DEEDS: dict[str, Deed] = {
    "rename a practitioner": lambda a, t: perform(
        a, save_practitioner, practitioner_id=t.practitioner, name="Mine now"
    ),
    "give a practitioner a service": lambda a, t: perform(
        a, save_practitioner, name="Mine", service_ids=[t.service]
    ),
    "link a practitioner": lambda a, t: perform(
        a, save_practitioner, name="Mine", member_id=t.clinic.doctor.member_id
    ),
    "archive a practitioner": lambda a, t: perform(
        a, archive_practitioner, practitioner_id=t.practitioner
    ),
    "restore a practitioner": lambda a, t: perform(
        a, restore_practitioner, practitioner_id=t.practitioner
    ),
    "set hours": lambda a, t: perform(
        a, set_working_hours, practitioner_id=t.practitioner, valid_from=DAY, spans=[]
    ),
    "remove a change": lambda a, t: perform(
        a, remove_hours_change, practitioner_id=t.practitioner, valid_from=DAY
    ),
    "add time off": lambda a, t: perform(
        a, add_time_off, practitioner_id=t.practitioner, starts=NOON, ends=EVENING
    ),
    "cancel time off": lambda a, t: perform(a, cancel_time_off, time_off_id=t.time_off),
    "edit a service": lambda a, t: perform(
        a, save_service, service_id=t.service, name="Mine now", duration_minutes=30
    ),
    "let a service be given by": lambda a, t: perform(
        a, save_service, name="Mine", duration_minutes=30, practitioner_ids=[t.practitioner]
    ),
    "give a service in": lambda a, t: perform(
        a, save_service, name="Mine", duration_minutes=30, room_ids=[t.room]
    ),
    "give a service with": lambda a, t: perform(
        a, save_service, name="Mine", duration_minutes=30, device_ids=[t.device]
    ),
    "archive a service": lambda a, t: perform(a, archive_service, service_id=t.service),
    "restore a service": lambda a, t: perform(a, restore_service, service_id=t.service),
    "rename a room": lambda a, t: perform(a, save_room, room_id=t.room, name="Mine now"),
    "archive a room": lambda a, t: perform(a, archive_room, room_id=t.room),
    "restore a room": lambda a, t: perform(a, restore_room, room_id=t.room),
    "rename a device": lambda a, t: perform(a, save_device, device_id=t.device, name="Mine now"),
    "archive a device": lambda a, t: perform(a, archive_device, device_id=t.device),
    "restore a device": lambda a, t: perform(a, restore_device, device_id=t.device),
    "look at a practitioner": lambda a, t: look(
        a, get_practitioner, practitioner_id=t.practitioner
    ),
}
NEEDS = {
    "look at a practitioner": Permission.SCHEDULE_READ,
    "add time off": Permission.TIME_OFF_WRITE,
    "cancel time off": Permission.TIME_OFF_WRITE,
}
LISTS: dict[str, Callable[[Actor], Awaitable[list[Any]]]] = {
    "practitioners": lambda a: look(a, list_practitioners, archived=True),
    "services": lambda a: look(a, list_services, archived=True),
    "rooms": lambda a: look(a, list_rooms, archived=True),
    "devices": lambda a: look(a, list_devices, archived=True),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_to_a_stranger_another_clinics_things_are_missing(
    deed: Deed, clinic: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    theirs = await Theirs(clinic).furnish()
    before = picture(database_url, clinic.organization_id)
    own = picture(database_url, other_clinic.organization_id)
    with pytest.raises(NotFound) as foreign:
        await deed(other_clinic.owner, theirs)
    assert picture(database_url, clinic.organization_id) == before
    assert picture(database_url, other_clinic.organization_id) == own
    with pytest.raises(NotFound) as missing:
        await deed(other_clinic.owner, _nowhere(clinic))
    assert foreign.value.message == missing.value.message


def _nowhere(clinic: Clinic) -> Theirs:
    """Ids that are nobody's; the member's too."""
    nowhere = Theirs(clinic)
    doctor = clinic.doctor
    ghost = {name: getattr(doctor, name) for name in doctor.__slots__}
    ghost["member_id"] = MemberId(uuid4())
    nowhere.clinic = Clinic(
        clinic.organization_id, "", "", {**clinic.team, Role.DOCTOR: Actor(**ghost)}
    )
    return nowhere


@pytest.mark.parametrize("deed", DEEDS)
async def test_who_may_not_set_up_changes_nothing(
    deed: str, clinic: Clinic, database_url: str
) -> None:
    theirs = await Theirs(clinic).furnish()
    before = picture(database_url, clinic.organization_id)
    for role, actor in clinic.team.items():
        if allows(role, NEEDS.get(deed, Permission.SCHEDULE_WRITE)):
            continue
        with pytest.raises(NotAllowed):
            await DEEDS[deed](actor, theirs)
    with pytest.raises(NotAllowed):
        await perform(clinic.doctor, reorder, kind="room", ids=[theirs.room])
    assert picture(database_url, clinic.organization_id) == before


async def test_the_desk_enters_time_off_and_takes_it_back_but_no_hours(clinic: Clinic) -> None:
    theirs = await Theirs(clinic).furnish()
    desk = clinic.reception
    await DEEDS["add time off"](desk, theirs)
    await DEEDS["cancel time off"](desk, theirs)
    (left,) = (await details(clinic, theirs.practitioner)).time_off
    assert left.starts == "2031-09-01T12:00"
    with pytest.raises(NotAllowed):
        await DEEDS["set hours"](desk, theirs)


@pytest.mark.parametrize("name", LISTS)
async def test_everybody_in_the_clinic_reads_the_lists_and_nobody_elses(
    name: str, clinic: Clinic, other_clinic: Clinic
) -> None:
    await Theirs(clinic).furnish()
    for actor in clinic.team.values():
        assert len(await LISTS[name](actor)) == 1
    assert await LISTS[name](other_clinic.owner) == []


async def test_a_practitioner_is_added_and_changed_and_every_deed_is_recorded(
    clinic: Clinic,
) -> None:
    check_up = await service(clinic)
    who = await perform(
        clinic.owner,
        save_practitioner,
        name="  Dr.  Omar Hassan ",
        specialty="Cardiology",
        colour="violet",
        member_id=clinic.doctor.member_id,
        service_ids=[check_up, check_up],
    )
    found = await details(clinic, who)
    assert (found.row.name, found.row.specialty) == ("Dr. Omar Hassan", "Cardiology")
    assert (found.row.colour, found.row.member_id) == ("violet", str(clinic.doctor.member_id))
    assert found.service_ids == (str(check_up),)
    await perform(
        clinic.team[Role.ADMIN], save_practitioner, practitioner_id=who, name="Dr. O. Hassan"
    )
    changed = await details(clinic, who)
    assert (changed.row.name, changed.row.member_id) == ("Dr. O. Hassan", "")
    assert changed.service_ids == (str(check_up),), "services were not mentioned, so they stay"
    assert await _tags(clinic) == ["service:save", "practitioner:save", "practitioner:save"]


async def _tags(clinic: Clinic) -> list[str]:
    async with transaction(organization=clinic.organization_id) as session:
        found = await session.execute(text("SELECT tag FROM audit_entry ORDER BY seq"))
        return list(found.scalars())


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 121}),
        ("colour", {"name": "Dr. A", "colour": "pink"}),
        ("specialty", {"name": "Dr. A", "specialty": "x" * 201}),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(
    clinic: Clinic, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        await perform(clinic.owner, save_practitioner, **values)
    assert refused.value.field == field


async def test_a_name_in_use_is_refused_until_its_owner_is_archived(clinic: Clinic) -> None:
    first = await room(clinic, "Room 1")
    with pytest.raises(Invalid, match="already a room called"):
        await room(clinic, "ROOM 1")
    await perform(clinic.owner, save_room, room_id=first, name="Room 1")  # its own name is fine
    await perform(clinic.owner, archive_room, room_id=first)
    await room(clinic, "Room 1")
    with pytest.raises(Invalid, match="already a room called"):
        await perform(clinic.owner, restore_room, room_id=first)


@pytest.mark.parametrize("make", [practitioner, service, room, device])
async def test_of_many_who_give_one_name_at_a_moment_one_has_it(
    make: Callable[[Clinic, str], Awaitable[UUID]], clinic: Clinic
) -> None:
    names = ["Zebra" if number % 2 else "ZEBRA" for number in range(12)]
    made = await asyncio.gather(*(make(clinic, name) for name in names), return_exceptions=True)
    refused = [one for one in made if isinstance(one, Invalid)]
    assert (len(refused), {one.field for one in refused}) == (11, {"name"})


async def test_a_member_is_one_practitioner_at_a_time(clinic: Clinic) -> None:
    doctor = clinic.doctor.member_id
    first = await perform(clinic.owner, save_practitioner, name="Dr. A", member_id=doctor)
    with pytest.raises(Invalid) as refused:
        await perform(clinic.owner, save_practitioner, name="Dr. B", member_id=doctor)
    assert refused.value.field == "member_id"
    await perform(clinic.owner, archive_practitioner, practitioner_id=first)
    second = await perform(clinic.owner, save_practitioner, name="Dr. B", member_id=doctor)
    assert (await details(clinic, second)).row.member_id == str(doctor)
    assert (await details(clinic, first)).row.member_id == ""


async def test_who_still_has_visits_is_not_archived_and_the_number_is_told(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    await book(clinic, who)
    await book(clinic, who, start=FAR.replace(hour=16), status="confirmed")
    await book(clinic, who, start=FAR.replace(hour=17), status="cancelled")
    await book(clinic, who, start=datetime(2025, 3, 3, 15, tzinfo=UTC), status="booked")
    with pytest.raises(Conflict, match="Peter Cole still has 2 visits to come"):
        await perform(clinic.owner, archive_practitioner, practitioner_id=who)
    assert len(await look(clinic.owner, list_practitioners)) == 1


async def test_who_has_none_is_archived_and_comes_back(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    await book(clinic, who, status="no_show")
    await perform(clinic.owner, archive_practitioner, practitioner_id=who)
    assert await look(clinic.owner, list_practitioners) == []
    (shown,) = await look(clinic.owner, list_practitioners, archived=True)
    assert shown.archived
    await perform(clinic.owner, restore_practitioner, practitioner_id=who)
    (back,) = await look(clinic.owner, list_practitioners)
    assert not back.archived


async def test_rooms_and_devices_of_visits_to_come_are_not_archived(clinic: Clinic) -> None:
    who, place, tool = await practitioner(clinic), await room(clinic), await device(clinic)
    await book(clinic, who, room_id=place, device_id=tool)
    with pytest.raises(Conflict, match="1 visit to come will be in Room 1"):
        await perform(clinic.owner, archive_room, room_id=place)
    with pytest.raises(Conflict, match="1 visit to come will need Ultrasound US-1"):
        await perform(clinic.owner, archive_device, device_id=tool)


async def test_a_services_only_room_and_its_devices_are_not_archived(clinic: Clinic) -> None:
    first, second, tool = await room(clinic, "A"), await room(clinic, "B"), await device(clinic)
    scan = await perform(
        clinic.owner,
        save_service,
        name="Scan",
        duration_minutes=30,
        room_ids=[first, second],
        device_ids=[tool],
    )
    await perform(clinic.owner, archive_room, room_id=first)
    with pytest.raises(Conflict, match="Scan can only be given in B"):
        await perform(clinic.owner, archive_room, room_id=second)
    with pytest.raises(Conflict, match="needed for Scan"):
        await perform(clinic.owner, archive_device, device_id=tool)
    await perform(clinic.owner, archive_service, service_id=scan)
    await perform(clinic.owner, archive_room, room_id=second)
    await perform(clinic.owner, archive_device, device_id=tool)
    assert await look(clinic.owner, list_rooms) == []


async def test_a_service_with_all_it_needs(clinic: Clinic) -> None:
    who, place, tool = await practitioner(clinic), await room(clinic), await device(clinic)
    saved = await perform(
        clinic.owner,
        save_service,
        name="Echocardiogram",
        duration_minutes=45,
        buffer_before=5,
        buffer_after=15,
        colour="violet",
        price_minor=38000,
        practitioner_ids=[who],
        room_ids=[place],
        device_ids=[tool],
    )
    (row,) = await look(clinic.reception, list_services)
    assert (row.id, row.name, row.duration_minutes) == (str(saved), "Echocardiogram", 45)
    assert (row.buffer_before, row.buffer_after, row.price_minor) == (5, 15, 38000)
    assert row.practitioner_ids == (str(who),)
    assert (row.room_ids, row.device_ids) == ((str(place),), (str(tool),))
    await perform(
        clinic.owner,
        save_service,
        service_id=saved,
        name="Echo",
        duration_minutes=30,
        needs_room=False,
        room_ids=[place],
    )
    (row,) = await look(clinic.reception, list_services)
    assert (row.name, row.needs_room, row.room_ids, row.device_ids) == ("Echo", False, (), ())
    assert row.practitioner_ids == ()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("duration_minutes", {"duration_minutes": 4}),
        ("duration_minutes", {"duration_minutes": 721}),
        ("buffer_before", {"duration_minutes": 30, "buffer_before": -1}),
        ("buffer_after", {"duration_minutes": 30, "buffer_after": 241}),
        ("price", {"duration_minutes": 30, "price_minor": -1}),
        ("price", {"duration_minutes": 30, "price_minor": 2**31}),
    ],
)
async def test_a_service_of_impossible_length_is_refused_beside_the_field(
    clinic: Clinic, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        await perform(clinic.owner, save_service, name="Scan", **values)
    assert refused.value.field == field


async def test_an_archived_practitioner_keeps_their_services_for_the_day_they_come_back(
    clinic: Clinic,
) -> None:
    who, other = await practitioner(clinic), await practitioner(clinic, "Dr. Ruth Abel")
    saved = await perform(
        clinic.owner,
        save_service,
        name="Check-up",
        duration_minutes=30,
        practitioner_ids=[who, other],
    )
    await perform(clinic.owner, archive_practitioner, practitioner_id=who)
    (row,) = await look(clinic.owner, list_services)
    assert row.practitioner_ids == (str(other),)
    await perform(
        clinic.owner, save_service, service_id=saved, name="Check-up", duration_minutes=20
    )
    await perform(clinic.owner, restore_practitioner, practitioner_id=who)
    (row,) = await look(clinic.owner, list_services)
    assert row.practitioner_ids == (str(who),)


async def test_the_order_is_the_clinics_own(clinic: Clinic) -> None:
    first, second, third = [await room(clinic, name) for name in ("A", "B", "C")]
    await perform(clinic.owner, reorder, kind="room", ids=[third, first, second])
    assert [row.name for row in await look(clinic.owner, list_rooms)] == ["C", "A", "B"]
    for wrong in ([first, second], [first, second, second], [first, second, uuid4()]):
        with pytest.raises(ChangedMeanwhile):
            await perform(clinic.owner, reorder, kind="room", ids=wrong)
    fourth = await room(clinic, "D")
    assert [row.id for row in await look(clinic.owner, list_rooms)][-1] == str(fourth)


FIRST_SAVES: dict[str, Callable[[Actor], Awaitable[None]]] = {
    "booking online": lambda a: perform(
        a, save_public_booking, settings=PublicSettings(), services={}
    ),
    "waiting list": lambda a: perform(a, save_waiting_rules, answer_minutes=30, by_itself=True),
}


@pytest.mark.parametrize("what", FIRST_SAVES)
async def test_of_many_who_save_settings_first_the_others_are_told(
    clinic: Clinic, what: str
) -> None:
    saves = [FIRST_SAVES[what](clinic.owner) for _ in range(8)]
    answers = await asyncio.gather(*saves, return_exceptions=True)
    refused = [one for one in answers if one is not None]
    assert len(refused) < len(answers)
    assert {type(one) for one in refused} <= {ChangedMeanwhile}


async def test_sheets_saved_at_one_moment_are_all_saved(clinic: Clinic) -> None:
    who = [await practitioner(clinic, f"Dr. {name}") for name in ("Cole", "Zhao")]
    what = [await service(clinic, name) for name in ("Check-up", "Vaccination")]

    async def save_one_service(number: int) -> None:
        await perform(
            *(clinic.owner, save_service),
            service_id=what[number],
            name=("Check-up", "Vaccination")[number],
            duration_minutes=30,
            practitioner_ids=who,
        )

    async def save_one_practitioner(number: int) -> None:
        await perform(
            *(clinic.owner, save_practitioner),
            practitioner_id=who[number],
            name=f"Dr. {('Cole', 'Zhao')[number]}",
            service_ids=what,
        )

    saved = await asyncio.gather(
        *(save_one_service(number % 2) for number in range(12)),
        *(save_one_practitioner(number % 2) for number in range(12)),
        return_exceptions=True,
    )
    assert saved == [None] * 24
    for one in who:
        assert set((await details(clinic, one)).service_ids) == {str(each) for each in what}
