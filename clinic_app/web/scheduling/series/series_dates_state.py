"""The dates of a series in a dialog: what stands against each, and what is decided about it."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import ClinicError
from clinic_app.web.scheduling.series.rule_state import WRITE, RuleState
from clinic_app.web.scheduling.series.series_words import ANYWAY, OUT, told_words
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer

_FIELDS = frozenset({"every", "count", "until", "frequency"})


class SeriesDatesState(RuleState, rx.State, mixin=True):
    """A rule's dialog with its dates below. Its own state says how they are looked at and kept."""

    shown: rx.Field[bool] = rx.field(False)
    lines: rx.Field[list[Any]] = rx.field(default_factory=list[Any])  # each a `DecidedLine`
    clashes: rx.Field[int] = rx.field(0)  # dates that nothing was decided about
    deed: rx.Field[str] = rx.field("")  # what the button does; "" for nothing
    told: rx.Field[str] = rx.field("")  # the list for who hears it

    _decided: dict[int, str] = {}  # noqa: RUF012  # number -> an instant to take instead, OUT or ANYWAY

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        return None if self.shown else self._closed()

    @rx.event
    @door(WRITE)
    async def decide(self, actor: Actor, number: int, what: str) -> Answer:
        """Take another time for a date, leave it, have it anyway, or do as the rule has it ("")."""
        line = next((one for one in self.lines if one.number == number), None)
        known = {"", OUT, *(choice.start for choice in line.choices)} if line else set[str]()
        if what in known or (what == ANYWAY and line and line.soft):
            self._decided = {**self._decided, number: what}
            await self._preview(actor, again=True)

    @rx.event
    @door(WRITE)
    async def take_nearest(self, actor: Actor) -> Answer:
        """Take the nearest free time for every date that clashes."""
        taken: set[str] = set(self._decided.values())
        for line in self.lines:
            free = [choice.start for choice in line.choices if choice.start not in taken]
            if line.state == "clash" and free:
                self._decided = {**self._decided, line.number: free[0]}
                taken.add(free[0])
        await self._preview(actor, again=True)

    async def _preview(self, actor: Actor, *, again: bool = False) -> None:
        """Ask for the dates anew; decisions hold only for the rule they were made for."""
        if not again:
            self._decided = {}
        self.errors = {}
        try:
            await self._look(actor)
        except ClinicError as refusal:
            if refusal.field is None:
                raise
            name = refusal.field if self._has(refusal.field) else "repeat"
            self.errors = {name: refusal.message}
            self.words, self.lines, self.deed = "", [], ""
        self.clashes = sum(1 for line in self.lines if line.state == "clash")
        self.told = told_words(self.lines, self.clashes, self.deed) if self.lines else ""

    def _closed(self) -> Answer:
        """Return what follows when the dialog is closed."""

    async def _look(self, actor: Actor) -> None:
        """Set words, lines and deed from a preview. Raises what is wrong with the rule."""
        raise NotImplementedError

    def _has(self, field: str) -> bool:
        """Tell whether the dialog has a field of that name, which a refusal can stand beside."""
        return field in _FIELDS
