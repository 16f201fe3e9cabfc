"""Somebody had registered a second time: the registration goes into the patient's own file."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import DoubtId, PatientId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.doubts.merge_patient import merge_patient
from clinic_app.people.doubts.open_doubt import open_doubt
from clinic_app.scheduling.outside.give_visits import give_visits, hold_visits


async def merge_registration(
    session: AsyncSession, actor: Actor, *, doubt_id: DoubtId, use_contact: bool
) -> PatientId:
    """Answer a doubt with “the same person” and return whose file it is now.

    Visits, ids, consents and alerts move; the trail names each visit, and the registration's
    own trail stays under it. use_contact: the phone or email that was proved by a code is
    theirs from now on. Raises Conflict when somebody was first, or both have a visit at once.
    """
    require(actor, Permission.PATIENT_WRITE)
    doubt = await open_doubt(session, actor, doubt_id=doubt_id)
    fresh, known = doubt.patient_id, doubt.other_id
    await hold_visits(session, actor, patient_id=fresh)
    changed = await merge_patient(
        session, actor, fresh_id=fresh, known_id=known, use_contact=use_contact
    )
    visits = await give_visits(session, actor, from_id=fresh, to_id=known)
    await announce(session, actor.organization_id, Topic.PATIENTS, Topic.CALENDAR, Topic.WAITING)
    await record(
        *(session, actor, Tag.PATIENT_MERGE),
        subject_id=known,
        patient_id=known,
        merged=str(fresh),
        visits=visits,
        changed=changed,
    )
    return PatientId(known)
