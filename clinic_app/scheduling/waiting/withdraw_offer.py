"""Take an offer back before it is answered."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import OfferId
from clinic_app.scheduling.waiting.end_offer import end_offer, lock_offer, pass_on


async def withdraw_offer(
    session: AsyncSession, actor: Actor, *, offer_id: OfferId, to_next: bool = True
) -> None:
    """End an offer; its time goes on to the next, or is free for whatever staff wants it for."""
    require(actor, Permission.APPOINTMENT_WRITE)
    offer = await lock_offer(session, actor, offer_id)
    await end_offer(session, actor, offer, state="withdrawn", tag=Tag.OFFER_WITHDRAW)
    if to_next:
        await pass_on(session, actor, offer)
