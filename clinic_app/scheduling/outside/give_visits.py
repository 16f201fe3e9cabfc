"""Bring the visits of a second registration to the patient whose they are."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict

# The constraint of one place at a time decides; this only says so in words.
_MEET = text("""
    SELECT EXISTS (SELECT FROM reservation f
        JOIN reservation k ON k.organization_id = f.organization_id AND k.patient_id = :to
            AND k.released_at IS NULL AND k.during && f.during
        WHERE f.organization_id = :organization AND f.patient_id = :from
            AND f.released_at IS NULL)
""")
_HOLD = text("""
    SELECT id FROM appointment WHERE organization_id = :organization AND patient_id = :from
    ORDER BY id FOR UPDATE
""")
# They wait for one service once: the older wish stays.
_WAIT_ONCE = text("""
    UPDATE waiting_entry w SET ended_at = :now, ended_why = 'removed'
    WHERE w.organization_id = :organization AND w.patient_id = :from AND w.ended_at IS NULL
        AND EXISTS (SELECT FROM waiting_entry o
            WHERE o.organization_id = w.organization_id AND o.patient_id = :to
                AND o.service_id = w.service_id AND o.ended_at IS NULL)
""")
_TABLES = ("appointment", "reservation", "appointment_series", "waiting_entry")
_GIVE = [
    text(
        f"UPDATE {table} SET patient_id = :to"  # noqa: S608  # our own names
        " WHERE organization_id = :organization AND patient_id = :from"
    )
    for table in _TABLES
]


async def hold_visits(session: AsyncSession, actor: Actor, *, patient_id: UUID) -> None:
    """Lock the visits, before their patient: the order in which they are moved as well."""
    require(actor, Permission.APPOINTMENT_WRITE)
    await session.execute(_HOLD, {"organization": actor.organization_id, "from": patient_id})


async def give_visits(
    session: AsyncSession, actor: Actor, *, from_id: UUID, to_id: UUID
) -> list[str]:
    """Make all visits, past and to come, series and wishes another patient's; return the visits.

    The caller has locked both patients. Raises Conflict when the two are booked at one time.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    values = {"organization": actor.organization_id, "from": from_id, "to": to_id, "now": now()}
    if (await session.execute(_MEET, values)).scalar_one():
        raise Conflict("Both have a visit at the same time. Move or cancel one of them first.")
    visits = (await session.execute(_HOLD, values)).scalars().all()
    await session.execute(_WAIT_ONCE, values)
    for statement in _GIVE:
        await session.execute(statement, values)
    return [str(one) for one in visits]
