"""What another rule would make of a series: what stays, moves, comes and goes, and what clashes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, ServiceId
from clinic_app.kit.zones import first_instant
from clinic_app.scheduling.series_busy import patient_busy, spans_without, taken_by, without
from clinic_app.scheduling.series_fit import (
    Around,
    clash_at,
    free_between,
    meant_by,
    nearest_to,
    tried,
)
from clinic_app.scheduling.series_parts import Planned, Standing, load_standing, plan
from clinic_app.scheduling.series_plan import Deed, Line, Part, Wanted
from clinic_app.scheduling.series_rows import ChangeLine, ChangePreview, Scope
from clinic_app.scheduling.series_rules import Repeat, rule_words
from clinic_app.scheduling.slot_facts import load_slot_facts
from clinic_app.scheduling.slot_rows import FreeSlot
from clinic_app.scheduling.slot_rules import Span
from clinic_app.scheduling.start_rules import farthest

_NEAR = timedelta(days=7)


async def preview_series_change(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    start: datetime,
    repeat: Repeat,
    wanted: Wanted | None = None,
) -> ChangePreview:
    """Return each visit and date of a new rule from a naive wall time on, with what is near.

    A handful of queries, however many dates. What moves or goes stands against nothing.
    Raises Invalid for a rule that cannot be, and what `load_standing` raises.
    """
    require(actor, Permission.APPOINTMENT_READ)
    standing = await load_standing(session, actor, appointment_id=appointment_id, scope=scope)
    planned = plan(standing, start=start, repeat=repeat)
    asked = wanted or Wanted()
    tries = [one for one in planned.lines if _is_new(one, asked)]
    lines = [_as_it_is(one) for one in planned.lines if not _is_new(one, asked)]
    if tries:
        ground = await _ground(session, actor, standing, planned, asked)
        lines += _with_nearest(ground, [ground.tried(one) for one in tries])
    lines.sort(key=lambda one: one.wall)
    return ChangePreview(planned.rule, rule_words(planned.rule), tuple(lines), standing.seen)


def _is_new(line: Line, wanted: Wanted) -> bool:
    """Tell whether anything is taken anew for a line."""
    changes = line.part is not None and wanted.changes(line.part)
    return line.deed in {Deed.MOVE, Deed.ADD} or (line.deed == Deed.KEEP and changes)


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
    wanted: Wanted
    standing: Standing
    kept: tuple[Span, ...]  # the series' own visits that stay

    def tried(self, line: Line) -> _Tried:
        """Return a line with what stands against it."""
        around = self._around(line.part or self.standing.parts[0], moved=line.part is not None)
        was = line.part.member.wall if line.part else None
        if line.deed == Deed.KEEP and line.part is not None:  # an instant, whatever the clock
            start = line.part.member.starts_at
            clash = clash_at(around, int(start.timestamp()))
            got = ChangeLine(line.number, Deed.CHANGE, line.at, was, start, clash, (), line.words)
        else:
            date = tried(around, line.number, line.at)
            got = ChangeLine(
                *(line.number, line.deed, line.at, was, date.start, date.clash, (), line.words)
            )
        return _Tried(got, around)

    def _around(self, part: Part, *, moved: bool) -> Around:
        """Return what a date is tried against: what its visit has, a new one as the first."""
        facts, member = self.around.facts, part.member
        who = self.wanted.practitioner_id or member.practitioner_id
        minutes = self.wanted.minutes or member.minutes
        room = self.wanted.room_id
        return replace(
            self.around,
            facts=replace(
                facts,
                need=replace(facts.need, duration=minutes * 60),
                workers=tuple(one for one in facts.workers if one.id == who),
                rooms=tuple(one for one in facts.rooms if room in {None, one.id}),
                team=facts.team.of(part.assistants, moved=moved),
            ),
        )


async def _ground(
    session: AsyncSession, actor: Actor, standing: Standing, planned: Planned, wanted: Wanted
) -> _Ground:
    series = standing.series
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
    leaves = _leaving(planned, wanted)
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
    return _Ground(
        around, wanted, standing, tuple((begin, begin + length) for begin, length in spans)
    )


def _leaving(planned: Planned, wanted: Wanted) -> set[AppointmentId]:
    """Return the visits that do not stay as they are."""
    return {
        one.part.member.id
        for one in planned.lines
        if one.part and (_is_new(one, wanted) or one.deed == Deed.CANCEL)
    }


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
