"""Register a patient."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import PatientId
from clinic_app.kit.text import fold
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.doubts.find_duplicates import find_duplicates
from clinic_app.people.identifiers.identifier_rules import check_identifier
from clinic_app.people.identifiers.sealed_identifier import new_identifier
from clinic_app.people.patient_tables import Patient, PatientConsent
from clinic_app.people.patients.next_file_number import hold_file_numbers, next_file_number
from clinic_app.people.patients.patient_errors import LikelyDuplicate
from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft
from clinic_app.people.patients.patient_rules import PatientFields, check_file_number, check_patient
from clinic_app.people.patients.patient_search import search_text


async def register_patient(
    session: AsyncSession,
    actor: Actor,
    *,
    draft: PatientDraft,
    identifiers: Sequence[IdentifierDraft] = (),
    message_consent: bool | None = None,
    although_similar: bool = False,
) -> PatientId:
    """Register a patient and return the id; the file number is typed or the clinic's next.

    message_consent: None when nobody asked. although_similar: register even if somebody like
    this is here already; else LikelyDuplicate carries who. Raises Invalid beside a field.
    """
    require(actor, Permission.PATIENT_WRITE)
    fields = check_patient(draft, country=actor.country, today=clinic_today(actor))
    typed_number = check_file_number(draft.file_number)
    checked = [check_identifier(identifier) for identifier in identifiers]
    if not although_similar:
        duplicates = await find_duplicates(session, actor, draft=draft, identifiers=checked)
        if duplicates:
            raise LikelyDuplicate(duplicates)
    patient = _patient(actor, fields, await _number(session, actor, typed_number))
    session.add(patient)
    await session.flush()
    session.add_all(new_identifier(actor, patient.id, identifier) for identifier in checked)
    if message_consent is not None:
        session.add(_consent(actor, patient, given=message_consent))
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session,
        actor,
        Tag.PATIENT_REGISTER,
        subject_id=patient.id,
        patient_id=patient.id,
        file_number=patient.file_number,
        identifiers=[identifier.kind for identifier in checked],
        message_consent=message_consent,
        although_similar=although_similar,
    )
    return PatientId(patient.id)


async def _number(session: AsyncSession, actor: Actor, typed: str) -> str:
    if not typed:
        return await next_file_number(session, actor)
    await hold_file_numbers(session, actor)
    return typed


def _patient(actor: Actor, fields: PatientFields, file_number: str) -> Patient:
    return Patient(
        organization_id=actor.organization_id,
        file_number=file_number,
        name_search=fold(fields.name),
        search_text=search_text(name=fields.name, phone=fields.phone, file_number=file_number),
        **asdict(fields),
    )


def _consent(actor: Actor, patient: Patient, *, given: bool) -> PatientConsent:
    return PatientConsent(
        organization_id=actor.organization_id,
        patient_id=patient.id,
        given=given,
        recorded_by=actor.member_id,
    )
