"""Write down who assists in a visit, besides the reservations of their time."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.appointment_tables import VisitAssistant
from clinic_app.scheduling.part_rules import Assisting, Part

_LEAVE = text("""
    UPDATE visit_assistant SET removed_at = :now
    WHERE organization_id = :organization AND appointment_id = :visit AND removed_at IS NULL
        AND NOT practitioner_id = ANY(:who)
""")
_JOIN = text("""
    INSERT INTO visit_assistant (organization_id, id, created_at, appointment_id, practitioner_id,
        from_minute, minutes)
    SELECT :organization, gen_random_uuid(), :now, :visit, who, from_minute, minutes
    FROM unnest(CAST(:who AS uuid[]), CAST(:begins AS int[]), CAST(:lasts AS int[]))
        AS joins(who, from_minute, minutes)
    ON CONFLICT (organization_id, appointment_id, practitioner_id) WHERE removed_at IS NULL
        DO UPDATE SET from_minute = excluded.from_minute, minutes = excluded.minutes
""")


async def keep_assistants(
    session: AsyncSession, actor: Actor, appointment_id: UUID, who: Assisting
) -> None:
    """Let exactly these assist in a visit from now on, each in their part."""
    values = {
        "organization": actor.organization_id,
        "visit": appointment_id,
        "who": list(who),
        "begins": [part.from_minute for part in who.values()],
        "lasts": [part.minutes for part in who.values()],
        "now": now(),
    }
    await session.execute(_LEAVE, values)
    await session.execute(_JOIN, values)


async def assistants_of_each(
    session: AsyncSession, actor: Actor, visits: Collection[UUID]
) -> Mapping[UUID, Assisting]:
    """Return who assists in each of some visits, in which part; none where nobody does."""
    query = select(
        col(VisitAssistant.appointment_id),
        col(VisitAssistant.practitioner_id),
        col(VisitAssistant.from_minute),
        col(VisitAssistant.minutes),
    ).where(
        col(VisitAssistant.organization_id) == actor.organization_id,
        col(VisitAssistant.appointment_id).in_(visits),
        col(VisitAssistant.removed_at).is_(None),
    )
    found: dict[UUID, dict[PractitionerId, Part]] = {visit: {} for visit in visits}
    for visit, who, begins, lasts in await session.execute(query):
        found[visit][PractitionerId(who)] = Part(begins, lasts)
    return found


async def assistants_of(session: AsyncSession, actor: Actor, appointment_id: UUID) -> Assisting:
    """Return who assists in a visit, in which part."""
    return (await assistants_of_each(session, actor, [appointment_id]))[appointment_id]
