"""Bring visits back to where they stood before they were moved together."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import NotUndone
from clinic_app.scheduling.series.series_rows import Stood
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.wall_words import day_and_clock


async def bring_back(session: AsyncSession, actor: Actor, visits: Sequence[Stood]) -> None:
    """Move them back, part of a verb that was allowed to; raise NotUndone with what came between.

    visits: in the order in which they were moved. The last goes back first: its old place was
    left before another took it. The caller knows that nobody touched them since.
    """
    overrides = may(actor, Permission.APPOINTMENT_OVERRIDE)
    for visit in reversed(visits):
        try:
            await reschedule_appointment(
                session,
                actor,
                appointment_id=visit.appointment_id,
                version=visit.version,
                start=visit.start,
                practitioner_id=visit.practitioner_id,
                room_id=visit.room_id,
                minutes=visit.minutes,
                outside_hours=visit.outside_hours,
                # Where it stood a moment ago, it asks no rule of notice or number again.
                despite_rules=overrides,
                lane=visit.lane,
                told=False,
            )
        except ClinicError as refusal:
            wall = to_wall(visit.start, actor.time_zone)
            raise NotUndone(day_and_clock(wall), refusal.message) from refusal
