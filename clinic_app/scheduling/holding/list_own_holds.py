"""The times that somebody holds on a day, in whichever of their windows."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import HoldId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.waiting_tables import SlotOffer


class OwnHold(NamedTuple):
    """One of them, and when it ends."""

    hold_id: HoldId
    expires_at: datetime


async def list_own_holds(session: AsyncSession, actor: Actor, *, day: date) -> tuple[OwnHold, ...]:
    """Return one's own live holds of times that begin on a day of the clinic.

    What one has offered to somebody who waits is theirs.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    first, last = day_bounds(day, actor.time_zone)
    query = scoped(SlotHold, actor).where(
        col(SlotHold.starts_at) >= first,
        col(SlotHold.starts_at) < last,
        col(SlotHold.member_id) == actor.member_id,
        col(SlotHold.released_at).is_(None),
        col(SlotHold.expires_at) > now(),
        ~exists().where(
            col(SlotOffer.organization_id) == SlotHold.organization_id,
            col(SlotOffer.hold_id) == SlotHold.id,
            col(SlotOffer.state) == "open",
        ),
    )
    found = (await session.execute(query.order_by(col(SlotHold.starts_at)))).scalars()
    return tuple(OwnHold(HoldId(one.id), one.expires_at) for one in found)
