"""Find the patient somebody is typing the name, phone or file number of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_in_clinic import PatientInClinic
from clinic_app.people.patients.patient_rows import PatientHit
from clinic_app.people.patients.patient_search import Sought, patterns, read_search, split_match
from clinic_app.people.patients.show_patient import patient_row

MOST = 8
NEAR = (
    0.5  # pg_trgm word similarity: “chaterjee” and “chatterjee” have 0.9, “meyer” and “meier” 0.5
)
SHORTEST = 4  # signs of a word that may be spelled otherwise: three are near to everything

_BY_NAME = (col(PatientInClinic.name_search), col(PatientInClinic.id))


async def search_patients(session: AsyncSession, actor: Actor, *, text: str) -> list[PatientHit]:
    """Return the eight best matches; none for an empty text.

    Best first: that very file number, a phone that ends so, names that begin so, names with
    a word that begins so, the rest; by name within each. Where nobody is found, those whose
    names are spelled alike. One query, two where fewer than eight names begin so.
    """
    require(actor, Permission.PATIENT_READ)
    sought = read_search(text)
    if not sought:
        return []
    found: Sequence[Patient] = ()
    if not sought.digits:
        found = await _fetch(session, _names_that_begin_so(actor, sought))
    if len(found) < MOST:
        found = await _fetch(session, _all_that_match(actor, sought))
    alike = not found and not sought.digits and len(min(sought.words, key=len)) >= SHORTEST
    if alike:
        found = await _spelled_alike(session, actor, sought)
    today = clinic_today(actor)
    return [
        PatientHit(patient_row(patient, today), *split_match(patient.name, sought), alike=alike)
        for patient in found
    ]


async def _spelled_alike(session: AsyncSession, actor: Actor, sought: Sought) -> Sequence[Patient]:
    """Who may be meant by a name with a slip in it: each word is near to one of theirs."""
    threshold = func.set_config("pg_trgm.word_similarity_threshold", str(NEAR), True)
    await session.execute(select(threshold))
    text, words = col(PatientInClinic.search_text), [literal(word) for word in sought.words]
    near = [word.op("<%", is_comparison=True)(text) for word in words]
    nearest = [func.word_similarity(word, text).desc() for word in words]
    return await _fetch(session, _reach(actor).where(*near).order_by(*nearest, *_BY_NAME))


async def _fetch(session: AsyncSession, query: SelectOfScalar[Patient]) -> Sequence[Patient]:
    return (await session.execute(query.limit(MOST))).scalars().all()


def _reach(actor: Actor) -> SelectOfScalar[Patient]:
    return scoped(PatientInClinic, actor).where(col(PatientInClinic.removed_at).is_(None))


def _names_that_begin_so(actor: Actor, sought: Sought) -> SelectOfScalar[Patient]:
    """The best of a short text that thousands match, straight off the index of names."""
    beginning = col(PatientInClinic.name_search).like(f"{' '.join(sought.words)}%")
    return _reach(actor).where(beginning).order_by(*_BY_NAME)


def _all_that_match(actor: Actor, sought: Sought) -> SelectOfScalar[Patient]:
    text = col(PatientInClinic.search_text)
    conditions = [or_(*map(text.like, either)) for either in patterns(sought)]
    return _reach(actor).where(*conditions).order_by(_relevance(sought), *_BY_NAME)


def _relevance(sought: Sought) -> Any:  # noqa: ANN401  # SQLAlchemy's case has no narrow type
    text = col(PatientInClinic.search_text)
    first = sought.words[0]
    if sought.digits:
        return case(
            (col(PatientInClinic.file_number) == sought.digits, 0),
            (col(PatientInClinic.phone).like(f"%{sought.phone_digits}"), 1),
            (text.like(f"% {first}%"), 2),
            else_=3,
        )
    return case((text.like(f" {first}%"), 0), (text.like(f"% {first}%"), 1), else_=2)
