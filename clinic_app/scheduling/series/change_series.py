"""Give a series another rule from one visit on: some stay, some move, some are added or go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.kit.errors import ChangedMeanwhile, ClinicError
from clinic_app.kit.ids import AppointmentId, PatientId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.errors import SeriesBlocked, SeriesClash
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.series.number_series import number_series, numbers_of
from clinic_app.scheduling.series.series_parts import Planned, plan_series
from clinic_app.scheduling.series.series_plan import Deed, Line, Wanted, in_order
from clinic_app.scheduling.series.series_rows import (
    Added,
    Numbered,
    Pick,
    RuleChanged,
    Scope,
    SeriesUndo,
    Stood,
)
from clinic_app.scheduling.series.series_rules import Repeat, rule_words
from clinic_app.scheduling.series.series_scope import stood
from clinic_app.scheduling.series.try_series import try_series
from clinic_app.scheduling.series_tables import SeriesRule
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.wall_words import date_and_clock

WHY = "The series was changed"


def _changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile("Somebody just changed this series. Please look again.")


refuse("series_rule_once", _changed_meanwhile)


async def change_series(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    start: datetime,
    repeat: Repeat,
    picks: Sequence[Pick] | None = None,
    seen: str | None = None,
    wanted: Wanted | None = None,
) -> RuleChanged:
    """Do what `preview_series_change` showed, in one transaction: all of it or nothing.

    start: the naive wall time of the rule's first date. picks: for each date that moves, changes
    or is new, when it shall begin, anyway or not as in `book_series`; one that is left out is not
    booked, or stays where it is.
    seen: the preview's. Raises ChangedMeanwhile for a series that is another by now, SeriesClash
    naming the date that cannot be, and NotAllowed for who may not cancel what has no date.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waive(actor, any(pick.anyway for pick in picks or ()))
    planned = await plan_series(
        *(session, actor),
        appointment_id=appointment_id,
        scope=scope,
        start=start,
        repeat=repeat,
        wanted=wanted,
        lock=True,
    )
    if seen is not None and planned.standing.seen != seen:
        raise _changed_meanwhile()
    chosen = await _every(session, actor, planned) if picks is None else picks
    change = _Change(session, actor, planned)
    return await change.make({pick.number: pick for pick in chosen})


async def _every(session: AsyncSession, actor: Actor, planned: Planned) -> list[Pick]:
    """Return every date as the rule has it. Raises SeriesBlocked with all that clash."""
    lines = await try_series(session, actor, planned)
    clashes = tuple(f"{date_and_clock(one.wall)}: {one.clash}" for one in lines if one.clash)
    if clashes:
        raise SeriesBlocked(clashes)
    return [Pick(one.number, one.start) for one in lines if one.start]


def _at(pick: Pick) -> dict[str, Any]:
    return {"start": pick.start, "outside_hours": pick.anyway, "despite_rules": pick.anyway}


class _Change:
    """One change under way."""

    def __init__(self, session: AsyncSession, actor: Actor, planned: Planned) -> None:
        self._session = session
        self._actor = actor
        self._planned = planned
        self._before = (planned.standing.first.occurrence or 1) - 1
        self._moved: list[Stood] = []
        self._added: dict[int, Added] = {}

    async def make(self, picked: Mapping[int, Pick]) -> RuleChanged:
        """Move first, then book, then cancel: each makes room for what comes after."""
        numbers = await self._numbers()
        lines = [one for one in self._planned.lines if one.number in picked and one.takes]
        for line in in_order([one for one in lines if one.part]):
            await self._move(line, picked[line.number])
        for line in (one for one in lines if not one.part):
            await self._add(line, picked[line.number])
        gone = [one.member.id for one in self._planned.lines if one.deed == Deed.CANCEL]
        for visit in gone:
            await cancel_appointment(self._session, self._actor, appointment_id=visit, reason=WHY)
        rule = await self._write()
        done = RuleChanged(
            words=rule_words(self._planned.rule),
            stay=sum(1 for one in self._planned.lines if one.deed == Deed.STAY),
            undo=SeriesUndo(
                rule_id=rule.id,
                moved=tuple(self._moved),
                added=tuple(self._added.values()),
                cancelled=tuple(gone),
                numbers=numbers,
                left=await self._numbers(),
            ),
        )
        await self._tell(done)
        return done

    async def _numbers(self) -> tuple[Numbered, ...]:
        series_id = self._planned.standing.series.id
        return await numbers_of(self._session, self._actor, series_id, self._before)

    async def _move(self, line: Line, pick: Pick) -> None:
        wanted = self._planned.wanted
        try:
            got = await reschedule_appointment(
                self._session,
                self._actor,
                appointment_id=line.member.id,
                version=None,
                **_at(pick),
                practitioner_id=wanted.practitioner_id,
                room_id=wanted.room_id,
                minutes=wanted.minutes,
                told=False,
            )
        except ClinicError as refusal:
            raise self._clash(pick.start, refusal) from refusal
        self._moved.append(stood(line.member, got.version))

    async def _add(self, line: Line, pick: Pick) -> None:
        series = self._planned.standing.series
        gets = self._planned.gets(line)
        try:
            booked = await book_appointment(
                self._session,
                self._actor,
                patient_id=PatientId(series.patient_id),
                service_id=ServiceId(series.service_id),
                practitioner_id=gets.practitioner_id,
                room_id=self._planned.wanted.room_id,
                **_at(pick),
                told=False,
                assistants=gets.assistants or None,
            )
            if (booked.end - booked.start).total_seconds() != gets.minutes * 60:
                booked = await reschedule_appointment(
                    self._session,
                    self._actor,
                    appointment_id=booked.appointment_id,
                    version=None,
                    **_at(pick),
                    minutes=gets.minutes,
                    told=False,
                )
        except ClinicError as refusal:
            raise self._clash(pick.start, refusal) from refusal
        self._added[line.number] = Added(booked.appointment_id, booked.version)

    async def _write(self) -> SeriesRule:
        """Keep the rule as a row, and write on each visit which date of it is its own."""
        planned, series = self._planned, self._planned.standing.series
        rule = SeriesRule(
            organization_id=series.organization_id,
            series_id=series.id,
            step=planned.standing.changes + 1,
            since=self._before + 1,
            rule=planned.rule,
            first_wall=planned.walls[0],
            total=self._before + len(planned.walls),
            created_by=self._actor.member_id,
        )
        self._session.add(rule)
        await self._session.flush()
        await number_series(
            *(self._session, self._actor),
            series_id=series.id,
            before=self._before,
            lines=planned.lines,
            new={number: one.appointment_id for number, one in self._added.items()},
        )
        return rule

    async def _tell(self, done: RuleChanged) -> None:
        series = self._planned.standing.series
        await announce(self._session, self._actor.organization_id, Topic.CALENDAR)
        await record(
            *(self._session, self._actor, Tag.SERIES_CHANGE),
            subject_id=series.id,
            patient_id=series.patient_id,
            rule=self._planned.rule,
            moved=done.moved,
            added=done.added,
            cancelled=done.cancelled,
        )

    def _clash(self, start: datetime, refusal: ClinicError) -> SeriesClash:
        wall = to_wall(start, self._actor.time_zone)
        return SeriesClash(date_and_clock(wall), refusal)
