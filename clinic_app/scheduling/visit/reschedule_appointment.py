"""Move a visit: the same visit at another time, with its history."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.assistants.keep_assistants import assistants_in, assistants_of
from clinic_app.scheduling.assistants.note_team import note_team
from clinic_app.scheduling.assistants.part_rules import (
    WHOLE,
    Assistants,
    Assisting,
    is_so,
    with_parts,
)
from clinic_app.scheduling.assistants.plan_team import require_within
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import Taken, booked, reserve
from clinic_app.scheduling.booking.visit_plan import VisitPlan, parts_of, room_first
from clinic_app.scheduling.errors import BadStart, IllegalMove
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.holds import end_hold
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.start_rules import moved_start
from clinic_app.scheduling.states import HERE, MOVABLE, STATUS_NAMES, Status
from clinic_app.scheduling.telling.note_change import note_change, stand_of
from clinic_app.scheduling.visit.step_visit import lock_visit, write_step
from clinic_app.scheduling.visit.take_as_before import take_as_before
from clinic_app.scheduling.visit.visit_event import visit_event
from clinic_app.scheduling.waiting.free_time import free_time

_SHORTEST, _LONGEST = 5, 720  # minutes


async def reschedule_appointment(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    outside_hours: bool = False,
    told: bool = True,
    minutes: int | None = None,
    despite_rules: bool = False,
    overbook: bool = False,
    assistants: Assistants | None = None,
    lane: int | None = None,
    as_of: datetime | None = None,
    instead_of: HoldId | None = None,
) -> Booked:
    """Move a booked or confirmed visit, or lengthen it, and say what it takes now.

    One whose patient is here goes to somebody else or another time of its day, and stays arrived;
    one that has begun goes to somebody else alone, who calls the patient in again.
    start, outside_hours, despite_rules, overbook: as in `book_appointment`.
    practitioner_id: None keeps the one it has. room_id: None keeps the room where it is free,
    else takes another that fits.
    told: False when the caller records and announces many moves at once, as a series does.
    assistants: None keeps those it has: all move, or it is refused by name.
    minutes: None keeps the length it has; 5 to 720 as for services.
    lane: for a way back, the one that the visit had there: it may lie under or over others again,
    and at a time that has passed meanwhile.
    as_of: when notice and horizon are judged: `held_since` of a hold taken over for it.
    instead_of: one's own hold that is given back for this, and stays if it is refused.
    Raises what `book_appointment` raises, IllegalMove, and ChangedMeanwhile for a stale version.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    await end_hold(session, actor, instead_of)
    visit = await lock_visit(session, actor, appointment_id, version)
    begins = moved_start(start, actor.time_zone, visit, back=lane is not None)
    who = practitioner_id or PractitionerId(visit.practitioner_id)
    _require_givable(actor, visit, begins, who)
    lasts = checked_length(minutes, visit.starts_at, visit.ends_at)
    if not await _other_team(session, actor, visit, assistants, lasts):
        _check_moves(visit, begins, who, room_id, lasts)

    async def take(lane: int | None) -> tuple[VisitPlan, Taken]:
        plan = await plan_visit(
            *(session, actor),
            service_id=ServiceId(visit.service_id),
            practitioner_id=who,
            room_id=room_id,
            start=begins,
            waived=waived,
            moving=appointment_id,
            minutes=lasts,
            stands_at=visit.starts_at,
            assistants=assistants,
            lane=lane,
            as_of=as_of,
        )
        return plan, await _take(session, actor, visit, room_first(plan, visit.room_id))

    taken = await take_as_before(session, take, lane)
    return await _write(session, actor, visit, *taken, told=told)


async def _write(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    plan: VisitPlan,
    taken: Taken,
    *,
    told: bool,
) -> Booked:
    before = visit.starts_at
    write_move(session, actor, visit, plan, taken)
    if told:
        await tell_move(session, actor, visit, before)
    return booked(visit)


async def _other_team(
    session: AsyncSession, actor: Actor, visit: Appointment, asked: Assistants | None, lasts: int
) -> bool:
    """Tell whether others assist, or in another part. Raises Invalid for a part that cannot be."""
    if asked is None:
        return False
    had = await assistants_in(session, actor, visit.id)
    new = {who: part for who, part in with_parts(asked).items() if part != had.get(who)}
    require_within(new, lasts)
    return not is_so(asked, had)


def _require_givable(
    actor: Actor, visit: Appointment, begins: datetime, who: PractitionerId
) -> None:
    """Raise IllegalMove for a visit that stays put, or that is here and would go to another day."""
    begun = visit.status == Status.IN_VISIT
    if visit.status not in HERE or (begun and who == visit.practitioner_id):
        movable(visit)
    elif is_another_day(actor, visit.starts_at, begins):
        raise IllegalMove(
            "The patient is here. Before the visit goes to another day, take their arrival back."
        )


