"""Give a series another rule from one visit on: some stay, some move, some are added or go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
from clinic_app.scheduling.book_appointment import book_appointment
from clinic_app.scheduling.cancel_appointment import cancel_appointment
from clinic_app.scheduling.errors import SeriesClash
from clinic_app.scheduling.number_series import number_series
from clinic_app.scheduling.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.series_parts import Planned, Standing, load_standing, plan
from clinic_app.scheduling.series_plan import Deed, Line, Wanted, in_order
from clinic_app.scheduling.series_rows import Pick, RuleChanged, Scope
from clinic_app.scheduling.series_rules import Repeat, rule_words
from clinic_app.scheduling.series_tables import SeriesRule
from clinic_app.scheduling.wall_words import clock, short_day

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
    picks: Sequence[Pick],
    seen: str,
    wanted: Wanted | None = None,
) -> RuleChanged:
    """Do what `preview_series_change` showed, in one transaction: all of it or nothing.

    start: the naive wall time of the rule's first date. picks: for each date that moves, changes
    or is new, when it shall begin; one that is left out is not booked, or stays where it is.
    seen: the preview's. Raises ChangedMeanwhile for a series that is another by now, SeriesClash
    naming the date that cannot be, and NotAllowed for who may not cancel what has no date.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    standing = await load_standing(
        session, actor, appointment_id=appointment_id, scope=scope, lock=True
    )
    if standing.seen != seen:
        raise _changed_meanwhile()
    planned = plan(standing, start=start, repeat=repeat)
    change = _Change(session, actor, standing, planned, wanted or Wanted())
    return await change.make({pick.number: pick.start for pick in picks})


class _Change:
    """One change under way."""

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        standing: Standing,
        planned: Planned,
        wanted: Wanted,
    ) -> None:
        self._session = session
        self._actor = actor
        self._standing = standing
        self._planned = planned
        self._wanted = wanted
        self._new: dict[int, AppointmentId] = {}

    async def make(self, picked: Mapping[int, datetime]) -> RuleChanged:
        """Move first, then book, then cancel: each makes room for what comes after."""
        lines = self._planned.lines
        going = [one for one in lines if self._goes(one) and one.number in picked]
        for line in in_order(going):
            await self._move(line, picked[line.number])
        added = [one for one in lines if one.deed == Deed.ADD and one.number in picked]
        for line in added:
            await self._add(line, picked[line.number])
        cancelled = [one for one in lines if one.deed == Deed.CANCEL]
        for line in cancelled:
            await self._cancel(line)
        await self._write()
        done = RuleChanged(
            words=rule_words(self._planned.rule),
            moved=len(going),
            added=len(added),
            cancelled=len(cancelled),
            stay=sum(1 for one in lines if one.deed == Deed.STAY),
        )
        await self._tell(done)
        return done

    def _goes(self, line: Line) -> bool:
        changes = line.part is not None and self._wanted.changes(line.part)
        return line.deed == Deed.MOVE or (line.deed == Deed.KEEP and changes)

    async def _move(self, line: Line, start: datetime) -> None:
        try:
            await reschedule_appointment(
                self._session,
                self._actor,
                appointment_id=line.member.id,
                version=None,
                start=start,
                practitioner_id=self._wanted.practitioner_id,
                room_id=self._wanted.room_id,
                minutes=self._wanted.minutes,
                told=False,
            )
        except ClinicError as refusal:
            raise self._clash(start, refusal) from refusal

    async def _add(self, line: Line, start: datetime) -> None:
        series, part = self._standing.series, self._standing.parts[0]
        first = part.member
        who = self._wanted.practitioner_id or first.practitioner_id
        minutes = self._wanted.minutes or first.minutes
        try:
            booked = await book_appointment(
                self._session,
                self._actor,
                patient_id=PatientId(series.patient_id),
                service_id=ServiceId(series.service_id),
                practitioner_id=who,
                room_id=self._wanted.room_id,
                start=start,
                told=False,
                assistants=tuple(part.assistants) or None,
            )
            if (booked.end - booked.start).total_seconds() != minutes * 60:
                await reschedule_appointment(
                    self._session,
                    self._actor,
                    appointment_id=booked.appointment_id,
                    version=None,
                    start=booked.start,
                    minutes=minutes,
                    told=False,
                )
        except ClinicError as refusal:
            raise self._clash(start, refusal) from refusal
        self._new[line.number] = booked.appointment_id

    async def _cancel(self, line: Line) -> None:
        await cancel_appointment(
            self._session, self._actor, appointment_id=line.member.id, reason=WHY
        )

    async def _write(self) -> None:
        """Keep the rule as a row, and write on each visit which date of it is its own."""
        series, first = self._standing.series, self._standing.first
        before = (first.occurrence or 1) - 1
        self._session.add(
            SeriesRule(
                organization_id=series.organization_id,
                series_id=series.id,
                step=self._standing.changes + 1,
                since=before + 1,
                rule=self._planned.rule,
                first_wall=self._planned.walls[0],
                total=before + len(self._planned.walls),
                created_by=self._actor.member_id,
            )
        )
        await self._session.flush()
        await number_series(
            *(self._session, self._actor),
            series_id=series.id,
            before=before,
            lines=self._planned.lines,
            new=self._new,
        )

    async def _tell(self, done: RuleChanged) -> None:
        series = self._standing.series
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
        return SeriesClash(f"{short_day(wall)}, {clock(wall)}", refusal)
