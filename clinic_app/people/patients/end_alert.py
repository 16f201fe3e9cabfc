"""Take a line out of the banner. It stays in its row, with who ended it and when."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AlertId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.patient_tables import PatientAlert
from clinic_app.people.patients.get_patient import visible_alerts


async def end_alert(session: AsyncSession, actor: Actor, *, alert_id: AlertId) -> None:
    """End an alert that still stands. Whoever may not read it does not find it: NotFound."""
    require(actor, Permission.PATIENT_WRITE)
    query = (
        scoped(PatientAlert, actor)
        .where(col(PatientAlert.id) == alert_id, *visible_alerts(actor))
        .where(col(PatientAlert.ended_at).is_(None))
        .with_for_update()
    )
    alert = (await session.execute(query)).scalar_one_or_none()
    if alert is None:
        raise NotFound("This alert")
    if alert.clinical:
        require(actor, Permission.CLINICAL_WRITE)
    alert.ended_at, alert.ended_by = now(), actor.member_id
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session, actor, Tag.PATIENT_ALERT_END, subject_id=alert.id, patient_id=alert.patient_id
    )
