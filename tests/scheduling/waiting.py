"""A waiting list for stories: patients who can be written to, and the clock's work done at once."""

import re
from datetime import datetime, time, timedelta
from itertools import count
from secrets import token_hex
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.ids import OfferId, PatientId, WaitingId
from clinic_app.kit.zones import to_wall
from clinic_app.notifications.tables import Mail
from clinic_app.pathways import offer_jobs
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.waiting.save_waiting import Wish, save_waiting
from clinic_app.scheduling.waiting_tables import FreedTime, SlotOffer, WaitingEntry
from tests.cast import Clinic
from tests.scheduling.furniture import Desk, book, register

NO_CONTEXT: Any = None
_LINK = re.compile(r"/offer/(\S+)")


def at(hour: int) -> datetime:
    """Return a wall time of next Monday.

    These stories play at the present time: a worker that serves the same database does the same
    work beside them, and would not see a clock that stands still.
    """
    today = to_wall(now(), "America/New_York").date()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(hour))


async def reachable(clinic: Clinic, name: str) -> PatientId:
    """Register a patient with a mail address of their own."""
    patient = await register(clinic, name)
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            text("UPDATE patient SET email = :email WHERE id = :id"),
            {"email": f"{token_hex(6)}@patients.example", "id": patient},
        )
    return patient


async def wait(desk: Desk, name: str, **wish: Any) -> WaitingId:  # noqa: ANN401  # as the wish takes them
    """Put a new patient on the list, each a second after the one before."""
    patient = await reachable(desk.clinic, name)
    with frozen(now() + timedelta(seconds=next(_seconds))):
        return await perform(
            desk.clinic.reception,
            save_waiting,
            patient_id=patient,
            wish=Wish(desk.service, **wish),
        )


_seconds = count(-3600)  # all of them before whatever the story does next


async def many_entries(desk: Desk, number: int) -> list[WaitingId]:
    """Put so many new patients on the list."""
    home = desk.clinic.organization_id
    patients = [
        Patient(
            organization_id=home, file_number=str(one), name="A", name_search="a", search_text="a"
        )
        for one in range(number)
    ]
    entries = [
        WaitingEntry(
            organization_id=home,
            patient_id=patient.id,
            service_id=desk.service,
            created_by=desk.clinic.owner.member_id,
        )
        for patient in patients
    ]
    async with transaction(organization=home) as session:
        session.add_all(patients)
        await session.flush()
        session.add_all(entries)
    return [WaitingId(entry.id) for entry in entries]


async def booked_at(desk: Desk, start: datetime) -> Booked:
    """Book somebody who waits for nothing."""
    return await book(
        desk.clinic.reception,
        patient_id=await register(desk.clinic),
        service_id=desk.service,
        start=start,
    )


async def cancel(desk: Desk, visit: Booked) -> None:
    """Cancel a visit and let the freed time be offered."""
    await perform(
        desk.clinic.reception,
        cancel_appointment,
        appointment_id=visit.appointment_id,
        reason="Has a cold",
    )
    await offer_all(desk.clinic)


async def freed_ten(desk: Desk) -> None:
    """Free ten o'clock of next Monday."""
    await cancel(desk, await booked_at(desk, at(10)))


async def offer_all(clinic: Clinic) -> None:
    """Do what the worker would do about every freed time."""
    for freed in await rows(clinic, FreedTime):
        await offer_jobs.offer_freed(NO_CONTEXT, str(clinic.organization_id), str(freed.id))


async def expire(clinic: Clinic, offer: SlotOffer) -> None:
    """Do what the worker would do when the time to answer is over."""
    await offer_jobs.expire(NO_CONTEXT, str(clinic.organization_id), str(offer.id))
    await offer_all(clinic)


async def rows(clinic: Clinic, table: type[Any]) -> list[Any]:
    """Return all of a table, oldest first."""
    async with transaction(organization=clinic.organization_id) as session:
        query = select(table).order_by(col(table.created_at))
        return list((await session.execute(query)).scalars())


async def offers(clinic: Clinic) -> list[SlotOffer]:
    """Return every offer, oldest first."""
    return await rows(clinic, SlotOffer)


async def link_for(clinic: Clinic, waiting_id: WaitingId) -> str:
    """Return the newest token that was mailed to whom an entry is for."""
    async with transaction(organization=clinic.organization_id) as session:
        email = await session.execute(
            text(
                "SELECT p.email FROM waiting_entry e JOIN patient p ON p.id = e.patient_id"
                " WHERE e.id = :id"
            ),
            {"id": waiting_id},
        )
        query = select(Mail).where(col(Mail.recipient) == email.scalar_one())
        mails = await session.execute(query.order_by(col(Mail.created_at).desc()))
        newest = mails.scalars().first()
        found = _LINK.search(newest.body if newest else "")
    assert found is not None, "nothing was sent"
    return found.group(1)


def offer_id(offer: SlotOffer) -> OfferId:
    """Return an offer's id as the verbs take it."""
    return OfferId(offer.id)
