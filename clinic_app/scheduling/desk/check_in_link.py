"""The link by which a visit's patient checks in: for confirmations, and for the desk to show."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.desk_tables import CheckInLink
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import MOVABLE
from clinic_app.settings import settings


async def check_in_link(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> str:
    """Make a new address at which the patient can check in, and return it, once.

    Those made before stay good. It follows the visit when it is moved. Raises IllegalMove when
    there is nothing to check in for any more: the visit is over, or will not be.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    if visit.status not in MOVABLE or visit.ends_at <= now():
        raise IllegalMove("There is nobody to check in for this visit any more.")
    token = clinic_token(actor.organization_id)
    session.add(
        CheckInLink(
            organization_id=actor.organization_id,
            appointment_id=visit.id,
            token_hash=hash_token(token),
        )
    )
    await record(
        session,
        actor,
        Tag.APPOINTMENT_CHECK_IN_LINK,
        subject_id=visit.id,
        patient_id=visit.patient_id,
    )
    return f"{settings().base_url}/check-in/{token}"
