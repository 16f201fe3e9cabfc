"""What a patient who booked, moved or cancelled from outside is sent."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.send_text import send_text
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.scheduling.get_linked_visit import LinkedVisit
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit_calendar import CalendarVisit, visit_calendar
from clinic_app.scheduling.wall_words import clock, long_day, short_day
from clinic_app.settings import settings

_SUBJECTS = {
    "booked": "Your visit is booked",
    "moved": "Your visit was moved",
    "cancelled": "Your visit is cancelled",
}


def link_of(token: str) -> str:
    """Return the address of a private link."""
    return f"{settings().base_url}/visit/{token}"


def file_of(clinic: OpenClinic, visit: LinkedVisit) -> str:
    """Return the visit as a calendar file."""
    phone = show_phone(clinic.settings.phone)
    return visit_calendar(
        CalendarVisit(
            id=visit.appointment_id,
            sequence=visit.version,
            start=visit.start,
            end=visit.end,
            changed_at=visit.changed_at,
            title=f"{visit.service}, {clinic.name}",
            description=f"With {visit.practitioner}." + (f" Phone: {phone}." if phone else ""),
            place=clinic.name,
            cancelled=visit.status == Status.CANCELLED,
        ),
        clinic=clinic.name,
        sender=settings().mail_from,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What was done to a visit, and the ways to it that its patient is given."""

    visit: LinkedVisit
    token: str
    deed: str  # booked, moved or cancelled
    check_in: str = ""


async def tell_patient(
    session: AsyncSession, clinic: OpenClinic, contact: Contact, told: Told
) -> None:
    """Send what was done to the phone or mail address, without the patient's name."""
    if contact.email:
        await send_mail(
            session,
            recipient=contact.email,
            subject=f"{_SUBJECTS[told.deed]}: {clinic.name}",
            body=_letter(clinic, told),
            calendar=file_of(clinic, told.visit),
        )
    elif contact.phone:
        await send_text(session, recipient=contact.phone, body=_text(clinic, told))


def _when(clinic: OpenClinic, visit: LinkedVisit) -> str:
    zone = clinic.actor.time_zone
    start, end = to_wall(visit.start, zone), to_wall(visit.end, zone)
    return f"{long_day(start)}, {clock(start)}–{clock(end)} ({zone.replace('_', ' ')} time)"


def _letter(clinic: OpenClinic, told: Told) -> str:
    kept, visit, stands = clinic.settings, told.visit, told.deed != "cancelled"
    until = f"until {kept.cancel_hours} hours before" if kept.cancel_hours else "until it begins"
    way = f"See, move or cancel it here, {until}:" if stands else "See it here:"
    parts = [
        f"{_SUBJECTS[told.deed]}.",
        f"{visit.service}, {visit.practitioner}\n{_when(clinic, visit)}\n{clinic.name}",
        f"{way}\n{link_of(told.token)}",
        *(
            [f"On the day, say here that you have arrived:\n{told.check_in}"]
            if told.check_in
            else []
        ),
        "Whoever has these links can use them: please do not pass them on.",
        *([kept.policy] if kept.policy and stands else []),
        *([f"Phone: {show_phone(kept.phone)}"] if kept.phone else []),
    ]
    return "\n\n".join(parts) + "\n"


def _text(clinic: OpenClinic, told: Told) -> str:
    start = to_wall(told.visit.start, clinic.actor.time_zone)
    when = f"{short_day(start)}, {clock(start)}"
    return f"{clinic.name}: your visit on {when} is {told.deed}. {link_of(told.token)}"
