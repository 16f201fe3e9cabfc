"""Who could assist in a visit instead of somebody who will not be there."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.slot_facts import load_slot_facts
from clinic_app.scheduling.slot_people import Worker
from clinic_app.scheduling.slot_sql import MAY_ASSIST
from clinic_app.scheduling.team_rules import is_free

_OTHERS = text(f"""
    SELECT p.id FROM practitioner p
    WHERE p.organization_id = :organization AND p.archived_at IS NULL AND p.id <> :giver
        AND NOT EXISTS (
            SELECT FROM visit_assistant x
            WHERE x.organization_id = :organization AND x.appointment_id = :visit
                AND x.practitioner_id = p.id AND x.removed_at IS NULL)
        AND {MAY_ASSIST}
""")  # noqa: S608  # put together from constants; all values are bound


async def substitutes(
    session: AsyncSession, actor: Actor, visit: Appointment
) -> tuple[Worker, ...]:
    """Return who may assist in the visit's service and is free then, the least busy first."""
    values = {
        "organization": actor.organization_id,
        "service": visit.service_id,
        "visit": visit.id,
        "giver": visit.practitioner_id,
    }
    others = (await session.execute(_OTHERS, values)).scalars().all()
    return await _free(session, actor, visit, others) if others else ()


async def _free(
    session: AsyncSession, actor: Actor, visit: Appointment, others: Sequence[PractitionerId]
) -> tuple[Worker, ...]:
    day = to_wall(visit.starts_at, actor.time_zone).date()
    facts = await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        practitioner_id=None,
        first_day=day - timedelta(days=1),  # hours of the day before may reach over midnight
        last_day=day,
        moving=AppointmentId(visit.id),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
        assistants=others,
    )
    start = int(visit.starts_at.timestamp())
    return tuple(one for one in facts.team.helpers if is_free(one, facts.need, start))
