"""Which visits of a series a deed is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.series.series_rows import Scope, Stood
from clinic_app.scheduling.states import MOVABLE


@dataclass(frozen=True, slots=True)
class Member:
    """A visit of a series as it stands: plain values, since a failed try forgets loaded rows."""

    id: AppointmentId
    wall: datetime
    series_wall: datetime
    starts_at: datetime
    practitioner_id: PractitionerId
    minutes: int
    room_id: RoomId | None
    outside_hours: bool
    lane: int

    @property
    def alone(self) -> bool:
        """Whether it was moved, or booked, elsewhere than its series has it."""
        return self.wall != self.series_wall


async def lock_scope(
    session: AsyncSession, actor: Actor, visit: Appointment, scope: Scope
) -> list[Member]:
    """Return, locked, the visits of a scope that one can still move or cancel, in their order.

    What is past, has begun, is done or was cancelled stays as it is, whatever the scope; the
    visit itself is always looked at. A visit of no series stands alone.
    """
    within, key = (Appointment.series_id, visit.series_id)
    if scope == Scope.COMING:
        within, key = (Appointment.visit_group_id, visit.visit_group_id)
    if key is None or scope == Scope.ONE:
        return [member_of(actor, visit)] if visit.status in MOVABLE else []
    query = scoped(Appointment, actor).where(
        col(within) == key,
        col(Appointment.status).in_(MOVABLE),
        (col(Appointment.starts_at) > now()) | (col(Appointment.id) == visit.id),
    )
    if scope == Scope.FOLLOWING:
        query = query.where(col(Appointment.occurrence) >= (visit.occurrence or 0))
    order = (col(Appointment.occurrence), col(Appointment.starts_at))
    query = query.order_by(*order).with_for_update()
    return [member_of(actor, row) for row in (await session.execute(query)).scalars()]


def member_of(actor: Actor, visit: Appointment) -> Member:
    """Return a visit as it stands now."""
    wall = to_wall(visit.starts_at, actor.time_zone)
    return Member(
        id=AppointmentId(visit.id),
        wall=wall,
        series_wall=visit.series_wall or wall,
        starts_at=visit.starts_at,
        practitioner_id=PractitionerId(visit.practitioner_id),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
        room_id=RoomId(visit.room_id) if visit.room_id else None,
        outside_hours=visit.outside_hours,
        lane=visit.lane,
    )


def stood(member: Member, version: int) -> Stood:
    """Return where a visit was, for bringing it back; version: the one it got by being moved."""
    return Stood(
        appointment_id=member.id,
        version=version,
        start=member.starts_at,
        minutes=member.minutes,
        practitioner_id=member.practitioner_id,
        room_id=member.room_id,
        outside_hours=member.outside_hours,
        series_wall=member.series_wall,
        lane=member.lane,
    )


async def write_walls(
    session: AsyncSession, actor: Actor, walls: Mapping[AppointmentId, datetime | None]
) -> None:
    """Write where the series has each visit now, also of those that stay elsewhere."""
    await session.flush()
    for appointment_id, wall in walls.items():
        await session.execute(
            update(Appointment)
            .where(
                col(Appointment.organization_id) == actor.organization_id,
                col(Appointment.id) == appointment_id,
            )
            .values(series_wall=wall)
        )