def is_another_day(actor: Actor, stands: datetime, goes: datetime) -> bool:
    """Tell whether a move leaves the clinic's day."""
    return to_wall(stands, actor.time_zone).date() != to_wall(goes, actor.time_zone).date()


def movable(visit: Appointment) -> Appointment:
    """Return a locked visit, or raise IllegalMove for one that stays put."""
    if visit.status not in MOVABLE:
        raise IllegalMove(f"A visit marked “{STATUS_NAMES[Status(visit.status)]}” stays put.")
    return visit


async def _take(session: AsyncSession, actor: Actor, visit: Appointment, plan: VisitPlan) -> Taken:
    """Take what the visit needs now, and leave what it had."""
    assisted = await assisting(session, actor, visit, plan)
    taken = await reserve(
        session, actor, plan, appointment_id=visit.id, patient_id=visit.patient_id, again=True
    )
    await leave_place(session, actor, visit, plan, taken, assisted)
    return taken


async def assisting(
    session: AsyncSession, actor: Actor, visit: Appointment, plan: VisitPlan
) -> Assisting:
    """Return who assists a visit before it is moved, in which part."""
    team = plan.facts.team
    return await assistants_of(session, actor, visit.id) if team.size or team.asked else {}


async def leave_place(  # noqa: PLR0917  # what a visit is, and becomes
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    plan: VisitPlan,
    taken: Taken,
    assisted: Assisting,
) -> None:
    """Tell the patient that it stands there no more; offer the time of those who do not stay."""
    await note_change(session, actor, visit, stand_of(visit))
    there = parts_of(taken.assistants)
    if not (visit.session_id or taken.session_id):  # of a session, its roster tells
        await note_team(session, actor, [visit], assisted, there)
    stays = {taken.practitioner.id: WHOLE, **there}
    for who, part in {PractitionerId(visit.practitioner_id): WHOLE, **assisted}.items():
        if visit.starts_at != plan.start or stays.get(who) != part:
            await free_time(
                *(session, actor),
                practitioner_id=who,
                starts_at=visit.starts_at,
                ends_at=visit.ends_at,
            )


def checked_length(minutes: int | None, starts_at: datetime, ends_at: datetime) -> int:
    """Return how long a moved visit lasts: as long as it did, or as asked. Raises Invalid."""
    if minutes is None:
        return _minutes(starts_at, ends_at)
    if not _SHORTEST <= minutes <= _LONGEST:
        raise Invalid(f"A visit lasts {_SHORTEST} minutes to {_LONGEST // 60} hours.")
    return minutes


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _check_moves(
    visit: Appointment, begins: datetime, who: PractitionerId, room_id: RoomId | None, lasts: int
) -> None:
    stands = (visit.starts_at, visit.practitioner_id, _minutes(visit.starts_at, visit.ends_at))
    if room_id in {None, visit.room_id} and (begins, who, lasts) == stands:
        raise BadStart("The visit is already at that time.")


def write_move(
    session: AsyncSession, actor: Actor, visit: Appointment, plan: VisitPlan, taken: Taken
) -> None:
    """Write on a visit, and into its history, where it stands now."""
    stood = (visit.starts_at, visit.ends_at, visit.practitioner_id, visit.room_id)
    if stood != (plan.start, plan.end, taken.practitioner.id, taken.room_id):
        session.add(_event(actor, visit, plan, taken))
    visit.starts_at, visit.ends_at = plan.start, plan.end
    taken.put_on(visit)
    visit.version += 1
    visit.updated_at = now()


async def tell_move(
    session: AsyncSession, actor: Actor, visit: Appointment, before: datetime
) -> None:
    """Announce and record a move that was written. Whoever takes over calls the patient in."""
    if visit.status == Status.IN_VISIT:
        await write_step(session, actor, visit, Status.CHECKED_IN, kind="undone")
    await announce(session, actor.organization_id, Topic.CALENDAR)
    # Last, as it takes the clinic's chain until the commit: others wait for it.
    await record(
        session,
        actor,
        Tag.APPOINTMENT_MOVE,
        subject_id=visit.id,
        patient_id=visit.patient_id,
        from_starts_at=before.isoformat(),
        to_starts_at=visit.starts_at.isoformat(),
        practitioner_id=str(visit.practitioner_id),
        outside_hours=visit.outside_hours,
        exceptions=visit.exceptions,
    )


def _event(actor: Actor, visit: Appointment, plan: VisitPlan, taken: Taken) -> AppointmentEvent:
    before, after = _minutes(visit.starts_at, visit.ends_at), _minutes(plan.start, plan.end)
    return visit_event(
        *(actor, visit.id),
        kind="moved" if before == after else "resized",
        reason="" if before == after else f"{before} to {after} min",
        from_starts_at=visit.starts_at,
        to_starts_at=plan.start,
        from_practitioner_id=visit.practitioner_id,
        to_practitioner_id=taken.practitioner.id,
    )
