"""Move or cancel a visit through its private link, within the clinic's window."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.scoped import scoped
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import HoldId, PractitionerId
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_visit_link import OpenVisit, hold_visit_link
from clinic_app.pathways.patient_words import Told
from clinic_app.pathways.tell_patient import tell_patient
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.cancel_series import cancel_series
from clinic_app.scheduling.errors import PatientBusy, SlotTaken
from clinic_app.scheduling.get_linked_visit import LinkedVisit, get_linked_visit
from clinic_app.scheduling.list_coming import ComingPart
from clinic_app.scheduling.public_rules import may_begin
from clinic_app.scheduling.release_hold import release_hold
from clinic_app.scheduling.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.series_rows import Scope
from clinic_app.scheduling.states import Status


async def cancel_visit_by_link(token: str, *, version: int) -> None:
    """Cancel, with the other services of its coming; the patient is sent a word.

    The desk sees that the patient did it.
    """

    async def once() -> None:
        async with transaction() as session:
            opened = await _held(session, token)
            await cancel_series(
                session,
                opened.clinic.actor,
                appointment_id=opened.visit.appointment_id,
                scope=Scope.COMING,
                version=version,
                reason="Cancelled by the patient, online",
            )
            others = [_cancelled(opened.visit, one) for one in opened.others]
            await _tell(session, opened, token, "cancelled", *others)

    await retrying(once)


async def move_visit_by_link(
    token: str,
    *,
    version: int,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    hold_id: HoldId | None = None,
) -> None:
    """Move to another free time, or to somebody else who gives the service.

    Of a coming, this service alone: the others stay where they are.
    practitioner_id: None for the one it has. hold_id: of this very time, to be taken over.
    Raises SlotTaken when it is gone, and ChangedMeanwhile for a stale version.
    """

    async def once() -> None:
        async with transaction() as session:
            opened = await _held(session, token)
            actor, kept = opened.clinic.actor, opened.clinic.settings
            if not may_begin(start, kept, moment=now(), zone_name=actor.time_zone):
                raise SlotTaken
            if hold_id is not None:  # what it kept is taken in this very transaction
                await release_hold(session, actor, hold_id=hold_id)
            try:
                await reschedule_appointment(
                    session,
                    actor,
                    appointment_id=opened.visit.appointment_id,
                    version=version,
                    start=start,
                    practitioner_id=practitioner_id,
                )
            except PatientBusy:
                raise SlotTaken from None
            moved = opened.visit.start != start
            await _tell(session, opened, token, "moved" if moved else "changed")

    await retrying(once)


async def _held(session: AsyncSession, token: str) -> OpenVisit:
    opened = await hold_visit_link(session, token)
    if not opened.may_change:
        raise Conflict("It is too late to change this visit online. Please call us.")
    return opened


def _cancelled(visit: LinkedVisit, one: ComingPart) -> Told:
    """Return what is told of another service of the coming, which has no link here."""
    gone = replace(
        visit,
        appointment_id=one.visit_id,
        version=one.version + 1,
        status=Status.CANCELLED,
        start=one.start,
        end=one.end,
        changed_at=now(),
        service_id=one.service_id,
        service=one.service,
        practitioner_id=one.practitioner_id,
        practitioner=one.practitioner,
    )
    return Told(gone, "", "cancelled")


async def _tell(
    session: AsyncSession, opened: OpenVisit, token: str, deed: str, *others: Told
) -> None:
    actor = opened.clinic.actor
    query = scoped(Patient, actor).where(col(Patient.id) == opened.visit.patient_id)
    patient = (await session.execute(query)).scalar_one()
    visit = await get_linked_visit(session, actor, token=token)
    contact = Contact(email=patient.email) if patient.email else Contact(phone=patient.phone)
    was = opened.visit.start if deed == "moved" else None
    told = Told(visit, token, deed, was=was)
    await tell_patient(session, opened.clinic, contact, told, *others)
