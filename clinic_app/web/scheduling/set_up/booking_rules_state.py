"""The page of the clinic's booking rules."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.live.topics import Topic
from clinic_app.scheduling.set_up.get_booking_rules import ClinicRules, get_booking_rules
from clinic_app.scheduling.set_up.set_booking_rules import set_booking_rules
from clinic_app.web.scheduling.set_up.forms import minutes
from clinic_app.web.scheduling.set_up.rule_choices import ahead_choices, notice_choices
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes
from clinic_app.web.ui.choice_field import ChoiceRow


class BookingRulesState(rx.State):
    """The page /settings/booking-rules."""

    loaded: rx.Field[bool] = rx.field(False)
    version: rx.Field[int] = rx.field(0)  # begins the fields afresh when the rules changed
    notice: rx.Field[str] = rx.field("0")
    ahead: rx.Field[str] = rx.field("")
    hold: rx.Field[str] = rx.field("")
    tells: rx.Field[str] = rx.field("linked")
    notices: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    aheads: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the rules, and hear of others' changes."""
        self.errors = {}
        self._show(await look(actor, get_booking_rules))
        return BookingRulesState.watch

    @rx.event(background=True)
    @live_door(Permission.SCHEDULE_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody saves."""
        async for actor in pushes(self, Permission.SCHEDULE_WRITE, Topic.SCHEDULE):
            rules = await look(actor, get_booking_rules)
            async with self:
                self._show(rules)
            yield

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the rules."""
        self.errors = {}
        await perform(
            actor,
            set_booking_rules,
            notice_minutes=minutes(form, "notice_minutes"),
            ahead_days=minutes(form, "ahead_days"),
            hold_minutes=minutes(form, "hold_minutes"),
            tells=str(form.get("tells", "")),
        )
        self._show(await look(actor, get_booking_rules))
        return say("Booking rules saved.")

    def _show(self, kept: ClinicRules) -> None:
        before = (self.notice, self.ahead, self.hold, self.tells)
        self.notices = notice_choices(kept.notice_minutes, own=False)
        self.aheads = ahead_choices(kept.ahead_days, own=False)
        self.notice, self.ahead = str(kept.notice_minutes), str(kept.ahead_days)
        self.hold, self.tells = str(kept.hold_minutes), kept.tells
        self.version += before != (self.notice, self.ahead, self.hold, self.tells)
        self.loaded = True
