"""Who else takes part in a visit, on its sheet: adding and removing."""

from collections.abc import Awaitable
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, PractitionerId, parse_id
from clinic_app.scheduling.change_assistants import change_assistants
from clinic_app.scheduling.load_booking_choices import load_booking_choices
from clinic_app.scheduling.part_rules import WHOLE
from clinic_app.scheduling.visit_rows import VisitSheet
from clinic_app.web.scheduling.forms import typed
from clinic_app.web.scheduling.helper_rows import typed_part
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow


class VisitTeam(rx.State, mixin=True):
    """The vars and doors of a visit's assistants."""

    staffing: rx.Field[bool] = rx.field(False)  # whether somebody is being chosen
    parting: rx.Field[str] = rx.field("")  # of whom the part is being changed
    helpers: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])

    visit: rx.Field[VisitSheet]
    errors: rx.Field[dict[str, str]]

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def staff(self, actor: Actor, choosing: bool) -> Answer:
        """Ask who shall take part as well, or leave it."""
        self.staffing, self.parting, self.errors = choosing, "", {}
        if choosing:
            found = await look(actor, load_booking_choices)
            there = {self.visit.practitioner_id, *(one.id for one in self.visit.assistants)}
            self.helpers = [
                ChoiceRow(one.id, one.name) for one in found.practitioners if one.id not in there
            ]

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def take_part(self, actor: Actor, joins: bool, practitioner_id: str) -> Answer:
        """Let somebody take part in the visit, or no longer."""
        who = parse_id(PractitionerId, practitioner_id, what="The practitioner")
        others = [parse_id(PractitionerId, one.id) for one in self.visit.assistants]
        left = [one for one in others if one != who]
        await perform(
            actor,
            change_assistants,
            appointment_id=self._id(),
            version=self.visit.version,
            assistants=[*left, who] if joins else left,
        )
        self.staffing, self.parting = False, ""
        await self._load(actor, self._id())
        return say("They take part as well." if joins else "They no longer take part.")

    @rx.event
    @open_door
    async def ask_part(self, practitioner_id: str) -> Answer:
        """Ask in which part of the visit somebody shall assist; asked again, leave it."""
        asked = "" if practitioner_id == self.parting else practitioner_id
        self.parting, self.staffing, self.errors = asked, False, {}

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def give_part(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Let them assist in that part."""
        self.errors = {}
        who = parse_id(PractitionerId, self.parting, what="The practitioner")
        part = typed_part(typed(form, "part_begins"), typed(form, "part_lasts")) or WHOLE
        others = [parse_id(PractitionerId, one.id) for one in self.visit.assistants]
        await perform(
            actor,
            change_assistants,
            appointment_id=self._id(),
            version=self.visit.version,
            assistants={**dict.fromkeys(others), who: part},
        )
        self.parting = ""
        await self._load(actor, self._id())
        return say("Their part is changed.")

    def _id(self) -> AppointmentId:
        raise NotImplementedError

    def _load(self, actor: Actor, appointment_id: AppointmentId) -> Awaitable[None]:
        raise NotImplementedError
