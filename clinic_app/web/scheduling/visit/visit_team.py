"""Who else takes part in a visit or a session, on its sheet: adding and removing."""

from collections.abc import Awaitable
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.ids import PractitionerId, parse_id
from clinic_app.scheduling.assistants.part_rules import WHOLE, Assistants
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.groups.group_rows import GroupSheet
from clinic_app.scheduling.visit.visit_rows import VisitSheet
from clinic_app.web.scheduling.booking.helper_rows import typed_part
from clinic_app.web.scheduling.set_up.forms import typed
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow


class VisitTeam(rx.State, mixin=True):
    """The vars and doors of who assists in what a sheet shows."""

    staffing: rx.Field[bool] = rx.field(False)  # whether somebody is being chosen
    parting: rx.Field[str] = rx.field("")  # of whom the part is being changed
    helpers: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])

    errors: rx.Field[dict[str, str]]

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def staff(self, actor: Actor, choosing: bool) -> Answer:
        """Ask who shall take part as well, or leave it."""
        self.staffing, self.parting, self.errors = choosing, "", {}
        if choosing:
            found = await look(actor, load_booking_choices)
            sheet = self._sheet()
            there = {sheet.practitioner_id, *(one.id for one in sheet.assistants)}
            self.helpers = [
                ChoiceRow(one.id, one.name) for one in found.practitioners if one.id not in there
            ]

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def take_part(self, actor: Actor, joins: bool, practitioner_id: str) -> Answer:
        """Let somebody take part, or no longer."""
        who = parse_id(PractitionerId, practitioner_id, what="The practitioner")
        left = [one for one in self._others() if one != who]
        await self._let_assist(actor, [*left, who] if joins else left)
        self.staffing, self.parting = False, ""
        return say("They take part as well." if joins else "They no longer take part.")

    @rx.event
    @open_door
    async def ask_part(self, practitioner_id: str) -> Answer:
        """Ask in which part of it somebody shall assist; asked again, leave it."""
        asked = "" if practitioner_id == self.parting else practitioner_id
        self.parting, self.staffing, self.errors = asked, False, {}

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def give_part(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Let them assist in that part."""
        self.errors = {}
        who = parse_id(PractitionerId, self.parting, what="The practitioner")
        part = typed_part(typed(form, "part_begins"), typed(form, "part_lasts")) or WHOLE
        await self._let_assist(actor, {**dict.fromkeys(self._others()), who: part})
        self.parting = ""
        return say("Their part is changed.")

    def _others(self) -> list[PractitionerId]:
        return [parse_id(PractitionerId, one.id) for one in self._sheet().assistants]

    def _sheet(self) -> VisitSheet | GroupSheet:
        raise NotImplementedError

    def _let_assist(self, actor: Actor, assistants: Assistants) -> Awaitable[None]:
        """Let exactly these assist, and show what that is now."""
        raise NotImplementedError
