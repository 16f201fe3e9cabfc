"""Find patients who may be the one being registered."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.encrypted import fingerprints
from clinic_app.database.scoped import scoped
from clinic_app.kit.text import fold
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.identifiers.identifier_rules import same_number
from clinic_app.people.patient_tables import Patient, PatientIdentifier
from clinic_app.people.patients.patient_rows import DuplicateRow, IdentifierDraft, PatientDraft
from clinic_app.people.patients.patient_rules import PatientFields, check_patient
from clinic_app.people.patients.show_patient import patient_row

MOST = 5
NEAR = 0.45  # pg_trgm similarity: "jon smith" and "john smith" have 0.57

# Most telling first; PHONE is the second.
_REASONS = ("same national id", "same phone", "same birth date and a similar name", "same name")
PHONE = 1


async def find_duplicates(
    session: AsyncSession,
    actor: Actor,
    *,
    draft: PatientDraft,
    identifiers: Sequence[IdentifierDraft] = (),
) -> list[DuplicateRow]:
    """Return up to five patients like this one, most likely first, in two queries.

    Like: the same national id or phone; a near name and the same birth date; the same name
    while one of the two has no birth date. Raises Invalid as registering would.
    """
    require(actor, Permission.PATIENT_WRITE)
    today = clinic_today(actor)
    fields = check_patient(draft, country=actor.country, today=today)
    reasons = await likely_same(session, actor, fields, identifiers)
    if not reasons:
        return []
    query = scoped(Patient, actor).where(col(Patient.id).in_(reasons))
    patients = {patient.id: patient for patient in (await session.execute(query)).scalars()}
    likely = sorted(reasons, key=lambda one: (min(reasons[one]), -len(reasons[one]), one.hex))
    return [
        DuplicateRow(patient_row(patients[one], today), in_words(reasons[one]))
        for one in likely[:MOST]
        if one in patients
    ]


async def likely_same(
    session: AsyncSession,
    actor: Actor,
    fields: PatientFields,
    identifiers: Sequence[IdentifierDraft] = (),
) -> dict[UUID, set[int]]:
    """Return who is like it and why, each way of being like on an index of its own."""
    ways = [_same_name(actor, fields)]
    if identifiers:
        ways.append(_same_identifier(actor, identifiers))
    if fields.phone:
        ways.append(_like(actor, PHONE, col(Patient.phone) == fields.phone))
    if fields.birth_date is not None:
        near = func.similarity(col(Patient.name_search), fold(fields.name)) >= NEAR
        ways.append(_like(actor, 2, _born_alike(fields, fields.birth_date), near))
    found: dict[UUID, set[int]] = {}
    for row in (await session.execute(union_all(*ways))).all():
        found.setdefault(row[0], set()).add(row[1])
    return found


def _like(actor: Actor, reason: int, *conditions: ColumnElement[bool]) -> Select[UUID, int]:
    return (
        select(col(Patient.id), literal(reason))
        .where(col(Patient.organization_id) == actor.organization_id)
        .where(col(Patient.removed_at).is_(None), *conditions)
        .limit(20)
    )


def _same_name(actor: Actor, fields: PatientFields) -> Select[UUID, int]:
    same = [col(Patient.name_search) == fold(fields.name)]
    if fields.birth_date is not None:
        same.append(col(Patient.birth_date).is_(None))
    return _like(actor, 3, *same)


def _same_identifier(actor: Actor, identifiers: Sequence[IdentifierDraft]) -> Select[UUID, int]:
    wanted = [
        one
        for identifier in identifiers
        for one in fingerprints(same_number(identifier.number), actor.organization_id)
    ]
    return (
        select(col(PatientIdentifier.patient_id), literal(0))
        .where(col(PatientIdentifier.organization_id) == actor.organization_id)
        .where(col(PatientIdentifier.fingerprint).in_(wanted))
        .where(col(PatientIdentifier.removed_at).is_(None))
        .limit(20)
    )


def _born_alike(fields: PatientFields, birth_date: date) -> ColumnElement[bool]:
    """The same day, or the same year where on either side only the year is known."""
    born, born_is = col(Patient.birth_date), col(Patient.birth_date_is)
    if fields.birth_date_is == "year":
        return born.between(birth_date, date(birth_date.year, 12, 31))
    that_year = (born == date(birth_date.year, 1, 1)) & (born_is == "year")
    return or_(born == birth_date, that_year)


def in_words(reasons: set[int]) -> str:
    """Return why two are alike, as a sentence."""
    told = [_REASONS[reason] for reason in sorted(reasons)]
    sentence = ", ".join(told[:-1]) + (" and " if told[:-1] else "") + told[-1]
    return sentence[0].upper() + sentence[1:]
