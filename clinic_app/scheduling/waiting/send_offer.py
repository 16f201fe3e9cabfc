"""The letter or text that offers a time. Names the clinic and the visit, never the patient."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.zones import to_wall
from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.send_text import send_text
from clinic_app.scheduling.waiting.agrees_sql import AGREES
from clinic_app.scheduling.waiting_tables import SlotOffer, WaitingEntry
from clinic_app.scheduling.wall_words import clock, long_day, short_day
from clinic_app.settings import settings

# Patients, consents and the clinic are another room's: joined by their tables' names.
_ABOUT = text(f"""
    SELECT p.email, p.phone, o.name AS clinic, s.name AS service, w.name AS practitioner,
        {AGREES.format(patient="p.id")} AS agrees
    FROM patient p
    JOIN organization o ON o.id = p.organization_id
    JOIN service s ON s.organization_id = p.organization_id AND s.id = :service
    JOIN practitioner w ON w.organization_id = p.organization_id AND w.id = :practitioner
    WHERE p.organization_id = :organization AND p.id = :patient
""")  # noqa: S608  # put together from constants; all values are bound


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said, in parts."""

    clinic: str
    what: str
    when: str
    short: str
    until: str
    link: str


async def send_offer(
    session: AsyncSession, actor: Actor, offer: SlotOffer, entry: WaitingEntry, token: str
) -> str:
    """Send the link by mail, else by text; return "mail", "text", or "" when somebody must call.

    Only this message ever holds the token.
    """
    row = await _about(session, actor, offer, entry.patient_id, entry.service_id)
    if not row.agrees:
        return ""
    words = _words(row, offer, actor.time_zone, token)
    if row.email:
        subject = f"A time for you: {words.short}, {words.clinic}"
        await send_mail(
            session,
            recipient=row.email,
            subject=subject,
            body=_letter(words),
            good_until=offer.expires_at,
        )
        return "mail"
    if row.phone:
        body = _text(words)
        await send_text(session, recipient=row.phone, body=body, good_until=offer.expires_at)
        return "text"
    return ""


async def _about(
    session: AsyncSession, actor: Actor, offer: SlotOffer, patient_id: UUID, service_id: UUID
) -> Any:  # noqa: ANN401  # a result row
    values = {
        "organization": actor.organization_id,
        "patient": patient_id,
        "service": service_id,
        "practitioner": offer.practitioner_id,
    }
    return (await session.execute(_ABOUT, values)).one()


def _words(row: Any, offer: SlotOffer, zone_name: str, token: str) -> _Words:  # noqa: ANN401  # a result row
    start, end = to_wall(offer.starts_at, zone_name), to_wall(offer.ends_at, zone_name)
    until = to_wall(offer.expires_at, zone_name)
    day = "" if until.date() == start.date() else f"{short_day(until)}, "
    return _Words(
        clinic=row.clinic,
        what=f"{row.service}, {row.practitioner}",
        when=f"{long_day(start)}, {clock(start)}–{clock(end)} ({zone_name.replace('_', ' ')} time)",
        short=f"{short_day(start)}, {clock(start)}",
        until=f"{day}{clock(until)}",
        link=f"{settings().base_url}/offer/{token}",
    )


def _letter(words: _Words) -> str:
    return (
        "A time that you are waiting for has become free.\n\n"
        f"{words.what}\n{words.when}\n{words.clinic}\n\n"
        f"It is kept for you until {words.until}. Take it or let it go here:\n{words.link}\n\n"
        "If you do not answer, it is offered to the next person and you stay on the list.\n"
        "Whoever has this link can answer for you: please do not pass it on.\n"
    )


def _text(words: _Words) -> str:
    return f"{words.clinic}: {words.short} is free, kept for you until {words.until}: {words.link}"
