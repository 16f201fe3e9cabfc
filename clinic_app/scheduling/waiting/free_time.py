"""Say that a practitioner's time became free, so that it is offered to who waits for it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.jobs.queue import defer
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.tables import Practitioner

OFFER_FREED_TIME = "offer-freed-time"

# One statement, and none of the rest where nobody waits.
_FREED = text("""
    INSERT INTO freed_time (organization_id, id, created_at, practitioner_id, starts_at, ends_at)
    SELECT :organization, f.id, :now, f.practitioner_id, greatest(f.starts_at, :now), f.ends_at
    FROM unnest(CAST(:ids AS uuid[]), CAST(:practitioners AS uuid[]),
        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        AS f(id, practitioner_id, starts_at, ends_at)
    WHERE f.ends_at > :now
        AND EXISTS (SELECT FROM waiting_entry
            WHERE organization_id = :organization AND ended_at IS NULL)
        AND NOT EXISTS (SELECT FROM waiting_rules
            WHERE organization_id = :organization AND NOT by_itself)
    RETURNING id
""")


class Freed(NamedTuple):
    """A span of a practitioner that became free."""

    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime


async def free_time(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
) -> UUID | None:
    """Keep a freed time and have it offered once the deed that freed it is committed.

    Part of a verb that was allowed to free it: asks for no permission of its own. None where
    nobody waits, or times are offered by hand.
    """
    freed = await free_spans(session, actor, [Freed(practitioner_id, starts_at, ends_at)])
    return freed[0] if freed else None


async def free_dates(
    session: AsyncSession,
    actor: Actor,
    *,
    days: Sequence[date],
    practitioner_id: UUID | None = None,
) -> None:
    """Do so for whole dates that were opened, of one practitioner or of everybody.

    What is not worked, or taken, is not offered: the search for free times decides.
    """
    who = [practitioner_id] if practitioner_id else await _everybody(session, actor)
    spans = [Freed(one, *day_bounds(day, actor.time_zone)) for day in days for one in who]
    await free_spans(session, actor, spans)


async def offer_again(session: AsyncSession, actor: Actor, freed_id: UUID) -> None:
    """Have a freed time offered to the next in order."""
    await defer(
        session,
        OFFER_FREED_TIME,
        organization_id=str(actor.organization_id),
        freed_id=str(freed_id),
    )


async def free_spans(session: AsyncSession, actor: Actor, spans: Sequence[Freed]) -> list[UUID]:
    """Do so for several times at once; return which were kept."""
    values = {
        "organization": actor.organization_id,
        "now": now(),
        "ids": [new_uuid() for _ in spans],
        "practitioners": [one.practitioner_id for one in spans],
        "starts": [one.starts_at for one in spans],
        "ends": [one.ends_at for one in spans],
    }
    freed = list((await session.execute(_FREED, values)).scalars())
    for one in freed:
        await offer_again(session, actor, one)
    return freed


async def _everybody(session: AsyncSession, actor: Actor) -> list[UUID]:
    query = select(col(Practitioner.id)).where(
        col(Practitioner.organization_id) == actor.organization_id,
        col(Practitioner.archived_at).is_(None),
    )
    return list((await session.execute(query)).scalars())
