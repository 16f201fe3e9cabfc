"""Take an offered time: it is booked, and the patient waits no more."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import OfferId, PatientId, PractitionerId, ServiceId
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.waiting.end_offer import OfferOver, end_offer, lock_offer


async def accept_offer(session: AsyncSession, actor: Actor, *, offer_id: OfferId) -> Booked:
    """Book what is held, in the same transaction that gives the hold back: nobody comes between.

    Raises OfferOver for one that was answered or whose time is over, whether or not the clock
    has ended it yet.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    offer = await lock_offer(session, actor, offer_id)
    if offer.expires_at <= now():
        raise OfferOver("The time to answer is over.")
    entry = await end_offer(session, actor, offer, state="accepted", tag=Tag.OFFER_ACCEPT)
    booked = await book_appointment(
        session,
        actor,
        patient_id=PatientId(entry.patient_id),
        service_id=ServiceId(entry.service_id),
        practitioner_id=PractitionerId(offer.practitioner_id),
        start=offer.starts_at,
        note=entry.note,
    )
    offer.appointment_id = booked.appointment_id
    entry.ended_at, entry.ended_why = now(), "booked"
    return booked
