"""Send a code to a phone or mail address, before anything is booked or registered."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.encrypted import fingerprint
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.ids import OrganizationId, new_uuid
from clinic_app.kit.phone import is_abroad
from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.send_text import send_text
from clinic_app.pathways.contacts import Contact, parse_contact
from clinic_app.pathways.even_time import at_least
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.people.accounts.rate_limit import Limit, Tries, of_address, take_try
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.public_tables import BookingCode

GOOD_FOR = timedelta(minutes=10)

# A phone or an address counts over all clinics: nobody is to be flooded by many of them.
CONTACT = Limit("booking code contact", most=5, window=timedelta(hours=1))
CLINIC = Limit("booking code clinic", most=300, window=timedelta(hours=1))
ADDRESS = Limit("booking code address", most=20, window=timedelta(hours=1))
# Texts abroad are dear, and whoever owns such a number may earn by them.
ABROAD = Limit("booking code abroad", most=10, window=timedelta(hours=1))

ANSWER_SECONDS = 0.3


async def request_booking_code(clinic: OpenClinic, visitor: Visitor, *, contact: str) -> UUID:
    """Send six digits and return the id under which they are asked for again.

    No patient is looked up here, so there is nothing that the answer could tell. What is kept
    are keyed hashes, for ten minutes. Raises Invalid beside the field, TryLater for too many.
    """
    reached = parse_contact(contact, clinic.actor.country)
    home = clinic.actor.organization_id

    async def once() -> UUID:
        async with transaction(organization=home) as session:
            return await _send(session, clinic, reached, now())

    async with at_least(ANSWER_SECONDS):
        await take_try(
            Tries(CONTACT, reached.counted.words),
            *_abroad(clinic, reached),
            Tries(CLINIC, str(home)),
            of_address(ADDRESS, visitor.address),
        )
        return await retrying(once)


def _abroad(clinic: OpenClinic, contact: Contact) -> list[Tries]:
    actor = clinic.actor
    dear = bool(contact.phone) and is_abroad(contact.phone, actor.country)
    return [Tries(ABROAD, str(actor.organization_id))] if dear else []


async def _send(
    session: AsyncSession, clinic: OpenClinic, contact: Contact, moment: datetime
) -> UUID:
    home = clinic.actor.organization_id
    code, request_id = f"{secrets.randbelow(1_000_000):06}", new_uuid()
    until = moment + GOOD_FOR
    over = col(BookingCode.expires_at) < moment
    await session.execute(delete(BookingCode).where(col(BookingCode.organization_id) == home, over))
    session.add(
        BookingCode(
            organization_id=home,
            id=request_id,
            code_hash=hash_code(home, request_id, code),
            contact_hash=contact.hashed(home),
            expires_at=until,
        )
    )
    words = f"{code} is your code for booking at {clinic.name}. It is good for 10 minutes."
    if contact.phone:
        await send_text(session, recipient=contact.phone, body=words, good_until=until)
    else:
        rest = "\n\nIf you did not ask for it, you need not do anything: nothing is booked.\n"
        await send_mail(
            session,
            recipient=contact.email,
            subject="Your code for booking",
            body=words + rest,
            good_until=until,
        )
    return request_id


def hash_code(organization_id: OrganizationId, request_id: UUID, code: str) -> bytes:
    """Return what the table keeps of a code; without the key a million tries find nothing."""
    return fingerprint(f"booking code {request_id} {code}", organization_id)
