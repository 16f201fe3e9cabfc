"""Keep that somebody who registered by themselves may be a patient already."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import PatientId
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.doubt_tables import PossibleDuplicate
from clinic_app.people.doubts.find_duplicates import MOST, PHONE, in_words, likely_same
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.patient_rules import check_patient


async def note_doubts(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId, draft: PatientDraft
) -> None:
    """Have the desk decide about those whom a new registration is like.

    Nothing of theirs is touched before that: a name and a birth date are no proof of who types
    them. A phone alone says nothing, since families share one.
    """
    require(actor, Permission.PATIENT_WRITE)
    fields = check_patient(draft, country=actor.country, today=clinic_today(actor))
    found = await likely_same(session, actor, fields)
    telling = {
        other: reasons
        for other, reasons in found.items()
        if other != patient_id and reasons != {PHONE}
    }
    likely = sorted(telling, key=lambda one: (min(telling[one]), -len(telling[one]), one.hex))
    session.add_all(
        PossibleDuplicate(
            organization_id=actor.organization_id,
            patient_id=patient_id,
            other_id=other,
            reasons=in_words(telling[other]),
        )
        for other in likely[:MOST]
    )
    await session.flush()
