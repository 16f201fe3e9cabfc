"""The list of services and the sheet of one."""

from typing import Any, ClassVar

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import DeviceId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.money import parse_money
from clinic_app.scheduling.rows import ServiceRow
from clinic_app.scheduling.set_up.archive_service import archive_service
from clinic_app.scheduling.set_up.list_devices import list_devices
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_rooms import list_rooms
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.scheduling.set_up.own_limits import OwnLimits
from clinic_app.scheduling.set_up.restore_service import restore_service
from clinic_app.scheduling.set_up.save_service import save_service
from clinic_app.web.scheduling.set_up.duty_forms import assistant_choices, duty_forms, typed_duties
from clinic_app.web.scheduling.set_up.forms import id_or_none, minutes, next_colour, ticked, typed
from clinic_app.web.scheduling.set_up.rule_choices import (
    ahead_choices,
    chosen_text,
    notice_choices,
    number_or,
    number_or_none,
)
from clinic_app.web.scheduling.set_up.service_lines import plain_price, service_lines
from clinic_app.web.scheduling.set_up.setup_list import WRITE, Kind, SetupList
from clinic_app.web.scheduling.set_up.setup_rows import DutyForm, Option, ServiceLine
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow


class ServicesState(SetupList, rx.State):
    """The page /settings/services."""

    KIND: ClassVar[Kind] = Kind("service", ServiceId, archive_service, restore_service)

    lines: rx.Field[list[ServiceLine]] = rx.field(default_factory=list[ServiceLine])

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.archived = False
        await self._load(actor)
        return [ServiceState.show(False), ServicesState.watch]

    async def _rows(self, actor: Actor) -> list[ServiceLine]:
        return await service_lines(actor, archived=self.archived)


class ServiceState(rx.State):
    """The open sheet; `service_id` is empty while a new one is being added."""

    opened: rx.Field[bool] = rx.field(False)
    service_id: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    duration: rx.Field[str] = rx.field("30")
    before: rx.Field[str] = rx.field("0")
    after: rx.Field[str] = rx.field("0")
    colour: rx.Field[str] = rx.field("")
    price: rx.Field[str] = rx.field("")
    currency: rx.Field[str] = rx.field("")
    needs_room: rx.Field[bool] = rx.field(True)
    visits_a_day: rx.Field[str] = rx.field("")
    seats: rx.Field[str] = rx.field("1")
    overbook: rx.Field[str] = rx.field("0")
    assistants: rx.Field[str] = rx.field("0")
    duties: rx.Field[list[DutyForm]] = rx.field(default_factory=list[DutyForm])  # as many as can be
    helper_counts: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    notice: rx.Field[str] = rx.field("")
    ahead: rx.Field[str] = rx.field("")
    notices: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    aheads: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioners: rx.Field[list[Option]] = rx.field(default_factory=list[Option])
    rooms: rx.Field[list[Option]] = rx.field(default_factory=list[Option])
    devices: rx.Field[list[Option]] = rx.field(default_factory=list[Option])
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Open the sheet for a new service."""
        self.reset()
        self.colour = next_colour([row.colour for row in await look(actor, list_services)])
        await self._choices(actor, None)
        self.opened = True

    @rx.event
    @door(WRITE)
    async def edit(self, actor: Actor, service_id: str) -> Answer:
        """Open the sheet of a service."""
        services = await look(actor, list_services, archived=True)
        row = next((row for row in services if row.id == service_id), None)
        if row is None:
            raise NotFound("That service")
        self.reset()
        self.service_id, self.name, self.colour = row.id, row.name, row.colour
        self.duration = str(row.duration_minutes)
        self.before, self.after = str(row.buffer_before), str(row.buffer_after)
        self.price = plain_price(row.price_minor, actor.currency)
        self.needs_room = row.needs_room
        await self._choices(actor, row)
        self.opened = True

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the sheet (the dialog says so itself)."""
        self.opened = opened and self.opened

    @rx.event
    @door(WRITE)
    async def want_room(self, actor: Actor, wanted: bool) -> Answer:
        """Ask which rooms, or that none is needed."""
        del actor
        self.needs_room = wanted

    @rx.event
    @door(WRITE)
    async def want_assistants(self, actor: Actor, many: str) -> Answer:
        """Ask how many assist, in which part each, and who may."""
        del actor
        self.assistants = many

    @rx.event
    @door(WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the service."""
        self.errors = {}
        await perform(
            actor,
            save_service,
            service_id=id_or_none(ServiceId, self.service_id),
            name=typed(form, "name"),
            duration_minutes=minutes(form, "duration_minutes"),
            buffer_before=minutes(form, "buffer_before", empty=0),
            buffer_after=minutes(form, "buffer_after", empty=0),
            colour=typed(form, "colour"),
            price_minor=parse_money(typed(form, "price"), actor.currency),
            needs_room=self.needs_room,
            practitioner_ids=ticked(form, "practitioner", PractitionerId),
            room_ids=ticked(form, "room", RoomId),
            device_ids=ticked(form, "device", DeviceId),
            duties=typed_duties(form),
            limits=OwnLimits(
                visits_a_day=number_or_none(form, "visits_a_day"),
                notice_minutes=number_or_none(form, "notice_minutes"),
                ahead_days=number_or_none(form, "ahead_days"),
                seats=number_or(form, "seats", 1),
                overbook=number_or(form, "overbook", 0),
            ),
        )
        self.opened = False
        return say("Saved.")

    def _show_limits(self, row: ServiceRow | None) -> None:
        notice, ahead = (row.notice_minutes, row.ahead_days) if row else (None, None)
        self.visits_a_day = chosen_text(row.visits_a_day if row else None)
        self.seats, self.overbook = (str(row.seats), str(row.overbook)) if row else ("1", "0")
        self.assistants = str(len(row.duties)) if row else "0"
        self.helper_counts = assistant_choices()
        self.notice, self.ahead = chosen_text(notice), chosen_text(ahead)
        self.notices = notice_choices(notice, own=True)
        self.aheads = ahead_choices(ahead, own=True)

    async def _choices(self, actor: Actor, row: ServiceRow | None) -> None:
        self.currency = actor.currency
        self._show_limits(row)
        who = row.practitioner_ids if row else ()
        rooms, devices = (row.room_ids, row.device_ids) if row else ((), ())
        people = await look(actor, list_practitioners)
        self.practitioners = [
            Option(one.id, one.name, one.id in who, f"practitioner:{one.id}") for one in people
        ]
        self.duties = duty_forms(row.duties if row else (), people)
        self.rooms = [
            Option(one.id, one.name, one.id in rooms, f"room:{one.id}")
            for one in await look(actor, list_rooms)
        ]
        self.devices = [
            Option(one.id, one.name, one.id in devices, f"device:{one.id}")
            for one in await look(actor, list_devices)
        ]
