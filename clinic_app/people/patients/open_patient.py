"""Open a patient for reading: who read whose file is written down."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import PatientId
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_rows import PatientView


async def open_patient(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId
) -> PatientView:
    """Return a patient and record the opening, once per call. Raises NotFound."""
    require(actor, Permission.PATIENT_READ)
    view = await get_patient(session, actor, patient_id=patient_id)
    await record(session, actor, Tag.PATIENT_OPEN, subject_id=patient_id, patient_id=patient_id)
    return view
