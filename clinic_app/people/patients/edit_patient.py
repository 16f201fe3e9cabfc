"""Change a patient's fields."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PatientId
from clinic_app.kit.text import fold
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.get_patient import draft_of
from clinic_app.people.patients.next_file_number import hold_file_numbers
from clinic_app.people.patients.patient_errors import PatientChanged
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.patient_rules import check_file_number, check_patient
from clinic_app.people.patients.patient_search import search_text


async def edit_patient(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    version: int,
    draft: PatientDraft,
) -> int:
    """Save a patient's fields as they were typed and return the new version.

    version: the one that was read for editing; a stale one raises PatientChanged, which
    carries what stands now. Raises NotFound, or Invalid beside a field.
    """
    require(actor, Permission.PATIENT_WRITE)
    changes = asdict(check_patient(draft, country=actor.country, today=clinic_today(actor)))
    changes["file_number"] = check_file_number(draft.file_number)
    if not changes["file_number"]:
        raise Invalid("The file number is missing.", field="file_number")
    patient = await find(session, actor, Patient, patient_id, what="This patient", lock=True)
    if patient.version != version:
        raise PatientChanged(draft_of(patient), patient.version)
    before = {name: getattr(patient, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return version
    if "file_number" in changed:
        await hold_file_numbers(session, actor)
    _write(patient, changed)
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session,
        actor,
        Tag.PATIENT_EDIT,
        subject_id=patient.id,
        patient_id=patient.id,
        changed={name: {"from": before[name], "to": value} for name, value in changed.items()},
    )
    return patient.version


def _write(patient: Patient, changed: dict[str, object]) -> None:
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.name_search = fold(patient.name)
    patient.search_text = search_text(
        name=patient.name, phone=patient.phone, file_number=patient.file_number
    )
    patient.version += 1
    patient.updated_at = now()
