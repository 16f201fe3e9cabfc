"""Take back that a series got another rule: what moved, came and went with it, all or nothing."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import ChangedMeanwhile, ClinicError
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import NotUndone
from clinic_app.scheduling.series.number_series import numbers_of, write_numbers
from clinic_app.scheduling.series.series_rows import SeriesUndo
from clinic_app.scheduling.series_tables import SeriesRule
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.bring_back import bring_back
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.step_back import step_back
from clinic_app.scheduling.visit.untouched import require_untouched
from clinic_app.scheduling.visit.visit_event import visit_event
from clinic_app.scheduling.wall_words import date_and_clock

WHY = "The change of the series was undone"

_TOTAL = text("""
    SELECT coalesce((SELECT r.total FROM series_rule r
        WHERE r.organization_id = s.organization_id AND r.series_id = s.id
            AND r.undone_at IS NULL ORDER BY r.step DESC LIMIT 1), s.total)
    FROM appointment_series s WHERE s.organization_id = :organization AND s.id = :series
""")


async def undo_series_change(session: AsyncSession, actor: Actor, *, undo: SeriesUndo) -> int:
    """Put a series back to what it was before `change_series`; return how many visits change.

    Raises NotUndone naming the visit that something came between (it arrived, got a note, its
    time was given away), and ChangedMeanwhile for a series that was changed again.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    rule = await find(session, actor, SeriesRule, undo.rule_id, what="The change", lock=True)
    await _require_as_left(session, actor, rule, undo)
    for appointment_id in reversed(undo.cancelled):  # the last deed is undone first
        await _restore(session, actor, appointment_id)
    for one in undo.added:
        await cancel_appointment(session, actor, appointment_id=one.appointment_id, reason=WHY)
    await bring_back(session, actor, undo.moved)
    rule.undone_at, rule.undone_by = now(), actor.member_id
    await _number(session, actor, rule, undo)
    await announce(session, actor.organization_id, Topic.CALENDAR)
    visits = len(undo.moved) + len(undo.added) + len(undo.cancelled)
    await record(
        *(session, actor, Tag.SERIES_CHANGE),
        subject_id=rule.series_id,
        rule=rule.rule,
        undone=True,
        visits=visits,
    )
    return visits


async def _require_as_left(
    session: AsyncSession, actor: Actor, rule: SeriesRule, undo: SeriesUndo
) -> None:
    """Lock the series and what the change touched, and refuse unless both are as it left them."""
    stands = await numbers_of(session, actor, rule.series_id, rule.since - 1)
    if rule.undone_at is not None or not set(undo.left) <= set(stands):
        raise ChangedMeanwhile("This series was changed again meanwhile. Nothing was undone.")
    touched = (*undo.moved, *undo.added)
    await require_untouched(session, actor, {one.appointment_id: one.version for one in touched})


async def _restore(session: AsyncSession, actor: Actor, appointment_id: AppointmentId) -> None:
    visit = await find(session, actor, Appointment, appointment_id)
    wall = to_wall(visit.starts_at, actor.time_zone)
    try:
        await step_back(session, actor, appointment_id=appointment_id, step=Status.CANCELLED)
    except ClinicError as refusal:
        raise NotUndone(date_and_clock(wall), refusal.message) from refusal


async def _number(session: AsyncSession, actor: Actor, rule: SeriesRule, undo: SeriesUndo) -> None:
    """Write the old numbers, also on those that were set apart; what was booked comes behind."""
    await session.flush()
    await _take_in(session, actor, undo)
    values = {"organization": actor.organization_id, "series": rule.series_id}
    total = (await session.execute(_TOTAL, values)).scalar_one()
    await write_numbers(
        *(session, actor, rule.series_id, undo.numbers),
        before=rule.since - 1,
        after=max([total, *(one.number for one in undo.numbers)]),
    )


async def _take_in(session: AsyncSession, actor: Actor, undo: SeriesUndo) -> None:
    """Say in the history of visits that the change set apart that they belong to it again."""
    apart = select(col(Appointment.id)).where(
        col(Appointment.organization_id) == actor.organization_id,
        col(Appointment.id).in_([one.id for one in undo.numbers]),
        col(Appointment.series_id).is_(None),
    )
    session.add_all(
        visit_event(actor, visit_id, "kept", reason=f"{WHY}; this visit belongs to it again")
        for visit_id in (await session.execute(apart)).scalars()
    )
    await session.flush()
