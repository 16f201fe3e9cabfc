"""Who could assist in a visit or its session instead of somebody who will not be there."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_of
from clinic_app.scheduling.assistants.part_rules import WHOLE, Assistants
from clinic_app.scheduling.assistants.team_rules import is_free
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Worker

_OTHERS = text("""
    SELECT p.id FROM practitioner p
    WHERE p.organization_id = :organization AND p.archived_at IS NULL AND p.id <> :giver
        AND NOT EXISTS (
            SELECT FROM visit_assistant x
            WHERE x.organization_id = :organization AND x.owner_id = :owner
                AND x.practitioner_id = p.id AND x.removed_at IS NULL)
""")


async def substitutes(
    session: AsyncSession, actor: Actor, visit: Appointment, gone: PractitionerId
) -> tuple[Worker, ...]:
    """Return who may do what somebody does in a visit and is free then, the least busy first."""
    part = (await assistants_of(session, actor, visit.id)).get(gone, WHOLE)
    values = {
        "organization": actor.organization_id,
        "owner": visit.session_id or visit.id,
        "giver": visit.practitioner_id,
    }
    others = (await session.execute(_OTHERS, values)).scalars().all()
    if not others:
        return ()
    facts = await _facts(session, actor, visit, dict.fromkeys(others, part))
    start, wanted = int(visit.starts_at.timestamp()), facts.team.wanted
    same = [duty for duty in wanted if duty.lets(gone)] or wanted
    return tuple(
        one
        for one in sorted(facts.team.helpers, key=lambda one: len(one.busy))
        if is_free(one, facts.need, start) and (not same or any(duty.lets(one.id) for duty in same))
    )


async def _facts(
    session: AsyncSession, actor: Actor, visit: Appointment, others: Assistants
) -> SlotFacts:
    day = to_wall(visit.starts_at, actor.time_zone).date()
    return await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        practitioner_id=None,
        first_day=day - timedelta(days=1),  # hours of the day before may reach over midnight
        last_day=day,
        moving=AppointmentId(visit.id),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
        assistants=others,
    )
