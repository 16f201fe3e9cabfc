"""Send a patient what was done to their visits, and keep that it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.send_text import send_text
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.pathways.patient_words import Told, file_of, letter, short_text, subject_of
from clinic_app.scheduling.telling.keep_told import keep_told


@dataclass(frozen=True, slots=True)
class Sent:
    """By which way a message goes, and its id in the outbox."""

    channel: str  # mail or text
    message_id: UUID


async def tell_patient(
    session: AsyncSession, clinic: OpenClinic, contact: Contact, *every: Told
) -> None:
    """Send what was done to the phone or mail address, without the patient's name.

    What still waited to be told of these visits is told by it.
    """
    if not contact.words:
        return
    sent = await send_told(session, clinic, contact, *every)
    for told in every:
        await keep_told(
            *(session, clinic.actor),
            appointment_id=told.visit.appointment_id,
            deed=told.deed,
            channel=sent.channel,
            message_id=sent.message_id,
        )


async def send_told(
    session: AsyncSession, clinic: OpenClinic, contact: Contact, *every: Told
) -> Sent:
    """Put one message about all of them into the outbox: a mail, else a text."""
    home, until = clinic.actor.organization_id, _good_until(every)
    if contact.email:
        visits = [told.visit for told in every]
        key = await send_mail(
            session,
            recipient=contact.email,
            subject=subject_of(clinic, every),
            body=letter(clinic, every),
            calendar=file_of(clinic, *visits, attendee=contact.email),
            told_to=home,
            good_until=until,
        )
        return Sent("mail", key)
    words = short_text(clinic, every)
    key = await send_text(
        session, recipient=contact.phone, body=words, told_to=home, good_until=until
    )
    return Sent("text", key)


def _good_until(every: Iterable[Told]) -> datetime:
    """Return when the last of the times is past that the patient knew or is told."""
    return max(max(told.visit.start, told.was or told.visit.start) for told in every)
