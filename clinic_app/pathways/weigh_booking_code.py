"""Whether a code is the one that was sent to this phone or mail address."""

import hmac
from uuid import UUID

from sqlalchemy import Row, update
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
    organization_id: OrganizationId, *, request_id: UUID, code: str, contact: Contact
) -> None:
    """Count a try, then compare; raises Invalid beside the code's field.

    The try is committed before it is weighed, so neither a refusal nor a hundred at once get
    more than five. A right one still counts: who loses the time keeps some to choose another.
    """

    async def once() -> Row[bytes, bytes] | None:
        async with transaction(organization=organization_id) as session:
            return await _count(session, organization_id, request_id)

    found = await retrying(once)
    if found is None:
        raise Invalid("This code is no longer good. Ask for another.", field=_FIELD)
    typed = "".join(sign for sign in code if sign.isdigit())
    codes = fingerprints(f"booking code {request_id} {typed}", organization_id)
    right = any(hmac.compare_digest(found[0], one) for one in codes)
    whose = any(hmac.compare_digest(found[1], one) for one in contact.hashes(organization_id))
    if not (right and whose):
        raise Invalid("That is not the code we sent. Please look again.", field=_FIELD)


async def _count(
    session: AsyncSession, organization_id: OrganizationId, request_id: UUID
) -> Row[bytes, bytes] | None:
    counted = await session.execute(
        update(BookingCode)
        .where(
            col(BookingCode.organization_id) == organization_id,
            col(BookingCode.id) == request_id,
            col(BookingCode.tries) < MOST_TRIES,
            col(BookingCode.used_at).is_(None),
            col(BookingCode.expires_at) > now(),
        )
        .values(tries=col(BookingCode.tries) + 1)
        .returning(col(BookingCode.code_hash), col(BookingCode.contact_hash))
    )
    return counted.one_or_none()


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
