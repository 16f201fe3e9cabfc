"""The time to answer an offer is over."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import OfferId
from clinic_app.scheduling.waiting.end_offer import end_offer, pass_on
from clinic_app.scheduling.waiting_tables import SlotOffer


async def expire_offer(session: AsyncSession, actor: Actor, *, offer_id: OfferId) -> None:
    """End an offer whose time is over and go on to the next; any other is left as it is."""
    require(actor, Permission.APPOINTMENT_WRITE)
    offer = await find(session, actor, SlotOffer, offer_id, what="This offer", lock=True)
    if offer.state != "open" or offer.expires_at > now():
        return
    await end_offer(session, actor, offer, state="expired", tag=Tag.OFFER_EXPIRE)
    await pass_on(session, actor, offer)
