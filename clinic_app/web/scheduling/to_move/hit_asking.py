"""The question before a change that hits visits: which ones, and whether to go on."""

from collections.abc import Sequence

import reflex as rx

from clinic_app.kit.errors import NotFound
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from clinic_app.web.scheduling.to_move.hit_rows import HitLine, hit_lines, hit_words
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer


class HitAsking(rx.State, mixin=True):
    """What `hit_question` shows. The state has a `go_on` beside what asked."""

    asking: rx.Field[bool] = rx.field(False)  # whether to go on, although visits are booked then
    hit: rx.Field[list[HitLine]] = rx.field(default_factory=list[HitLine])
    hit_words: rx.Field[str] = rx.field("")

    @rx.event
    @open_door
    async def show_question(self, shown: bool) -> Answer:
        """Close the question; only what hits visits asks it."""
        self.asking = shown and self.asking

    def _ask(self, visits: Sequence[MisplacedVisit]) -> bool:
        """Ask when there are any; tell whether it does."""
        self.hit, self.hit_words = hit_lines(visits), hit_words(visits)
        self.asking = bool(visits)
        return self.asking

    def _answered(self) -> None:
        """Take the answer, once. Raises NotFound when nothing was asked."""
        if not self.asking:
            raise NotFound
        self.asking = False
