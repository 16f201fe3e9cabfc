"""Patients for stories, registered as the reception would."""

from clinic_app.database.transaction import perform
from clinic_app.kit.ids import PatientId
from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from tests.cast import Clinic

SOFIA = PatientDraft(
    name="Sofía Marín",
    birth="1984-03-12",
    sex="female",
    phone="(212) 555-0142",
    email="sofia@example.com",
)


async def register(
    clinic: Clinic, draft: PatientDraft = SOFIA, *identifiers: IdentifierDraft
) -> PatientId:
    """Register a patient at the clinic's reception, whoever looks alike."""
    return await perform(
        clinic.reception,
        register_patient,
        draft=draft,
        identifiers=identifiers,
        although_similar=True,
    )
