"""Offer a free time to somebody who waits; it is held for them until they answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import find
from clinic_app.jobs.queue import defer
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import OfferId, PractitionerId, ServiceId, WaitingId
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.waiting.offer_hold import hold_for_offer
from clinic_app.scheduling.waiting.send_offer import send_offer
from clinic_app.scheduling.waiting_tables import DEFAULT_ANSWER, SlotOffer, WaitingEntry

EXPIRE_OFFER = "expire-offer"


class AlreadyOffered(Conflict):
    """The same person has an offer that they have not answered yet."""

    def __init__(self) -> None:
        """Say what to do about it."""
        super().__init__("This patient has an offer open already. Withdraw it first.")


refuse("slot_offer_once_open", AlreadyOffered)

_ANSWER_MINUTES = text(
    "SELECT answer_minutes FROM waiting_rules WHERE organization_id = :organization"
)


async def make_offer(
    session: AsyncSession,
    actor: Actor,
    *,
    waiting_id: WaitingId,
    start: datetime,
    practitioner_id: PractitionerId,
    freed_id: UUID | None = None,
) -> OfferId:
    """Hold a time for the entry's patient and send the private link to answer by.

    freed_id: the freed time it comes from; None when staff offers it by hand. Raises what
    booking raises, and Conflict for who no longer waits or has an offer open.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    entry = await find(session, actor, WaitingEntry, waiting_id, what="This entry", lock=True)
    if entry.ended_at is not None:
        raise Conflict("This patient no longer waits.")
    begins = start_instant(start, actor.time_zone)
    hold = await hold_for_offer(
        session,
        actor,
        service_id=ServiceId(entry.service_id),
        practitioner_id=practitioner_id,
        patient_id=entry.patient_id,
        start=begins,
        minutes=await _answer_minutes(session, actor),
    )
    token = clinic_token(actor.organization_id)
    offer = _new_offer(entry, hold, hash_token(token), freed_id)
    session.add(offer)
    await session.flush()
    offer.sent_by = await send_offer(session, actor, offer, entry, token)
    await _tell(session, actor, offer, entry.patient_id)
    return OfferId(offer.id)


def _new_offer(
    entry: WaitingEntry, hold: SlotHold, token_hash: bytes, freed_id: UUID | None
) -> SlotOffer:
    return SlotOffer(
        organization_id=entry.organization_id,
        waiting_id=entry.id,
        freed_id=freed_id,
        practitioner_id=hold.practitioner_id,
        hold_id=hold.id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        token_hash=token_hash,
        expires_at=hold.expires_at,
        made_by=hold.member_id,
    )


async def _answer_minutes(session: AsyncSession, actor: Actor) -> int:
    values = {"organization": actor.organization_id}
    found: Any = (await session.execute(_ANSWER_MINUTES, values)).scalar_one_or_none()
    return found or DEFAULT_ANSWER


async def _tell(session: AsyncSession, actor: Actor, offer: SlotOffer, patient_id: UUID) -> None:
    await defer(
        session,
        EXPIRE_OFFER,
        at=offer.expires_at,
        organization_id=str(actor.organization_id),
        offer_id=str(offer.id),
    )
    await announce(session, actor.organization_id, Topic.WAITING, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.OFFER_MAKE),
        subject_id=offer.id,
        patient_id=patient_id,
        starts_at=offer.starts_at.isoformat(),
        practitioner_id=str(offer.practitioner_id),
        expires_at=offer.expires_at.isoformat(),
        sent_by=offer.sent_by,
    )
