"""The page that helps to move visits whose practitioner will not be at work."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, PractitionerId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.live.topics import Topic
from clinic_app.scheduling.keep_misplaced import keep_misplaced
from clinic_app.scheduling.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.move_all_to_others import MOST, Missing, Moved, move_all_to_others
from clinic_app.scheduling.move_choices import MoveChoice, move_choices
from clinic_app.scheduling.take_choice import take_choice
from clinic_app.scheduling.wall_words import exact_clock, short_day
from clinic_app.web.scheduling.hit_rows import HitLine, hit_line
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say, warn
from clinic_app.web.session.pushes import pushes

_READ = Permission.APPOINTMENT_WRITE


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A way out: somebody else at the same time, or another time."""

    id: str
    label: str  # “Same time · Dr. Omar Hassan”
    done: str  # what is said of it afterwards
    practitioner_id: str
    at: int  # seconds since 1970, so that an hour that comes twice is one of the two
    assists: bool

    def meant(self) -> MoveChoice:
        """Return it as the verbs take it."""
        who = parse_id(PractitionerId, self.practitioner_id)
        return MoveChoice(who, "", datetime.fromtimestamp(self.at, UTC), self.assists)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What became of a visit that was to be moved with all the others."""

    id: str
    when: str
    patient: str
    said: str
    done: bool


class MovingState(rx.State):
    """The page /visits-to-move."""

    loading: rx.Field[bool] = rx.field(True)
    lines: rx.Field[list[HitLine]] = rx.field(default_factory=list[HitLine])
    chosen: rx.Field[str] = rx.field("")  # the visit whose choices are shown
    choices: rx.Field[list[ChoiceLine]] = rx.field(default_factory=list[ChoiceLine])
    results: rx.Field[list[ResultLine]] = rx.field(default_factory=list[ResultLine])

    @rx.event
    @door(_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.chosen, self.choices, self.results = "", [], []
        self.lines, self.loading = await _lines(actor), False
        return MovingState.watch

    @rx.event(background=True)
    @live_door(_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when visits or hours change."""
        topics = (Topic.CALENDAR, Topic.SCHEDULE)
        async for actor in pushes(self, _READ, *topics):
            lines = await _lines(actor)
            async with self:
                self.lines = lines
            yield

    @rx.event
    @door(_READ)
    async def find_times(self, actor: Actor, line_id: str) -> Answer:
        """Show where a visit could go, or who could assist; asked again, hide it."""
        if line_id == self.chosen:
            self.chosen, self.choices = "", []
            return
        appointment_id, gone = _missing(self._line(line_id))
        found = await look(actor, move_choices, appointment_id=appointment_id, instead_of=gone)
        self.choices = [
            *(_choice(one, actor.time_zone, same_time=True) for one in found.others),
            *(_choice(one, actor.time_zone, same_time=False) for one in found.nearest),
        ]
        self.chosen = line_id

    @rx.event
    @door(_READ)
    async def move(self, actor: Actor, line_id: str, choice_id: str) -> Answer:
        """Take one of the choices that are shown."""
        line = self._line(line_id)
        choice = next((one for one in self.choices if one.id == choice_id), None)
        if choice is None or line_id != self.chosen:
            raise NotFound("That time")
        appointment_id, gone = _missing(line)
        await take_choice(
            *(actor, choice.meant()),
            appointment_id=appointment_id,
            version=line.version,
            gone=gone,
        )
        self.chosen, self.choices = "", []
        self.lines = await _lines(actor)
        return say(choice.done)

    @rx.event
    @door(Permission.APPOINTMENT_OVERRIDE)
    async def keep(self, actor: Actor, line_id: str) -> Answer:
        """Let a visit stay as it is booked."""
        line = self._line(line_id)
        await perform(actor, keep_misplaced, appointment_id=_missing(line)[0], version=line.version)
        self.lines = await _lines(actor)
        return say("It stays as booked, marked as outside working hours.")

    @rx.event
    @door(_READ)
    async def move_all(self, actor: Actor) -> Answer:
        """Give every visit to somebody who is free at its time; say what could not be moved."""
        team_first = sorted(self.lines, key=lambda line: not line.assists)[:MOST]
        moved = await move_all_to_others(actor, missing=[_missing(one) for one in team_first])
        self.results = [_result(*each) for each in zip(moved, team_first, strict=True)]
        self.lines = await _lines(actor)
        done = sum(1 for one in moved if one.to)
        if done == len(moved):
            return say(f"{done} moved. Please tell the patients.")
        return warn(f"{done} moved, {len(moved) - done} still to be moved.")

    def _line(self, line_id: str) -> HitLine:
        line = next((line for line in self.lines if line.id == line_id), None)
        if line is None:
            raise NotFound("The visit")
        return line


def _missing(line: HitLine) -> Missing:
    return Missing(
        parse_id(AppointmentId, line.visit_id), parse_id(PractitionerId, line.practitioner_id)
    )


async def _lines(actor: Actor) -> list[HitLine]:
    return [hit_line(visit) for visit in await look(actor, list_visits_to_move)]


def _choice(choice: MoveChoice, zone_name: str, *, same_time: bool) -> ChoiceLine:
    wall = to_wall(choice.start, zone_name)
    when = (
        "Same time"
        if same_time
        else f"{short_day(wall.date())}, {exact_clock(choice.start, zone_name)}"
    )
    at, who = int(choice.start.timestamp()), choice.practitioner
    return ChoiceLine(
        id=f"{choice.practitioner_id}/{at}",
        label=f"{who} assists instead" if choice.assists else f"{when} · {who}",
        done=f"{who} assists now." if choice.assists else "Moved. Please tell the patient.",
        practitioner_id=str(choice.practitioner_id),
        at=at,
        assists=choice.assists,
    )


def _result(moved: Moved, line: HitLine) -> ResultLine:
    now_so = f"{moved.to} assists now" if line.assists else f"Now with {moved.to}"
    said = now_so if moved.to else moved.why_not
    return ResultLine(line.id, line.when, line.patient, said, bool(moved.to))
