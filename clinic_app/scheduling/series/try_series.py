"""Try each date of a changed series against what is free, all of them on facts loaded once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import ServiceId
from clinic_app.kit.zones import first_instant
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.free_times.slot_rules import Span
from clinic_app.scheduling.series.series_busy import patient_busy, spans_without, taken_by, without
from clinic_app.scheduling.series.series_fit import (
    Around,
    free_between,
    meant_by,
    nearest_to,
    tried,
    tried_at,
)
from clinic_app.scheduling.series.series_parts import Gets, Planned
from clinic_app.scheduling.series.series_plan import Deed, Line
from clinic_app.scheduling.series.series_rows import ChangeLine
from clinic_app.scheduling.start_rules import farthest

_NEAR = timedelta(days=7)


async def try_series(
    session: AsyncSession, actor: Actor, planned: Planned
) -> tuple[ChangeLine, ...]:
    """Return the lines of a plan in the order of time: what stands against each, and what is near.

    Part of a verb that was allowed to look; nothing is taken.
    """
    tries = [one for one in planned.lines if one.takes]
    lines = [_as_it_is(one) for one in planned.lines if not one.takes]
    if tries:
        ground = await _ground(session, actor, planned)
        lines += _with_nearest(ground, [ground.tried(one) for one in tries])
    return tuple(sorted(lines, key=lambda one: one.wall))


def _as_it_is(line: Line) -> ChangeLine:
    where = line.part.member.wall if line.part else line.at
    return ChangeLine(line.number, line.deed, where, where, None, "", (), line.words)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A line with what it was tried against."""

    line: ChangeLine
    around: Around


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the lines are tried against: all facts, and what is asked of whom."""

    around: Around
    planned: Planned
    kept: tuple[Span, ...]  # the series' own visits that stay

    def tried(self, line: Line) -> _Tried:
        """Return a line with what stands against it."""
        around = self._around(self.planned.gets(line), moved=line.part is not None)
        was = line.part.member.wall if line.part else None
        if line.deed == Deed.CHANGE:  # an instant, whatever the clock
            date = tried_at(around, line.number, line.at, line.member.starts_at)
        else:
            date = tried(around, line.number, line.at)
        got = ChangeLine(
            *(line.number, line.deed, line.at, was),
            *(date.start, date.clash, (), line.words, date.soft),
        )
        return _Tried(got, around)

    def _around(self, gets: Gets, *, moved: bool) -> Around:
        facts = self.around.facts
        room = self.planned.wanted.room_id
        return replace(
            self.around,
            facts=replace(
                facts,
                need=replace(facts.need, duration=gets.minutes * 60),
                workers=tuple(one for one in facts.workers if one.id == gets.practitioner_id),
                rooms=tuple(one for one in facts.rooms if room in {None, one.id}),
                team=facts.team.of(gets.assistants, moved=moved),
            ),
        )


async def _ground(session: AsyncSession, actor: Actor, planned: Planned) -> _Ground:
    standing, series = planned.standing, planned.standing.series
    days = [*planned.walls, *(part.member.wall for part in standing.parts)]
    first = min(days) - _NEAR
    last = min(max(days), max(days[0], farthest(actor.time_zone))) + _NEAR
    facts = await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(series.service_id),
        practitioner_id=None,
        first_day=first.date(),
        last_day=last.date(),
        assistants=standing.assistants,
    )
    leaves = planned.leaving
    taken = await taken_by(session, actor, leaves)
    busy: tuple[Span, ...] = ()
    if facts.one_visit_per_patient:
        begin, end = (first_instant(at, actor.time_zone) for at in (first, last))
        busy = await patient_busy(
            session, actor, patient_id=series.patient_id, begin=begin, end=end
        )
        busy = spans_without(busy, series.patient_id, taken)
    around = Around(without(facts, taken), busy, actor.time_zone)
    kept = [part.member for part in standing.parts if part.member.id not in leaves]
    spans = [(int(one.starts_at.timestamp()), one.minutes * 60) for one in kept]
    return _Ground(around, planned, tuple((begin, begin + length) for begin, length in spans))


def _with_nearest(ground: _Ground, lines: Sequence[_Tried]) -> list[ChangeLine]:
    kept = [*ground.kept, *(_span(one) for one in lines if one.line.start and not one.line.clash)]
    return [
        replace(one.line, nearest=_nearest(ground, one, kept)) if one.line.clash else one.line
        for one in lines
    ]


def _nearest(ground: _Ground, one: _Tried, kept: list[Span]) -> tuple[FreeSlot, ...]:
    meant = meant_by(one.line.wall, ground.around.zone_name)
    reach = int(_NEAR.total_seconds())
    free = free_between(one.around, (meant[0] - reach, meant[-1] + reach))
    return nearest_to(one.around, free, meant, kept)


def _span(one: _Tried) -> Span:
    begin = int(one.line.start.timestamp()) if one.line.start else 0
    return (begin, begin + one.around.facts.need.duration)
