"""Move a group's whole session: every patient's visit follows, or nothing is moved."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import GroupId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_in, keep_assistants
from clinic_app.scheduling.assistants.part_rules import Assistants, is_so
from clinic_app.scheduling.assistants.plan_team import require_within
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.reserve import Taken, take_caps
from clinic_app.scheduling.booking.still_here import Caps, require_still_here
from clinic_app.scheduling.booking.taking import Resources, Taking
from clinic_app.scheduling.booking.visit_plan import VisitPlan, parts_of, room_first
from clinic_app.scheduling.errors import BadStart, IllegalMove, PatientBusy, SlotTaken
from clinic_app.scheduling.groups.group_rows import GroupMoved, group_version
from clinic_app.scheduling.groups.lock_group import lock_group, withdraw_seats
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.rule_tables import GroupSession, NumberedPlace
from clinic_app.scheduling.start_rules import moved_start
from clinic_app.scheduling.states import GIVABLE, HERE, Status
from clinic_app.scheduling.telling.note_change import note_change, stand_of
from clinic_app.scheduling.visit.reschedule_appointment import (
    checked_length,
    is_another_day,
    tell_move,
    write_move,
)
from clinic_app.scheduling.waiting.free_time import Freed, free_spans

_NAME = text("SELECT name FROM patient WHERE organization_id = :organization AND id = :patient")


async def move_group(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: GroupId,
    start: datetime | None = None,
    version: int | None = None,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    minutes: int | None = None,
    assistants: Assistants | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    goes_back: bool = False,
) -> GroupMoved:
    """Move a session, with the visits of all who come, or lengthen it.

    start: None for where it is. goes_back: it stood there a moment ago, and may at a time that
    has passed meanwhile. Everything else as in `reschedule_appointment`; version: what
    `get_group` told. Raises what that raises; PatientBusy names who is expected elsewhere then.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules)
    group, visits, offers = await lock_group(session, actor, group_id, version)
    begins = moved_start(start or group.starts_at, actor.time_zone, group, back=goes_back)
    who = practitioner_id or PractitionerId(group.practitioner_id)
    _require_givable(actor, group, visits, begins, who)
    lasts = checked_length(minutes, group.starts_at, group.ends_at)
    had = await assistants_in(session, actor, group.id)
    if assistants is None or is_so(assistants, had):
        _check(group, begins, who, room_id, lasts)
    await _leave_caps(session, actor, group, visits)
    plan = await plan_visit(
        *(session, actor),
        service_id=ServiceId(group.service_id),
        practitioner_id=who,
        room_id=room_id,
        start=begins,
        waived=waived,
        minutes=lasts,
        stands_at=group.starts_at,
        group=group_id,
        assistants=assistants,
    )
    if plan.session is not None:
        raise SlotTaken("another session begins then")
    require_within(assistants or (), lasts)
    await _follow(session, actor, group, visits, room_first(plan, group.room_id), had)
    await withdraw_seats(session, actor, offers)
    return GroupMoved(len(visits), group_version((one.id, one.version) for one in visits))


def _require_givable(
    actor: Actor,
    group: GroupSession,
    visits: Sequence[Appointment],
    begins: datetime,
    who: PractitionerId,
) -> None:
    """Raise IllegalMove for a session that stays put, since somebody has come to it."""
    states = {Status(one.status) for one in visits}
    if not states <= GIVABLE:
        raise IllegalMove("Somebody of this session is done already, so it stays as it is.")
    if Status.IN_VISIT in states and who == group.practitioner_id:
        raise IllegalMove("This session has begun. Somebody else could take it over.")
    if states & HERE and is_another_day(actor, group.starts_at, begins):
        raise IllegalMove("Somebody of this session is here already, so it stays on its day.")


def _check(
    group: GroupSession, begins: datetime, who: UUID, room_id: UUID | None, minutes: int
) -> None:
    lasts = int((group.ends_at - group.starts_at).total_seconds()) // 60
    stands = (group.starts_at, group.practitioner_id, lasts)
    if room_id in {None, group.room_id} and (begins, who, minutes) == stands:
        raise BadStart("The session is already at that time.")


async def _follow(  # noqa: PLR0917  # what a session is, and becomes
    session: AsyncSession,
    actor: Actor,
    group: GroupSession,
    visits: Sequence[Appointment],
    plan: VisitPlan,
    assisted: Collection[PractitionerId],
) -> None:
    """Take all of it at the new place, for the session and for each who comes."""
    got = await Taking(session, actor, Owner(session_id=group.id), again=True).resources(plan)
    caps = await require_still_here(session, actor, plan, got)
    freed = _left(group, plan, got, assisted)
    before = group.starts_at
    group.starts_at, group.ends_at = plan.start, plan.end
    group.practitioner_id, group.room_id = got.practitioner.id, got.room_id
    await keep_assistants(session, actor, Owner(session_id=group.id), parts_of(got.assistants))
    await _take_seats_along(session, actor, group, plan)
    for visit in visits:
        marks = await _take_patient(session, actor, visit, plan, got, caps)
        taken = Taken(got.practitioner, got.room_id, marks, got.lane, group.id, got.assistants)
        await note_change(session, actor, visit, stand_of(visit))
        write_move(session, actor, visit, plan, taken)
    await free_spans(session, actor, freed)
    for visit in visits:  # last, as it takes the clinic's chain until the commit
        await tell_move(session, actor, visit, before)


def _left(
    group: GroupSession, plan: VisitPlan, got: Resources, assisted: Collection[PractitionerId]
) -> list[Freed]:
    """Return whose time becomes free where the session stands so far."""
    stays = {one.id for one in (got.practitioner, *got.assistants)}
    return [
        Freed(who, group.starts_at, group.ends_at)
        for who in (group.practitioner_id, *assisted)
        if who not in stays or group.starts_at != plan.start
    ]


async def _take_patient(  # noqa: PLR0917  # what one visit of many follows with
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    plan: VisitPlan,
    got: Resources,
    caps: Caps,
) -> str:
    """Take the patient, and places under the caps; return what is broken on purpose."""
    taking = Taking(session, actor, Owner(appointment_id=visit.id), again=True)
    try:
        await taking.patient(visit.patient_id, plan.visit, once=plan.facts.one_visit_per_patient)
    except PatientBusy:
        values = {"organization": actor.organization_id, "patient": visit.patient_id}
        name: Any = (await session.execute(_NAME, values)).scalar_one()
        raise PatientBusy(name) from None
    return await take_caps(session, actor, plan, got, caps, visit.id)


async def _leave_caps(
    session: AsyncSession, actor: Actor, group: GroupSession, visits: Sequence[Appointment]
) -> None:
    """Give back the places under the day's caps, and keep the seats."""
    await session.execute(
        update(NumberedPlace)
        .where(
            col(NumberedPlace.organization_id) == actor.organization_id,
            col(NumberedPlace.appointment_id).in_([visit.id for visit in visits]),
            col(NumberedPlace.owner_id) != group.id,
            col(NumberedPlace.released_at).is_(None),
        )
        .values(released_at=now())
    )


async def _take_seats_along(
    session: AsyncSession, actor: Actor, group: GroupSession, plan: VisitPlan
) -> None:
    await session.execute(
        update(NumberedPlace)
        .where(
            col(NumberedPlace.organization_id) == actor.organization_id,
            col(NumberedPlace.owner_id) == group.id,
            col(NumberedPlace.released_at).is_(None),
        )
        .values(day=plan.day)
    )
