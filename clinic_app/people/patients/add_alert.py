"""Add a line to the banner that stays on a patient's page."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AlertId, PatientId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.patient_tables import Patient, PatientAlert
from clinic_app.people.patients.patient_rules import check_alert


async def add_alert(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    line: str,
    severity: str,
    clinical: bool,
) -> AlertId:
    """Add an alert and return its id. A clinical one needs the right to write such things.

    severity: info, warning or danger. Raises NotFound, or Invalid beside a field.
    """
    require(actor, Permission.PATIENT_WRITE)
    if clinical:
        require(actor, Permission.CLINICAL_WRITE)
    patient = await find(session, actor, Patient, patient_id, what="This patient")
    alert = PatientAlert(
        organization_id=actor.organization_id,
        patient_id=patient.id,
        line=check_alert(line, severity),
        severity=severity,
        clinical=clinical,
        created_by=actor.member_id,
    )
    session.add(alert)
    await announce(session, actor.organization_id, Topic.PATIENTS)
    # The line itself may be clinical: it stands in its row, which the audit trail points at.
    await record(
        session,
        actor,
        Tag.PATIENT_ALERT,
        subject_id=alert.id,
        patient_id=patient.id,
        severity=severity,
        clinical=clinical,
    )
    return AlertId(alert.id)
