"""The sheet of one practitioner: who they are and what they give. Its other parts: see
hours_state.py and time_off_state.py."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.access.roles import ROLE_NAMES, Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import MemberId, PractitionerId, ServiceId, parse_id
from clinic_app.people.members.member_choices import member_choices
from clinic_app.scheduling.set_up.get_practitioner import get_practitioner
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.web.scheduling.hours.dates_state import DatesState
from clinic_app.web.scheduling.hours.hours_state import HoursState
from clinic_app.web.scheduling.hours.time_off_state import TimeOffState
from clinic_app.web.scheduling.set_up.forms import id_or_none, next_colour, ticked, typed
from clinic_app.web.scheduling.set_up.practitioner_part import PractitionerPart, show_part
from clinic_app.web.scheduling.set_up.rule_choices import chosen_text, number_or_none
from clinic_app.web.scheduling.set_up.setup_rows import Option
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow

DETAILS, HOURS, DATES, TIME_OFF = "details", "hours", "dates", "time_off"
_PARTS: dict[str, type[PractitionerPart]] = {
    HOURS: HoursState,
    DATES: DatesState,
    TIME_OFF: TimeOffState,
}


class PractitionerState(rx.State):
    """The open sheet; `practitioner_id` is empty while somebody new is being added."""

    opened: rx.Field[bool] = rx.field(False)
    part: rx.Field[str] = rx.field(DETAILS)
    practitioner_id: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    specialty: rx.Field[str] = rx.field("")
    colour: rx.Field[str] = rx.field("")
    member_id: rx.Field[str] = rx.field("")
    visits_a_day: rx.Field[str] = rx.field("")
    members: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    services: rx.Field[list[Option]] = rx.field(default_factory=list[Option])
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Open the sheet for somebody new."""
        self._clear()
        self.colour = next_colour([row.colour for row in await look(actor, list_practitioners)])
        await self._choices(actor, ())
        self.opened = True

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def edit(self, actor: Actor, practitioner_id: str) -> Answer:
        """Open the sheet of a practitioner."""
        chosen = parse_id(PractitionerId, practitioner_id, what="That practitioner")
        details = await look(actor, get_practitioner, practitioner_id=chosen)
        self._clear()
        self.practitioner_id = details.row.id
        self.name, self.specialty = details.row.name, details.row.specialty
        self.colour, self.member_id = details.row.colour, details.row.member_id
        self.visits_a_day = chosen_text(details.row.visits_a_day)
        await self._choices(actor, details.service_ids)
        self.opened = True

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the sheet (the dialog says so itself)."""
        self.opened = opened and self.opened

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def turn_to(self, actor: Actor, part: str) -> Answer:
        """Show another part of the sheet."""
        if part not in {DETAILS, *_PARTS} or not self.practitioner_id:
            raise NotFound
        if part in _PARTS:
            await show_part(self, _PARTS[part], actor, self.practitioner_id)
        self.part = part

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the details; somebody new goes on to their working hours."""
        self.errors = {}
        new = not self.practitioner_id
        saved = await perform(
            actor,
            save_practitioner,
            practitioner_id=id_or_none(PractitionerId, self.practitioner_id),
            name=typed(form, "name"),
            specialty=typed(form, "specialty"),
            colour=typed(form, "colour"),
            member_id=id_or_none(MemberId, typed(form, "member_id")),
            service_ids=ticked(form, "service", ServiceId),
            visits_a_day=number_or_none(form, "visits_a_day"),
        )
        if not new:
            self.opened = False
            return say("Saved.")
        await show_part(self, HoursState, actor, str(saved))
        self.practitioner_id, self.name = str(saved), typed(form, "name")
        self.part = HOURS
        return say("Added. Now set the working hours.")

    def _clear(self) -> None:
        self.reset()

    async def _choices(self, actor: Actor, service_ids: tuple[str, ...]) -> None:
        taken = {
            row.member_id
            for row in await look(actor, list_practitioners)
            if row.id != self.practitioner_id
        }
        self.members = [
            ChoiceRow(member.id, f"{member.name} · {ROLE_NAMES[Role(member.role)]}")
            for member in await look(actor, member_choices)
            if member.id not in taken
        ]
        self.services = [
            Option(row.id, row.name, row.id in service_ids, f"service:{row.id}")
            for row in await look(actor, list_services)
        ]
