"""Whether a code is the one that was sent to this phone or mail address."""

import hmac
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.encrypted import fingerprints
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import OrganizationId
from clinic_app.pathways.contacts import Contact
from clinic_app.scheduling.public_tables import BookingCode

MOST_TRIES = 5
_FIELD = "code"


async def weigh_booking_code(
    organization_id: OrganizationId, *, request_ids: Sequence[UUID], code: str, contact: Contact
) -> UUID:
    """Count a try, then compare; return whose code it is, or raise Invalid beside its field.

    request_ids: all that one tab asked for: the first code may come after the second. A try
    counts for each. It is committed before it is weighed, so neither a refusal nor a hundred at
    once get more than five. A right one still counts: who loses the time keeps some to choose
    another.
    """

    async def once() -> Sequence[BookingCode]:
        async with transaction(organization=organization_id) as session:
            return await _count(session, organization_id, request_ids)

    found = await retrying(once)
    if not found:
        raise Invalid("This code is no longer good. Ask for another.", field=_FIELD)
    typed = "".join(sign for sign in code if sign.isdigit())
    whose = contact.hashes(organization_id)
    right = [
        one.id
        for one in found
        if _is_one(one.contact_hash, whose)
        and _is_one(one.code_hash, fingerprints(f"booking code {one.id} {typed}", organization_id))
    ]
    if not right:
        raise Invalid("That is not the code we sent. Please look again.", field=_FIELD)
    return right[0]


def _is_one(kept: bytes, hashes: Sequence[bytes]) -> bool:
    return any(hmac.compare_digest(kept, one) for one in hashes)


async def _count(
    session: AsyncSession, organization_id: OrganizationId, request_ids: Sequence[UUID]
) -> Sequence[BookingCode]:
    counted = await session.execute(
        update(BookingCode)
        .where(
            col(BookingCode.organization_id) == organization_id,
            col(BookingCode.id).in_(request_ids),
            col(BookingCode.tries) < MOST_TRIES,
            col(BookingCode.used_at).is_(None),
            col(BookingCode.expires_at) > now(),
        )
        .values(tries=col(BookingCode.tries) + 1)
        .returning(BookingCode)
    )
    return counted.scalars().all()


async def use_booking_code(
    session: AsyncSession, organization_id: OrganizationId, request_id: UUID
) -> None:
    """Use a code up, in the transaction of what it was for. Raises Invalid for a second use."""
    used = await session.execute(
        update(BookingCode)
        .where(
            col(BookingCode.organization_id) == organization_id,
            col(BookingCode.id) == request_id,
            col(BookingCode.used_at).is_(None),
        )
        .values(used_at=now())
        .returning(col(BookingCode.id))
    )
    if used.first() is None:
        raise Invalid("This code was used already.", field=_FIELD)
