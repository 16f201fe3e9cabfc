"""Holds: what a hold keeps, finding one's own, and giving it back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, HoldId, ServiceId
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.taking import Resources, Taking
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.groups.seats import give_up_held_seat, sessions_left, take_seat
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.start_rules import start_instant

OwnTimes = dict[UUID, list[Range[datetime]]]


async def take_over(
    session: AsyncSession,
    actor: Actor,
    hold_id: HoldId | None,
    *,
    service_id: ServiceId | None = None,
    start: datetime | None,
) -> SlotHold | None:
    """Give back what one's own hold keeps, and return it if it is for this service and time.

    What it kept is then taken for the visit in the same transaction, so no rival gets between.
    The rules are judged as of `held_since`. service_id: None for any.
    """
    hold = await end_hold(session, actor, hold_id)
    if hold is None or start is None or service_id not in {None, hold.service_id}:
        return None
    if hold.starts_at != start_instant(start, actor.time_zone):
        return None
    return hold


async def end_hold(session: AsyncSession, actor: Actor, hold_id: HoldId | None) -> SlotHold | None:
    """Give back what one's own live hold keeps, and return it; None when there is none.

    Another's, another clinic's, one that is over and one that never was all look the same.
    """
    if hold_id is None:
        return None
    query = scoped(SlotHold, actor).where(
        col(SlotHold.id) == hold_id,
        col(SlotHold.member_id) == actor.member_id,
        col(SlotHold.released_at).is_(None),
    )
    hold = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if hold is not None:
        await put_away(session, actor.organization_id, hold)
    return hold


async def put_away(session: AsyncSession, organization_id: UUID, hold: SlotHold) -> None:
    """Release a hold that is locked. The rows stay as history."""
    hold.released_at = now()
    await session.execute(
        update(Reservation)
        .where(
            col(Reservation.organization_id) == organization_id,
            col(Reservation.hold_id) == hold.id,
            col(Reservation.released_at).is_(None),
        )
        .values(released_at=now())
    )
    if hold.session_id is not None:
        await session.flush()
        await give_up_held_seat(session, organization_id, hold.session_id, hold.id)


async def keep(
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    hold: SlotHold,
    moving: AppointmentId | None = None,
) -> Resources:
    """Take for a hold what the visit would take, or a seat in its group.

    moving: a visit whose own time need not be held.
    """
    owner = Owner(hold_id=hold.id, expires_at=hold.expires_at)
    own = await own_times(session, actor, [moving] if moving else [])
    if plan.facts.limits.seats > 1 and not _over_own(plan, own):
        hold.session_id, got = await take_seat(session, actor, plan, owner)
    else:
        got = await Taking(session, actor, owner, own=own).resources(plan)
    hold.practitioner_id, hold.room_id = got.practitioner.id, got.room_id
    return got


def _over_own(plan: VisitPlan, own: OwnTimes) -> bool:
    """Tell whether a session would be opened over the one that ends for it.

    Until then nobody can sit down in it: it would take but a part of its time.
    """
    return plan.session is None and any(
        each.overlaps(plan.around) for times in own.values() for each in times
    )


async def own_times(
    session: AsyncSession, actor: Actor, visits: Collection[AppointmentId]
) -> OwnTimes:
    """Return what visits take now, and sessions that end without them, by whom or what it is."""
    own: OwnTimes = {}
    if not visits:
        return own
    ending = [one.id for one in await sessions_left(session, actor, visits) if one.ends]
    query = scoped(Reservation, actor).where(
        or_(col(Reservation.appointment_id).in_(visits), col(Reservation.session_id).in_(ending)),
        col(Reservation.released_at).is_(None),
    )
    for row in (await session.execute(query)).scalars():
        if row.resource_id is not None:
            own.setdefault(row.resource_id, []).append(row.during)
    return own
