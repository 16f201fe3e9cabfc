"""Let an offered time go."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import OfferId
from clinic_app.scheduling.waiting.end_offer import end_offer, lock_offer, pass_on


async def decline_offer(session: AsyncSession, actor: Actor, *, offer_id: OfferId) -> None:
    """Decline for the patient, who stays on the list; the time goes on to the next."""
    require(actor, Permission.APPOINTMENT_WRITE)
    offer = await lock_offer(session, actor, offer_id)
    await end_offer(session, actor, offer, state="declined", tag=Tag.OFFER_DECLINE)
    await pass_on(session, actor, offer)
