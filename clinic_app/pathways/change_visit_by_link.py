"""Confirm, move or cancel a visit, or its whole coming, through its private link."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.scoped import scoped
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_visit_link import OpenVisit, hold_visit_link
from clinic_app.pathways.patient_words import Told
from clinic_app.pathways.tell_patient import tell_patient
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.errors import PatientBusy, SlotTaken
from clinic_app.scheduling.holding.holds import take_over
from clinic_app.scheduling.holding.own_hold import held_since, judged_at
from clinic_app.scheduling.outside.get_linked_visit import (
    LinkedVisit,
    get_linked_visit,
    get_visits_beside,
)
from clinic_app.scheduling.outside.public_rules import may_begin
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment


async def confirm_visit_by_link(token: str, *, version: int) -> None:
    """Say that they will come, to all services of that day's coming. It binds nobody further."""

    async def once() -> None:
        async with transaction() as session:
            opened = await hold_visit_link(session, token)
            await confirm_appointment(
                *(session, opened.clinic.actor),
                appointment_id=opened.visit.appointment_id,
                version=version,
            )

    await retrying(once)


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
            await _tell(session, opened, token)

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

    async def move(session: AsyncSession, opened: OpenVisit) -> None:
        actor = opened.clinic.actor
        hold = await take_over(session, actor, hold_id, start=start)
        await reschedule_appointment(
            *(session, actor),
            appointment_id=opened.visit.appointment_id,
            version=version,
            start=start,
            practitioner_id=practitioner_id,
            as_of=held_since(hold),
        )

    await _move(token, start, hold_id, move)


async def move_coming_by_link(
    token: str,
    *,
    versions: Mapping[AppointmentId, int],
    parts: Sequence[AskedPart],
    hold_id: HoldId | None = None,
) -> None:
    """Move all services of the visit's coming, each to its part's start and practitioner.

    versions, parts, hold_id: as in `move_together`, which says what is raised; SlotTaken as well
    where the first would begin too soon or too late to be moved there online.
    """
    begins = min((part.start for part in parts if part.start), default=now())

    async def move(session: AsyncSession, opened: OpenVisit) -> None:
        await move_together(
            *(session, opened.clinic.actor),
            appointment_id=opened.visit.appointment_id,
            versions=versions,
            parts=parts,
            hold_id=hold_id,
        )

    await _move(token, begins, hold_id, move)


async def _move(
    token: str,
    begins: datetime,
    hold_id: HoldId | None,
    move: Callable[[AsyncSession, OpenVisit], Awaitable[None]],
) -> None:
    """Do one of the two, where the window and the rules let it, and tell the patient."""

    async def once() -> None:
        async with transaction() as session:
            opened = await _held(session, token)
            actor, kept = opened.clinic.actor, opened.clinic.settings
            held_at = await judged_at(session, actor, hold_id, start=begins)
            if not may_begin(begins, kept, moment=held_at, zone_name=actor.time_zone):
                raise SlotTaken
            try:
                await move(session, opened)
            except PatientBusy:
                raise SlotTaken from None
            await _tell(session, opened, token)

    await retrying(once)


async def _held(session: AsyncSession, token: str) -> OpenVisit:
    opened = await hold_visit_link(session, token)
    if not opened.may_change:
        raise Conflict("It is too late to change this visit online. Please call us.")
    return opened


async def _tell(session: AsyncSession, opened: OpenVisit, token: str) -> None:
    """Tell, in one letter, what became of the visit and of all else of its coming that changed."""
    actor = opened.clinic.actor
    query = scoped(Patient, actor).where(col(Patient.id) == opened.visit.patient_id)
    patient = (await session.execute(query)).scalar_one()
    contact = Contact(email=patient.email) if patient.email else Contact(phone=patient.phone)
    visit = await get_linked_visit(session, actor, token=token)
    beside = [one.visit_id for one in opened.others]
    others = await get_visits_beside(session, actor, appointment_ids=beside) if beside else []
    seen = {one.visit_id: one.version for one in opened.others}
    changed = [one for one in others if one.version != seen[one.appointment_id]]
    told = [_told(opened, visit, token), *(_told(opened, one) for one in changed)]
    told.sort(key=lambda one: one.visit.start)
    await tell_patient(session, opened.clinic, contact, *told)


def _told(opened: OpenVisit, visit: LinkedVisit, token: str = "") -> Told:
    stood = {one.visit_id: one.start for one in opened.others}
    was = stood.get(visit.appointment_id, opened.visit.start)
    if visit.status == Status.CANCELLED:
        return Told(visit, token, "cancelled")
    if was == visit.start:
        return Told(visit, token, "changed")
    return Told(visit, token, "moved", was=was)
