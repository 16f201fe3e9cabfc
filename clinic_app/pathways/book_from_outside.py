"""Book a visit as a stranger whose phone or mail address was proved by a code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import Conflict, Invalid
from clinic_app.kit.ids import HoldId, PatientId, PractitionerId, ServiceId
from clinic_app.pathways.contacts import Contact, parse_contact
from clinic_app.pathways.even_time import at_least
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.pathways.patient_words import Told
from clinic_app.pathways.tell_patient import tell_patient
from clinic_app.pathways.weigh_booking_code import use_booking_code, weigh_booking_code
from clinic_app.people.accounts.rate_limit import Limit, Tries, of_address, take_try
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.doubts.match_patient import match_patient
from clinic_app.people.doubts.note_doubts import note_doubts
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.patient_rules import check_name, parse_birth
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.errors import NotOffered, PatientBusy, SlotTaken
from clinic_app.scheduling.holding.own_hold import judged_at
from clinic_app.scheduling.outside.get_linked_visit import (
    LinkedVisit,
    count_coming_of,
    get_linked_visit,
)
from clinic_app.scheduling.outside.get_public_booking import get_public_booking, list_services_shown
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.outside.public_rules import may_begin

CONTACT = Limit("booking contact", most=20, window=timedelta(hours=1))
ADDRESS = Limit("booking address", most=60, window=timedelta(hours=1))
# Codes that were right: a mail domain of one's own has a new address for each of them.
MADE = Limit("bookings made address", most=20, window=timedelta(days=1))

# Finding a patient and registering one differ by a few milliseconds; nobody is to see which.
ANSWER_SECONDS = 0.5

# Registers and matches, for this deed alone.
SCOPES = frozenset({Permission.PATIENT_WRITE})

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:contact, 0))")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a stranger wants, and who they say they are."""

    service_id: ServiceId
    start: datetime
    name: str
    birth: str
    contact: str
    practitioner_id: PractitionerId | None = None
    hold_id: HoldId | None = None  # of this very time, to be taken over


@dataclass(frozen=True, slots=True)
class BookedOutside:
    """The visit, and the token of its private link: told once."""

    visit: LinkedVisit
    token: str
    check_in: str  # the address at which the patient says that they are there


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    born: date
    contact: Contact


def check_person(clinic: OpenClinic, *, name: str, birth: str, contact: str) -> None:
    """Raise Invalid beside the first field that cannot be, before a code is sent."""
    _person(clinic, name, birth, contact)


def _person(clinic: OpenClinic, name: str, birth: str, contact: str) -> _Person:
    kept = check_name(name)
    born, known = parse_birth(birth, today=clinic_today(clinic.actor))
    if born is None or known != "day":
        raise Invalid("The birth date is missing.", field="birth")
    return _Person(kept, born, parse_contact(contact, clinic.actor.country))


async def book_from_outside(
    clinic: OpenClinic,
    visitor: Visitor,
    *,
    request_id: UUID,
    earlier: Sequence[UUID] = (),
    code: str,
    wish: Wish,
) -> BookedOutside:
    """Weigh the code, then find or register the patient, book and send the confirmation.

    earlier: codes that the same tab asked for before this one; they are good as well.

    All of it or nothing, in one transaction after the code. Raises Invalid beside a field,
    SlotTaken when the time is gone (also where the patient is busy then: their other visits
    are nobody's business), Conflict for too many visits to come, TryLater.
    """
    person = _person(clinic, wish.name, wish.birth, wish.contact)
    actor = replace(clinic.actor, scopes=(clinic.actor.scopes or frozenset()) | SCOPES)
    async with at_least(ANSWER_SECONDS):
        counted = Tries(CONTACT, person.contact.counted.words)
        await take_try(counted, of_address(ADDRESS, visitor.address))
        asked = (request_id, *earlier)
        matched = await weigh_booking_code(
            actor.organization_id, request_ids=asked, code=code, contact=person.contact
        )
        await take_try(of_address(MADE, visitor.address))
        return await perform(
            actor, _book, clinic=clinic, person=person, wish=wish, request_id=matched
        )


async def _book(
    session: AsyncSession,
    actor: Actor,
    *,
    clinic: OpenClinic,
    person: _Person,
    wish: Wish,
    request_id: UUID,
) -> BookedOutside:
    require(actor, Permission.PATIENT_WRITE)
    await use_booking_code(session, actor.organization_id, request_id)
    await _check_wish(session, actor, person, wish)
    patient_id = await _patient(session, actor, person)
    try:
        taken = await book_appointment(
            session,
            actor,
            patient_id=patient_id,
            service_id=wish.service_id,
            start=wish.start,
            practitioner_id=wish.practitioner_id,
            hold_id=wish.hold_id,
        )
    except PatientBusy:
        raise SlotTaken from None
    token = await make_visit_link(
        session,
        actor,
        appointment_id=taken.appointment_id,
        contact_hash=person.contact.counted.hashed(actor.organization_id),
    )
    visit = await get_linked_visit(session, actor, token=token)
    arrival = await check_in_link(session, actor, appointment_id=taken.appointment_id)
    told = Told(visit, token, "booked", check_in=arrival)
    await tell_patient(session, clinic, person.contact, told)
    return BookedOutside(visit, token, arrival)


async def _check_wish(session: AsyncSession, actor: Actor, person: _Person, wish: Wish) -> None:
    """Ask the settings as they stand now: the page may have been open for long."""
    settings = await get_public_booking(session, actor)
    shown = {one.id: one.shown for one in await list_services_shown(session, actor)}
    if not settings.is_open or shown.get(str(wish.service_id)) != "online":
        raise NotOffered("This cannot be booked online any more.", field="service")
    held_at = await judged_at(session, actor, wish.hold_id, start=wish.start)
    if not may_begin(wish.start, settings, moment=held_at, zone_name=actor.time_zone):
        raise SlotTaken
    # Two bookings of one contact at the same moment count one after the other.
    await session.execute(_ONE_AT_A_TIME, {"contact": person.contact.counted.words})
    contacts = person.contact.counted.hashes(actor.organization_id)
    if await count_coming_of(session, actor, contacts=contacts) >= settings.most_visits:
        words = "You have as many visits to come as can be booked online. Please call us."
        raise Conflict(words, field="start")


async def _patient(session: AsyncSession, actor: Actor, person: _Person) -> PatientId:
    email, phone = person.contact.email, person.contact.phone
    known = await match_patient(
        session, actor, name=person.name, born=person.born, email=email, phone=phone
    )
    if known is not None:
        return known
    draft = PatientDraft(name=person.name, birth=person.born.isoformat(), email=email, phone=phone)
    fresh = await register_patient(session, actor, draft=draft, although_similar=True)
    await note_doubts(session, actor, patient_id=fresh, draft=draft)
    return fresh
