"""List patients by name, a page at a time from where the last one ended: for programs."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PatientId
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_in_clinic import PatientInClinic
from clinic_app.people.patients.patient_search import patterns, read_search
from clinic_app.people.patients.show_patient import typed_birth

MOST_ROWS = 200


class ListedPatient(NamedTuple):
    """Demographics alone. birth: "1984-03-12", "1984" where only the year is known, or ""."""

    id: UUID
    file_number: str
    name: str
    birth: str
    sex: str
    phone: str  # E.164
    email: str
    address: str
    language: str
    version: int
    registered_at: datetime


class PatientList(NamedTuple):
    """One page, and whether there are more after its last."""

    patients: list[ListedPatient]
    has_more: bool


async def list_patients_after(
    session: AsyncSession,
    actor: Actor,
    *,
    search: str = "",
    after: PatientId | None = None,
    most: int = 50,
) -> PatientList:
    """Return at most `most` patients (up to 200) by name, in one query; two with `after`.

    search: parts of the name, phone or file number, as the search box reads them.
    after: whom the page before ended with. Raises NotFound when that is nobody.
    """
    require(actor, Permission.PATIENT_READ)
    most = min(max(most, 1), MOST_ROWS)
    place = (col(PatientInClinic.name_search), col(PatientInClinic.id))
    query = scoped(PatientInClinic, actor).where(col(PatientInClinic.removed_at).is_(None))
    for either in patterns(read_search(search)):
        query = query.where(or_(*map(col(PatientInClinic.search_text).like, either)))
    if after is not None:
        last = await find(session, actor, Patient, after, what="The place where the page ended")
        query = query.where(tuple_(*place) > (last.name_search, last.id))
    found = (await session.execute(query.order_by(*place).limit(most + 1))).scalars().all()
    return PatientList([_listed(patient) for patient in found[:most]], len(found) > most)


async def read_patient(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId
) -> ListedPatient:
    """Return one patient as the list has it, and record the opening. Raises NotFound."""
    require(actor, Permission.PATIENT_READ)
    patient = await find(session, actor, Patient, patient_id, what="This patient")
    if patient.removed_at is not None:
        raise NotFound("This patient")
    await record(session, actor, Tag.PATIENT_OPEN, subject_id=patient.id, patient_id=patient.id)
    return _listed(patient)


def _listed(patient: Patient) -> ListedPatient:
    return ListedPatient(
        id=patient.id,
        file_number=patient.file_number,
        name=patient.name,
        birth=typed_birth(patient.birth_date, patient.birth_date_is),
        sex=patient.sex,
        phone=patient.phone,
        email=patient.email,
        address=patient.address,
        language=patient.language,
        version=patient.version,
        registered_at=patient.created_at,
    )
