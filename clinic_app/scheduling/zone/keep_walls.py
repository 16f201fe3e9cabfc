"""Keep what the clock on the wall says of all that is to come, when the clinic's zone changes."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, Invalid
from clinic_app.kit.zones import first_instant, to_wall
from clinic_app.scheduling.tables import TimeOff
from clinic_app.scheduling.zone import wall_sql
from clinic_app.scheduling.zone.takers import Taker, load_takers
from clinic_app.scheduling.zone.wall_rules import Pass

REASON = "The clinic’s time zone changed"


async def keep_walls(
    session: AsyncSession, actor: Actor, *, old: str, new: str, double: Pass = ""
) -> int:
    """Shift visits, reservations, holds, sessions and time off to come; return how many visits.

    All or none. The caller holds the clinic's row, so that nobody books meanwhile. double:
    which of an hour that comes twice; without it such visits, and those whose hour does not
    exist, are refused (Invalid, beside `double`). Raises Conflict when two visits would meet.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    takers = await load_takers(session, actor, old, new, double or "first")
    odd = sum(1 for taker in takers if taker.new.trouble)
    if odd and not double:
        said = f"{odd} times do not name one moment there. Please say what is meant."
        raise Invalid(said, field="double")
    await _shift(session, actor, [taker for taker in takers if taker.seconds])
    await _shift_time_off(session, actor, old, new)
    return sum(1 for taker in takers if taker.kind == "appointment")


async def _shift(session: AsyncSession, actor: Actor, takers: Sequence[Taker]) -> None:
    values = {
        "organization": actor.organization_id,
        "ids": [taker.id for taker in takers],
        "seconds": [taker.seconds for taker in takers],
    }
    await session.execute(wall_sql.AWAY, values)
    try:
        async with session.begin_nested():
            await session.execute(wall_sql.BACK, values)
    except IntegrityError:
        raise Conflict(
            "Visits would fall on each other in the new zone. Move those listed first, or keep"
            " the moments."
        ) from None
    moment = {"now": now()}
    told = {"reason": REASON, "member": actor.member_id}
    await session.execute(wall_sql.EVENTS, {**values, **moment, **told})
    await session.execute(wall_sql.VISITS, {**values, **moment})
    for statement in wall_sql.OTHERS:
        await session.execute(statement, values)


async def _shift_time_off(session: AsyncSession, actor: Actor, old: str, new: str) -> None:
    query = scoped(TimeOff, actor).where(
        col(TimeOff.cancelled_at).is_(None), col(TimeOff.ends_at) > now()
    )
    for row in (await session.execute(query)).scalars():
        begins, ends = (first_instant(to_wall(at, old), new) for at in (row.starts_at, row.ends_at))
        if begins < ends:  # else the clocks go forward over all of it there: it keeps its moment
            row.starts_at, row.ends_at = begins, ends
    await session.flush()
