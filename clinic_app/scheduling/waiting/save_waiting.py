"""Put a patient on the waiting list, or change what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, Invalid
from clinic_app.kit.ids import PatientId, PractitionerId, ServiceId, WaitingId
from clinic_app.kit.text import paragraph
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.patients_here import require_patient
from clinic_app.scheduling.tables import Practitioner, Service
from clinic_app.scheduling.waiting.waiting_rules import PRIORITIES, Window, checked, kept
from clinic_app.scheduling.waiting_tables import WaitingEntry, WaitingPractitioner

NOTE_LENGTH = 500


class WaitsAlready(Conflict):
    """One entry per patient and service: of two, both would be offered a time."""

    def __init__(self) -> None:
        """Say where to look."""
        super().__init__("This patient waits for that service already.", field="patient")


refuse("waiting_entry_once", WaitsAlready)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody waits for. No practitioner: anybody; no window: any time."""

    service_id: ServiceId
    practitioner_ids: Sequence[PractitionerId] = ()
    windows: Sequence[Window] = field(default_factory=list[Window])
    until: date | None = None
    note: str = ""
    priority: int = 0


async def save_waiting(
    session: AsyncSession,
    actor: Actor,
    *,
    wish: Wish,
    patient_id: PatientId | None = None,
    waiting_id: WaitingId | None = None,
) -> WaitingId:
    """Add an entry for a patient, or change one; its place by time of entry stays.

    Raises Invalid beside the field, NotFound for what is another clinic's, and Conflict for an
    entry that has ended.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    await _check(session, actor, wish)
    if waiting_id is not None:
        entry = await find(session, actor, WaitingEntry, waiting_id, what="This entry", lock=True)
        if entry.ended_at is not None:
            raise Conflict("This patient no longer waits.")
    else:
        if patient_id is None:
            raise Invalid("Please choose a patient.", field="patient")
        await require_patient(session, actor, patient_id)
        entry = WaitingEntry(
            organization_id=actor.organization_id,
            patient_id=patient_id,
            service_id=wish.service_id,
            created_by=actor.member_id,
        )
        session.add(entry)
    _write(entry, wish)
    await session.flush()
    await _write_practitioners(session, actor, entry, wish.practitioner_ids)
    await announce(session, actor.organization_id, Topic.WAITING)
    await record(
        *(session, actor, Tag.WAITING_SAVE),
        subject_id=entry.id,
        patient_id=entry.patient_id,
        service=str(wish.service_id),
        priority=wish.priority,
    )
    return WaitingId(entry.id)


async def _check(session: AsyncSession, actor: Actor, wish: Wish) -> None:
    service = await find(session, actor, Service, wish.service_id, what="The service")
    if service.archived_at is not None:
        raise NotOffered(f"{service.name} is no longer offered.", field="service")
    for practitioner_id in wish.practitioner_ids:
        await find(session, actor, Practitioner, practitioner_id, what="The practitioner")
    today = to_wall(now(), actor.time_zone).date()
    if wish.until is not None and wish.until < today:
        raise Invalid("That day has passed.", field="until")
    if wish.priority not in PRIORITIES:
        raise Invalid("Please choose how urgent it is.", field="priority")


def _write(entry: WaitingEntry, wish: Wish) -> None:
    entry.service_id = wish.service_id
    entry.windows = kept(checked(wish.windows))
    entry.until = wish.until
    entry.note = paragraph(wish.note, field="note", label="The note", most=NOTE_LENGTH)
    entry.priority = wish.priority


async def _write_practitioners(
    session: AsyncSession,
    actor: Actor,
    entry: WaitingEntry,
    practitioner_ids: Sequence[PractitionerId],
) -> None:
    await session.execute(
        delete(WaitingPractitioner).where(
            col(WaitingPractitioner.organization_id) == actor.organization_id,
            col(WaitingPractitioner.waiting_id) == entry.id,
        )
    )
    session.add_all(
        WaitingPractitioner(
            organization_id=actor.organization_id, waiting_id=entry.id, practitioner_id=one
        )
        for one in dict.fromkeys(practitioner_ids)
    )
