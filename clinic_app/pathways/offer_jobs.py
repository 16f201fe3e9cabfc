"""The waiting list's jobs: offer a time that became free, and end offers nobody answered."""

from uuid import UUID

from procrastinate import JobContext

from clinic_app.database.transaction import retrying, transaction
from clinic_app.jobs.queue import job
from clinic_app.kit.ids import OfferId
from clinic_app.pathways.clinic_clock import clock_of
from clinic_app.scheduling.waiting.expire_offer import expire_offer
from clinic_app.scheduling.waiting.free_time import OFFER_FREED_TIME
from clinic_app.scheduling.waiting.make_offer import EXPIRE_OFFER
from clinic_app.scheduling.waiting.offer_freed_time import offer_freed_time


@job(OFFER_FREED_TIME)
async def offer_freed(context: JobContext, organization_id: str, freed_id: str) -> None:
    """Offer a freed time to who waits for it, in order."""
    del context
    home = UUID(organization_id)

    async def once() -> None:
        async with transaction(organization=home) as session:
            actor = await clock_of(session, home)
            await offer_freed_time(session, actor, freed_id=UUID(freed_id))

    await retrying(once)


@job(EXPIRE_OFFER)
async def expire(context: JobContext, organization_id: str, offer_id: str) -> None:
    """End an offer whose time is over; its freed time goes on to the next."""
    del context
    home = UUID(organization_id)

    async def once() -> None:
        async with transaction(organization=home) as session:
            actor = await clock_of(session, home)
            await expire_offer(session, actor, offer_id=OfferId(UUID(offer_id)))

    await retrying(once)
