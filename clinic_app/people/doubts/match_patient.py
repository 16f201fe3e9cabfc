"""Find the one patient whom a person booking from outside is, or nobody."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.ids import PatientId
from clinic_app.kit.text import fold
from clinic_app.people.doubts.find_duplicates import NEAR
from clinic_app.people.patient_tables import Patient


async def match_patient(
    session: AsyncSession, actor: Actor, *, name: str, born: date, email: str = "", phone: str = ""
) -> PatientId | None:
    """Return who has this very phone or mail address, this birth date and a near name.

    The contact must have been proved by a code. A family shares a phone, twins a birth date as
    well, so all three count; where a birth date was never written down, the name has to be the
    same. What is found is never told: the answer to the person is the same in every case.
    """
    require(actor, Permission.PATIENT_WRITE)
    folded = fold(name)
    near = func.similarity(col(Patient.name_search), folded)
    contact = col(Patient.email) == email if email else col(Patient.phone) == phone
    same = col(Patient.name_search) == folded
    query = (
        scoped(Patient, actor)
        .where(contact, col(Patient.removed_at).is_(None))
        .where(or_((_born_on(born)) & (near >= NEAR), _perhaps_born(born) & same))
        .order_by(same.desc(), near.desc(), col(Patient.created_at), col(Patient.id))
        .limit(1)
        # Who is merged into another at this moment is waited for, and found there.
        .with_for_update(read=True, key_share=True)
    )
    found = (await session.execute(query)).scalar_one_or_none()
    return PatientId(found.id) if found else None


def _born_on(born: date) -> ColumnElement[bool]:
    return (col(Patient.birth_date) == born) & (col(Patient.birth_date_is) == "day")


def _perhaps_born(born: date) -> ColumnElement[bool]:
    that_year = col(Patient.birth_date) == date(born.year, 1, 1)
    unknown = col(Patient.birth_date).is_(None)
    return or_(unknown, that_year & (col(Patient.birth_date_is) == "year"))
