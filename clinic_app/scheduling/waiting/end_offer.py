"""What every end of an offer has in common: one row locked, one state, the hold given back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import OfferId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.waiting.free_time import free_time, offer_again
from clinic_app.scheduling.waiting.offer_hold import release_offer_hold
from clinic_app.scheduling.waiting_tables import SlotOffer, WaitingEntry

STATE_WORDS = {
    "open": "waiting for an answer",
    "accepted": "taken",
    "declined": "declined",
    "expired": "not answered in time",
    "withdrawn": "withdrawn",
}


class OfferOver(Conflict):
    """The offer was answered, withdrawn, or is too old."""

    code = "offer_over"


async def lock_offer(session: AsyncSession, actor: Actor, offer_id: OfferId) -> SlotOffer:
    """Return an open offer, locked: of two who end it at once, the second is refused."""
    offer = await find(session, actor, SlotOffer, offer_id, what="This offer", lock=True)
    if offer.state != "open":
        raise OfferOver(f"This offer is over: {STATE_WORDS[offer.state]}.")
    return offer


async def end_offer(
    session: AsyncSession, actor: Actor, offer: SlotOffer, *, state: str, tag: Tag
) -> WaitingEntry:
    """Give the hold back and write down how the offer ended."""
    await release_offer_hold(session, actor, offer.hold_id)
    offer.state, offer.answered_at, offer.answered_by = state, now(), actor.member_id
    entry = await find(session, actor, WaitingEntry, offer.waiting_id, lock=True)
    await announce(session, actor.organization_id, Topic.WAITING, Topic.CALENDAR)
    await record(*(session, actor, tag), subject_id=offer.id, patient_id=entry.patient_id)
    return entry


async def pass_on(session: AsyncSession, actor: Actor, offer: SlotOffer) -> None:
    """Have the time of an ended offer offered to the next; who had it is not asked again."""
    if offer.freed_id is not None:
        await offer_again(session, actor, offer.freed_id)
        return
    offer.freed_id = await free_time(  # staff had offered it by hand
        *(session, actor),
        practitioner_id=offer.practitioner_id,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
    )
