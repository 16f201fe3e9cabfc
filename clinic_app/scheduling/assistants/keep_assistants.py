"""Write down who assists in a visit or a session, besides the reservations of their time."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.assistant_sql import OWNER
from clinic_app.scheduling.assistants.part_rules import Assisting, Part
from clinic_app.scheduling.booking.reservation_rows import Owner

_LEAVE = text("""
    UPDATE visit_assistant SET removed_at = :now
    WHERE organization_id = :organization AND owner_id = :owner AND removed_at IS NULL
        AND NOT practitioner_id = ANY(:who)
""")
_JOIN = text("""
    INSERT INTO visit_assistant (organization_id, id, created_at, appointment_id, session_id,
        practitioner_id, from_minute, minutes)
    SELECT :organization, gen_random_uuid(), :now, :visit, :session, who, from_minute, minutes
    FROM unnest(CAST(:who AS uuid[]), CAST(:begins AS int[]), CAST(:lasts AS int[]))
        AS joins(who, from_minute, minutes)
    ON CONFLICT (organization_id, owner_id, practitioner_id) WHERE removed_at IS NULL
        DO UPDATE SET from_minute = excluded.from_minute, minutes = excluded.minutes
""")
_OF_VISITS = text(f"""
    SELECT a.id, x.practitioner_id, x.from_minute, x.minutes
    FROM appointment a
    JOIN visit_assistant x ON x.organization_id = :organization
        AND x.owner_id = {OWNER.format(visit="a")} AND x.removed_at IS NULL
    WHERE a.organization_id = :organization AND a.id = ANY(:visits)
""")  # noqa: S608  # no input
_OF_ONE = text("""
    SELECT practitioner_id, from_minute, minutes FROM visit_assistant
    WHERE organization_id = :organization AND owner_id = :owner AND removed_at IS NULL
""")


async def keep_assistants(
    session: AsyncSession, actor: Actor, owner: Owner, who: Assisting
) -> None:
    """Let exactly these assist in a visit or a session from now on, each in their part."""
    values = {
        "organization": actor.organization_id,
        "owner": owner.appointment_id or owner.session_id,
        "visit": owner.appointment_id,
        "session": owner.session_id,
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
    values = {"organization": actor.organization_id, "visits": list(visits)}
    found: dict[UUID, dict[PractitionerId, Part]] = {visit: {} for visit in visits}
    for visit, who, begins, lasts in await session.execute(_OF_VISITS, values):
        found[visit][PractitionerId(who)] = Part(begins, lasts)
    return found


async def assistants_of(session: AsyncSession, actor: Actor, appointment_id: UUID) -> Assisting:
    """Return who assists in a visit, in which part."""
    return (await assistants_of_each(session, actor, [appointment_id]))[appointment_id]


async def assistants_in(session: AsyncSession, actor: Actor, owner_id: UUID) -> Assisting:
    """Return who assists in a group's session, or a visit of its own, in which part."""
    values = {"organization": actor.organization_id, "owner": owner_id}
    found = await session.execute(_OF_ONE, values)
    return {PractitionerId(who): Part(begins, lasts) for who, begins, lasts in found}
