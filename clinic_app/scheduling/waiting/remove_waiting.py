"""Take somebody off the waiting list."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import OfferId, WaitingId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.waiting.withdraw_offer import withdraw_offer
from clinic_app.scheduling.waiting_tables import SlotOffer, WaitingEntry


async def remove_waiting(session: AsyncSession, actor: Actor, *, waiting_id: WaitingId) -> None:
    """End an entry; an offer that is open for it is withdrawn. Twice changes nothing more."""
    require(actor, Permission.APPOINTMENT_WRITE)
    open_offer = scoped(SlotOffer, actor).where(
        col(SlotOffer.waiting_id) == waiting_id, col(SlotOffer.state) == "open"
    )
    offer = (await session.execute(open_offer)).scalar_one_or_none()
    if offer is not None:
        await withdraw_offer(session, actor, offer_id=OfferId(offer.id))
    entry = await find(session, actor, WaitingEntry, waiting_id, what="This entry", lock=True)
    if entry.ended_at is not None:
        return
    entry.ended_at, entry.ended_why = now(), "removed"
    await announce(session, actor.organization_id, Topic.WAITING)
    await record(
        *(session, actor, Tag.WAITING_REMOVE), subject_id=entry.id, patient_id=entry.patient_id
    )
