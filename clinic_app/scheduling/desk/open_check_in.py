"""Let a visit's private link lead to its check-in, so that nobody needs two links."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, new_uuid
from clinic_app.kit.tokens import hash_token
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.desk_tables import CheckInLink


async def open_check_in(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId, token: str
) -> None:
    """Let the token check a visit in; again, it may be another service of the same coming.

    Birth dates that do not match are counted for the token, whichever it leads to.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    fresh = insert(CheckInLink).values(
        organization_id=actor.organization_id,
        id=new_uuid(),
        created_at=now(),
        appointment_id=visit.id,
        token_hash=hash_token(token),
        tries=0,
    )
    leads_on = fresh.on_conflict_do_update(
        index_elements=[col(CheckInLink.organization_id), col(CheckInLink.token_hash)],
        set_={"appointment_id": visit.id},
        where=col(CheckInLink.appointment_id) != visit.id,
    )
    done = await session.execute(leads_on.returning(col(CheckInLink.id)))
    if done.first() is not None:
        await record(
            session,
            actor,
            Tag.APPOINTMENT_CHECK_IN_LINK,
            subject_id=visit.id,
            patient_id=visit.patient_id,
        )
