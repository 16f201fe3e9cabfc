"""How a series repeats, as a form has it: for a new series, and for one that is changed."""

from datetime import date

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.scheduling.series.series_rules import Repeat
from clinic_app.web.scheduling.series.series_words import frequencies, read_repeat
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.saving import Saving
from clinic_app.web.ui.choice_field import ChoiceRow

WRITE = Permission.APPOINTMENT_WRITE
_NAMES = {"frequency", "every", "ends", "count", "until"}


class RuleState(Saving, rx.State, mixin=True):
    """The fields of a rule, and its words; whoever has them looks at the dates again."""

    opened: rx.Field[str] = rx.field("")  # differs at each opening, so that fields start afresh
    choices: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    frequency: rx.Field[str] = rx.field("weekly")
    every: rx.Field[str] = rx.field("1")
    weekdays: rx.Field[list[int]] = rx.field(default_factory=list[int])
    ends: rx.Field[str] = rx.field("count")  # count, until, or here: with the first date
    count: rx.Field[str] = rx.field("10")
    until: rx.Field[str] = rx.field("")
    words: rx.Field[str] = rx.field("")

    @rx.event
    @door(WRITE)
    async def choose(self, actor: Actor, name: str, value: str) -> Answer:
        """Change a part of the rule; half-typed ones say what is missing."""
        if name not in _NAMES:
            return
        setattr(self, name, value)
        await self._preview(actor)

    @rx.event
    @door(WRITE)
    async def toggle_weekday(self, actor: Actor, weekday: int) -> Answer:
        """Add a weekday to the rule or take one away; one stays."""
        days = set(self.weekdays) ^ {weekday}
        self.weekdays = sorted(days & set(range(7))) or self.weekdays
        await self._preview(actor)

    def _repeat(self, first: date) -> Repeat:
        """Return the rule. Raises Invalid beside the field of a half-typed one."""
        last = {"count": self.count, "here": first.isoformat()}.get(self.ends, self.until)
        return read_repeat(self.frequency, self.every, self.weekdays, self.ends, last)

    def _offer_rules(self, first: date) -> None:
        """Offer the ways to repeat a visit of that day."""
        self.choices = frequencies(first)
        if self.frequency not in {one.value for one in self.choices}:
            self.frequency = next(
                one.value for one in self.choices if one.value.startswith(self.frequency[:15])
            )

    async def _preview(self, actor: Actor, *, again: bool = False) -> None:
        raise NotImplementedError
