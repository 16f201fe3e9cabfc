"""Everything that stands against one time, as sentences. Pure; names no patient but who comes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.team_rules import has_team, missing
from clinic_app.scheduling.free_times.slot_facts import Resource, SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_reasons import (
    held_until,
    off_work,
    why_bound,
    why_too_few,
)
from clinic_app.scheduling.free_times.slot_rules import Span, covers, overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session, is_given
from clinic_app.scheduling.limit_rules import why_full
from clinic_app.scheduling.wall_words import clock


class Met(NamedTuple):
    """A reservation in the way: what it takes, and the visit itself without its buffers."""

    resource: UUID
    span: Span
    visit: Span
    group: str = ""  # the service of a group's session,
    left: int = 0  # and its seats that are left


class Asked(NamedTuple):
    """The time that is asked about."""

    facts: SlotFacts
    start: int
    zone_name: str
    met: Sequence[Met]

    def of(self, worker: Worker) -> "Asked":
        """Return what is asked of somebody, who may be needed for a part of the visit."""
        need, start = worker.own(self.facts.need, self.start)
        around = need.around(start)
        met = [one for one in self.met if overlapping([one.span], around)]
        return Asked(replace(self.facts, need=need), start, self.zone_name, met)

    @property
    def visit(self) -> Span:
        """The visit without its buffers."""
        return (self.start, self.start + self.facts.need.duration)

    @property
    def around(self) -> Span:
        """The visit with its buffers."""
        return self.facts.need.around(self.start)


def of_the_service(asked: Asked) -> Iterator[str]:
    """Yield what stands against the service at that time, whoever gives it."""
    facts = asked.facts
    if facts.archived:
        yield f"{facts.service} is no longer offered."
    bound = why_bound(facts, asked.start)
    if bound:
        yield bound
    if not facts.workers:
        yield f"Nobody gives {facts.service}."


def of_those_who_come(asked: Asked) -> Iterator[str]:
    """Yield who of them has another visit then."""
    for one in asked.facts.expected:
        met = overlapping(one.busy, asked.visit)
        if met:
            begins, ends = (_clock(asked, moment) for moment in met)
            yield f"{one.name} already has a visit from {begins} to {ends}."


def joins_a_session(asked: Asked) -> bool:
    """Tell whether a group begins then that has a seat left: then nobody and nothing is taken."""
    workers = {worker.id: worker for worker in asked.facts.workers}

    def has_room(session: Session) -> bool:
        worker = workers.get(session.practitioner_id)
        return worker is not None and not worker.is_full(asked.start) and is_given(session, worker)

    return any(
        one.span[0] == asked.visit[0] and asked.facts.lets_in(one) and has_room(one)
        for one in asked.facts.sessions
    )


def of_the_worker(asked: Asked, worker: Worker) -> Iterator[str]:
    """Yield what stands against one practitioner at that time."""
    if worker.cap is not None and worker.is_full(asked.start):
        yield why_full(worker.name, worker.cap)
    if overlapping(worker.off, asked.visit):
        yield f"{worker.name} has time off."
    if not covers(worker.work, asked.visit):
        why = off_work(worker, asked.visit)
        yield f"{why[0].upper()}{why[1:]}{_working_hours(asked, worker)}."
    for met in asked.met:
        if met.resource == worker.id:
            yield _why_met(asked, worker.name, met)


def of_the_team(asked: Asked, givers: Sequence[Worker]) -> Iterator[str]:
    """Yield what stands against those who must assist, or that too few can with any of some."""
    for session in asked.facts.sessions:
        if session.span[0] == asked.start and session.left > 0:
            yield from (why_full(*one) for one in session.full)
    team, need = asked.facts.team, asked.facts.need
    lacking = list(missing(team, need, asked.start))
    for helper in lacking:
        yield from of_the_worker(asked.of(helper), helper)
    enough = (has_team(team, need, giver.id, asked.start) for giver in givers)
    told = bool(lacking) and len(team.named) == team.size
    if not told and not any(enough):
        yield why_too_few(asked.facts)


def of_the_rooms(asked: Asked) -> Iterator[str]:
    """Yield why no room is free, nothing when one is."""
    facts = asked.facts
    if not facts.needs_room:
        return
    if not facts.rooms:
        yield f"No room fits {facts.service}."
    if all(overlapping(room.busy, asked.around) for room in facts.rooms):
        for room in facts.rooms:
            yield _in_use(asked, room)


def of_the_devices(asked: Asked) -> Iterator[str]:
    """Yield which of the needed devices cannot be had."""
    for device in asked.facts.devices:
        if device.archived:
            yield f"{device.name} is archived."
        elif overlapping(device.busy, asked.around):
            yield _in_use(asked, device)


def _in_use(asked: Asked, resource: Resource) -> str:
    span = overlapping(resource.busy, asked.around) or asked.around
    held = held_until(asked.facts, resource.id, span, asked.zone_name)
    return f"{resource.name} is {held or f'taken until {_clock(asked, span[1])}'}."


def _working_hours(asked: Asked, worker: Worker) -> str:
    """Return “: Dr. Zhao works 9:00–12:00 and 13:00–17:00” of the day that is asked about."""
    day = to_wall(instant(asked.start), asked.zone_name).date()
    spans = [
        f"{_clock(asked, begin)}–{_clock(asked, end)}"
        for begin, end in worker.work
        if to_wall(instant(begin), asked.zone_name).date() == day
    ]
    return f": {worker.name} works {' and '.join(spans)}" if spans else f" of {worker.name}"


def _why_met(asked: Asked, name: str, met: Met) -> str:
    held = held_until(asked.facts, met.resource, met.span, asked.zone_name)
    if held:
        return f"{held[0].upper()}{held[1:]}."
    begins, ends = (_clock(asked, moment) for moment in met.visit)
    if met.visit[0] < asked.visit[1] and met.visit[1] > asked.visit[0]:
        another = f"{name} has another visit from {begins} to {ends}."
        session = f"{name} gives {met.group} at {begins}, {_seats(met.left)}."
        return session if met.group else another
    if met.visit[1] <= asked.start < met.span[1]:
        return f"Buffer of the {begins} visit, until {_clock(asked, met.span[1])}."
    if asked.start < met.visit[0] and met.span[0] < asked.visit[1]:
        return f"Buffer of the {begins} visit, from {_clock(asked, met.span[0])}."
    service = asked.facts.service
    if met.visit[1] <= asked.start:
        before = asked.facts.need.before // 60
        return f"{service} keeps {before} min free before it, and the {begins} visit is then."
    after = asked.facts.need.after // 60
    return f"{service} keeps {after} min free after it, and the {begins} visit is then."


def _seats(left: int) -> str:
    if not left:
        return "every seat is taken or held"
    return "1 seat left" if left == 1 else f"{left} seats left"


def _clock(asked: Asked, seconds: int) -> str:
    return clock(to_wall(instant(seconds), asked.zone_name))
