"""The page that helps to move visits whose practitioner will not be at work."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.live.topics import Topic
from clinic_app.scheduling.to_move.find_others import MOST, find_others
from clinic_app.scheduling.to_move.keep_misplaced import keep_misplaced
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.move_all_to_others import (
    move_all_to_others,
    stood_before,
)
from clinic_app.scheduling.to_move.move_choices import move_choices
from clinic_app.scheduling.to_move.take_choice import take_choice
from clinic_app.web.scheduling.hours.desk_time_off_state import DeskTimeOffState
from clinic_app.web.scheduling.to_move.hit_rows import HitLine, hit_line
from clinic_app.web.scheduling.to_move.moving_words import (
    ChoiceLine,
    ResultLine,
    choice_line,
    choices_hint,
    done_words,
    missing_of,
    plan_line,
    plan_words,
    result_line,
    still_so,
)
from clinic_app.web.scheduling.visit.undo_state import offer_old_place
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say, warn
from clinic_app.web.session.pushes import pushes

_READ = Permission.APPOINTMENT_WRITE


class MovingState(rx.State):
    """The page /visits-to-move."""

    loading: rx.Field[bool] = rx.field(True)
    lines: rx.Field[list[HitLine]] = rx.field(default_factory=list[HitLine])
    chosen: rx.Field[str] = rx.field("")  # the visit whose choices are shown
    hint: rx.Field[str] = rx.field("")  # what they are
    choices: rx.Field[list[ChoiceLine]] = rx.field(default_factory=list[ChoiceLine])
    results: rx.Field[list[ResultLine]] = rx.field(default_factory=list[ResultLine])
    asking: rx.Field[bool] = rx.field(False)  # whether all shall go to others
    planned: rx.Field[list[ResultLine]] = rx.field(default_factory=list[ResultLine])
    question: rx.Field[str] = rx.field("")
    can_move: rx.Field[int] = rx.field(0)
    busy: rx.Field[bool] = rx.field(False)

    @rx.event
    @door(_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true; ?time-off=1 asks who is away."""
        self.reset()
        self.lines, self.loading = await _lines(actor), False
        asked = self.router.url.query_parameters.get("time-off") == "1"
        if asked and may(actor, Permission.TIME_OFF_WRITE):
            return [MovingState.watch, DeskTimeOffState.begin]
        return [DeskTimeOffState.show(False), MovingState.watch]

    @rx.event(background=True)
    @live_door(_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when visits or hours change."""
        topics = (Topic.CALENDAR, Topic.SCHEDULE)
        async for actor in pushes(self, _READ, *topics):
            lines = await _lines(actor)
            async with self:
                self.lines = lines
                self.results = still_so(self.results, lines)
            yield

    @rx.event
    @door(_READ)
    async def find_times(self, actor: Actor, line_id: str) -> Answer:
        """Show where a visit could go, or who could assist; asked again, hide it."""
        if line_id == self.chosen:
            self.chosen, self.choices = "", []
            return
        line = self._line(line_id)
        appointment_id, gone, _ = missing_of(line)
        found = await look(actor, move_choices, appointment_id=appointment_id, instead_of=gone)
        self.choices = [
            choice_line(one, line, actor.time_zone) for one in (*found.others, *found.nearest)
        ]
        self.hint, self.chosen = choices_hint(found, line), line_id

    @rx.event
    @door(_READ)
    async def move(self, actor: Actor, line_id: str, choice_id: str) -> Answer:
        """Take one of the choices that are shown."""
        line = self._line(line_id)
        choice = next((one for one in self.choices if one.id == choice_id), None)
        if choice is None or line_id != self.chosen:
            raise NotFound("That time")
        appointment_id, gone, _ = missing_of(line)
        before = await take_choice(
            *(actor, choice.meant()),
            appointment_id=appointment_id,
            version=line.version,
            gone=gone,
        )
        self.chosen, self.choices = "", []
        self.lines = await _lines(actor)
        return say(choice.done, offer=await offer_old_place(self, (before,)))

    @rx.event
    @door(Permission.APPOINTMENT_OVERRIDE)
    async def keep(self, actor: Actor, line_id: str) -> Answer:
        """Let a visit stay as it is booked."""
        line = self._line(line_id)
        await perform(
            actor, keep_misplaced, appointment_id=missing_of(line)[0], version=line.version
        )
        self.lines = await _lines(actor)
        return say("It stays as booked, marked as outside working hours.")

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the buttons from being pressed twice."""
        self.busy = True

    @rx.event
    @door(_READ)
    async def ask_all(self, actor: Actor) -> Answer:
        """Show who could take each of the visits, before anybody is moved."""
        self.busy = False
        asked = sorted(self.lines, key=lambda line: not line.assists)[:MOST]  # the team first
        found = await look(actor, find_others, missing=[missing_of(one)[:2] for one in asked])
        self.planned = [
            plan_line(*each, actor.time_zone) for each in zip(asked, found, strict=True)
        ]
        self.can_move = sum(line.done for line in self.planned)
        if not self.can_move:
            return warn("Nobody else is free for any of them.")
        self.question = plan_words(self.planned, len(self.lines))
        self.asking = True
        return None

    @rx.event
    @open_door
    async def show_question(self, shown: bool) -> Answer:
        """Close the question (or let Radix say that it is open)."""
        self.asking = shown and self.asking

    @rx.event
    @door(_READ)
    async def move_all(self, actor: Actor) -> Answer:
        """Give every visit that was shown to who is free at its time; say what could not be."""
        self.busy = False
        if not self.asking:
            return None  # the second of two quick presses
        self.asking, self.chosen = False, ""
        there = {line.id: line for line in self.lines}
        asked = [(there[one.id], one) for one in self.planned if one.done and one.id in there]
        missing = [missing_of(line, by=one.by) for line, one in asked]
        moved = await move_all_to_others(actor, missing=missing)
        lines = [line for line, _ in asked]
        self.results = [
            result_line(*each, actor.time_zone) for each in zip(moved, lines, strict=True)
        ]
        self.lines = await _lines(actor)
        back = stood_before(moved)
        offer = await offer_old_place(self, back) if back else None
        tell = say if all(one.done for one in self.results) else warn
        return tell(done_words(self.results), offer=offer)

    def _line(self, line_id: str) -> HitLine:
        line = next((line for line in self.lines if line.id == line_id), None)
        if line is None:
            raise NotFound("The visit")
        return line


async def _lines(actor: Actor) -> list[HitLine]:
    return [hit_line(visit) for visit in await look(actor, list_visits_to_move)]
