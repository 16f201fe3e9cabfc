"""The registrations about which the desk has to decide."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import PatientId
from clinic_app.kit.phone import show_phone
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.doubt_tables import PossibleDuplicate
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_rows import PatientRow
from clinic_app.people.patients.show_patient import patient_row

MOST = 20


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A new registration, whom it may be, and why."""

    id: str
    fresh: PatientRow
    known: PatientRow
    reasons: str
    contact: str  # the new registration's phone or email, proved by a code
    known_contact: str  # "sofia@clinic.example, +1 212-555-0177", or ""


async def list_doubts(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId | None = None
) -> list[DoubtRow]:
    """Return those that are open, the oldest first; of one patient, on whichever side, or all."""
    require(actor, Permission.PATIENT_READ)
    fresh, known = aliased(Patient), aliased(Patient)
    doubt = PossibleDuplicate
    home = actor.organization_id
    query = (
        select(doubt, fresh, known)
        .join(fresh, (col(fresh.organization_id) == home) & (col(fresh.id) == doubt.patient_id))
        .join(known, (col(known.organization_id) == home) & (col(known.id) == doubt.other_id))
        .where(col(doubt.organization_id) == home, col(doubt.answered_at).is_(None))
        .where(col(fresh.removed_at).is_(None), col(known.removed_at).is_(None))
        .order_by(col(doubt.created_at), col(doubt.id))
        .limit(MOST)
    )
    if patient_id is not None:
        mine = or_(col(doubt.patient_id) == patient_id, col(doubt.other_id) == patient_id)
        query = query.where(mine)
    return [_row(actor, *found) for found in (await session.execute(query)).all()]


def _row(actor: Actor, doubt: PossibleDuplicate, fresh: Patient, known: Patient) -> DoubtRow:
    today = clinic_today(actor)
    return DoubtRow(
        id=str(doubt.id),
        fresh=patient_row(fresh, today),
        known=patient_row(known, today),
        reasons=doubt.reasons,
        contact=fresh.email or show_phone(fresh.phone),
        known_contact=", ".join(one for one in (known.email, show_phone(known.phone)) if one),
    )
