"""Numbered places: a cap or a group's seats as rows, so that a constraint decides on the last."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.constraints import refuse
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.assistants.assistant_sql import OWNER
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.errors import DayFull
from clinic_app.scheduling.rule_tables import NumberedPlace

refuse("numbered_place_once", DayFull)

_OVER = 10_000  # more than anybody could be given over a cap on purpose

# The lowest number that nobody has, tried once. Of two who try the same, the second waits and
# then gets no row; a number that was free and is not taken means: try the next.
_TAKE = text("""
    WITH free AS (
        SELECT n FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n
        WHERE NOT EXISTS (
            SELECT FROM numbered_place p
            WHERE p.organization_id = :organization AND p.owner_id = :owner AND p.day = :day
                AND p.number = n AND p.released_at IS NULL)
        ORDER BY n LIMIT 1),
    made AS (
        INSERT INTO numbered_place
            (organization_id, id, created_at, owner_id, day, number, appointment_id, hold_id,
                expires_at)
        SELECT :organization, :id, :now, :owner, :day, n, CAST(:appointment AS uuid),
            CAST(:hold AS uuid), CAST(:expires AS timestamptz) FROM free
        ON CONFLICT DO NOTHING RETURNING number)
    SELECT (SELECT n FROM free), (SELECT number FROM made)
""")

# A seat whose hold has run out is nobody's, even before the worker has put the hold away.
_END_EXPIRED = text("""
    UPDATE numbered_place SET released_at = :now
    WHERE organization_id = :organization AND owner_id = :owner AND day = :day
        AND released_at IS NULL AND expires_at <= :now
    RETURNING id
""")

_FILL = """
    INSERT INTO numbered_place
        (organization_id, id, created_at, owner_id, day, number, appointment_id)
    SELECT :organization, gen_random_uuid(), :now, :owner, v.day,
        row_number() OVER (PARTITION BY v.day ORDER BY v.created_at, v.id)
        + coalesce((SELECT max(p.number) FROM numbered_place p
            WHERE p.organization_id = :organization AND p.owner_id = :owner AND p.day = v.day
                AND p.released_at IS NULL), 0), v.id
    FROM (
        SELECT a.id, a.created_at, CAST(a.starts_at AT TIME ZONE :zone AS date) AS day
        FROM appointment a
        WHERE a.organization_id = :organization AND {whose}
            AND a.starts_at >= :today AND a.status NOT IN ('cancelled', 'no_show')
            AND NOT EXISTS (SELECT FROM numbered_place p
                WHERE p.organization_id = :organization AND p.appointment_id = a.id
                    AND p.owner_id = :owner AND p.released_at IS NULL)) v
"""
_OF_PRACTITIONER = f"""(a.practitioner_id = :owner OR EXISTS (
            SELECT FROM visit_assistant x
            WHERE x.organization_id = :organization AND x.owner_id = {OWNER.format(visit="a")}
                AND x.practitioner_id = :owner AND x.removed_at IS NULL))"""
_FILLS = {
    "practitioner": text(_FILL.format(whose=_OF_PRACTITIONER)),
    "service": text(_FILL.format(whose="a.service_id = :owner")),
}


async def take_place(
    session: AsyncSession,
    actor: Actor,
    *,
    owner_id: UUID,
    day: date,
    most: int,
    taker: Owner,
    over: bool = False,
) -> int | None:
    """Take the lowest free number from 1 to `most` and return it, None when all are taken.

    taker: a visit, or a hold until it expires. over: then take one above `most`, as somebody
    does who books against the cap on purpose.
    """
    values = {
        "organization": actor.organization_id,
        "owner": owner_id,
        "day": day,
        "appointment": taker.appointment_id,
        "hold": taker.hold_id,
        "expires": taker.expires_at,
        "now": now(),
    }
    number = await _lowest(session, values, 1, most)
    if number is None and (await session.execute(_END_EXPIRED, values)).first() is not None:
        number = await _lowest(session, values, 1, most)
    if number is None and over:
        number = await _lowest(session, values, most + 1, most + _OVER)
    return number


async def _lowest(
    session: AsyncSession, values: Mapping[str, object], first: int, last: int
) -> int | None:
    free: int | None = 0
    while free is not None:
        asked = {**values, "id": new_uuid(), "first": first, "last": last}
        free, taken = (await session.execute(_TAKE, asked)).one()
        if taken is not None:
            return taken
    return None


async def release_places(
    session: AsyncSession,
    actor: Actor,
    appointment_id: UUID,
    of: Collection[UUID] | None = None,
) -> None:
    """Give back a visit's places, or only those under the caps `of` some. The rows stay."""
    statement = update(NumberedPlace).where(
        col(NumberedPlace.organization_id) == actor.organization_id,
        col(NumberedPlace.appointment_id) == appointment_id,
        col(NumberedPlace.released_at).is_(None),
    )
    if of is not None:
        statement = statement.where(col(NumberedPlace.owner_id).in_(of))
    await session.execute(statement.values(released_at=now()))


async def count_those_booked(
    session: AsyncSession,
    actor: Actor,
    *,
    owner: Literal["practitioner", "service"],
    owner_id: UUID,
) -> None:
    """Give a place to every visit from today on that has none: the cap is newly set.

    Those in which a practitioner assists are theirs as well. The owner's row must be locked for
    update, so that no booking that saw no cap is still under way (see `still_here`).
    """
    today = day_bounds(to_wall(now(), actor.time_zone).date(), actor.time_zone)[0]
    values = {
        "organization": actor.organization_id,
        "owner": owner_id,
        "now": now(),
        "zone": actor.time_zone,
        "today": today,
    }
    await session.execute(_FILLS[owner], values)
