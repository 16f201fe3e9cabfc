"""The private link of an offer: what it shows, and the patient's answer."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.transaction import retrying, transaction
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_clinic import OpenClinic, enter_as_patient
from clinic_app.pathways.open_visit_link import clinic_in
from clinic_app.pathways.patient_words import Told
from clinic_app.pathways.tell_patient import tell_patient
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.outside.get_linked_visit import get_linked_visit
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.waiting.accept_offer import accept_offer
from clinic_app.scheduling.waiting.decline_offer import decline_offer
from clinic_app.scheduling.waiting.get_offer import LinkedOffer, get_offer


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """A clinic and what it offers."""

    clinic: OpenClinic
    offer: LinkedOffer


async def open_offer(token: str) -> OpenOffer:
    """Return what the page of an offer's link may show. Raises NotFound for any other link."""

    async def once() -> OpenOffer:
        async with transaction(read_only=True) as session:
            return await _hold(session, token)

    return await retrying(once)


async def answer_offer(token: str, *, yes: bool) -> None:
    """Take the offered time, or let it go. Raises OfferOver for an answer that comes too late."""

    async def once() -> None:
        async with transaction() as session:
            held = await _hold(session, token)
            actor = held.clinic.actor
            if not yes:
                await decline_offer(session, actor, offer_id=held.offer.id)
                return
            booked = await accept_offer(session, actor, offer_id=held.offer.id)
            await _confirm(session, held, booked)

    await retrying(once)


async def _hold(session: AsyncSession, token: str) -> OpenOffer:
    clinic = await enter_as_patient(session, clinic_in(token))
    return OpenOffer(clinic, await get_offer(session, clinic.actor, token=token))


async def _confirm(session: AsyncSession, held: OpenOffer, booked: Booked) -> None:
    """Send the private link to the visit and the one to check in, as for every booking online."""
    clinic, offer, visit_id = held.clinic, held.offer, booked.appointment_id
    link = await make_visit_link(session, clinic.actor, appointment_id=visit_id)
    arrival = await check_in_link(session, clinic.actor, appointment_id=visit_id)
    visit = await get_linked_visit(session, clinic.actor, token=link)
    contact = Contact(email=offer.email, phone="" if offer.email else offer.phone)
    await tell_patient(session, clinic, contact, Told(visit, link, "booked", check_in=arrival))
