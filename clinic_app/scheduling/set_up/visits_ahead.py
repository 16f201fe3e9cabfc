"""How many visits still count on a practitioner, a room or a device."""

from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.states import Status

_STILL_COUNT = (Status.BOOKED, Status.CONFIRMED, Status.CHECKED_IN, Status.IN_VISIT)


async def visits_ahead(
    session: AsyncSession,
    actor: Actor,
    *conditions: ColumnElement[bool],
    start: datetime | None = None,
    end: datetime | None = None,
) -> int:
    """Count live visits whose reservation meets the conditions, from `start` (now) to `end`."""
    query = (
        select(func.count(func.distinct(col(Appointment.id))))
        .join(
            Reservation,
            (col(Reservation.organization_id) == col(Appointment.organization_id))
            & (
                (col(Reservation.appointment_id) == col(Appointment.id))
                | (col(Reservation.session_id) == col(Appointment.session_id))
            ),
        )
        .where(
            col(Appointment.organization_id) == actor.organization_id,
            col(Appointment.status).in_(_STILL_COUNT),
            col(Appointment.ends_at) > (start or now()),
            col(Reservation.released_at).is_(None),
            *conditions,
        )
    )
    if end is not None:
        query = query.where(col(Appointment.starts_at) < end)
    return (await session.execute(query)).scalar_one()


def visits_in_words(count: int) -> str:
    """Return “1 visit” or “3 visits”."""
    return "1 visit" if count == 1 else f"{count} visits"
