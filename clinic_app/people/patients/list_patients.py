"""List the clinic's patients, a page at a time."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.zones import first_instant
from clinic_app.people.clinic_day import clinic_today
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_in_clinic import PatientInClinic
from clinic_app.people.patients.patient_rows import PatientPage
from clinic_app.people.patients.patient_search import patterns, read_search
from clinic_app.people.patients.show_patient import patient_row

PAGE_ROWS = 50
# Counting reads every row that matches; nobody turns to page 200, or to page 20 of a search.
COUNT_AT_MOST = 10_000
COUNT_OF_SEARCH = 1_000


class PatientSort(StrEnum):
    """What a list of patients can be sorted by."""

    NAME = "name"
    FILE_NUMBER = "file_number"
    BORN = "born"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class PatientFilter:
    """Which patients to list. Empty values let everybody through."""

    search: str = ""  # part of the name, phone, file number
    sex: str = ""  # a key of SEXES
    phone: str = ""  # "yes" or "no": whether there is a number
    registered: str = ""  # "month": in the clinic's present month


async def list_patients(
    session: AsyncSession,
    actor: Actor,
    *,
    wanted: PatientFilter,
    sort: PatientSort = PatientSort.NAME,
    descending: bool = False,
    page: int = 1,
) -> PatientPage:
    """Return one page of 50 patients, in two queries. Pages past the end are the last one."""
    require(actor, Permission.PATIENT_READ)
    matching = _matching(actor, wanted)
    most = COUNT_OF_SEARCH if wanted.search else COUNT_AT_MOST
    found = await _count(session, matching, most)
    total = min(found, most)
    page = min(max(page, 1), max(1, -(-total // PAGE_ROWS)))
    offset = (page - 1) * PAGE_ROWS
    few = bool(wanted.search) and found <= most
    ordered = _ordered(matching, sort, descending=descending, few=few)
    answer = await session.execute(ordered.offset(offset).limit(PAGE_ROWS))
    today = clinic_today(actor)
    rows = [patient_row(patient, today) for patient in answer.scalars()]
    return PatientPage(
        rows=rows,
        page=page,
        first=offset + 1 if rows else 0,
        last=offset + len(rows),
        total=total,
        more_than_total=found > total,
    )


async def _count(session: AsyncSession, matching: SelectOfScalar[Any], most: int) -> int:
    """Return how many match, at most one more than `most`."""
    counted = matching.with_only_columns(col(PatientInClinic.id)).limit(most + 1)
    found = await session.execute(select(func.count()).select_from(counted.subquery()))
    return found.scalar_one()


def _matching(actor: Actor, wanted: PatientFilter) -> SelectOfScalar[Any]:
    query = scoped(PatientInClinic, actor).where(col(PatientInClinic.removed_at).is_(None))
    return query.where(*_conditions(actor, wanted))


def _conditions(actor: Actor, wanted: PatientFilter) -> list[ColumnElement[bool]]:
    text = col(PatientInClinic.search_text)
    conditions: list[ColumnElement[bool]] = []
    for either in patterns(read_search(wanted.search)):
        conditions.append(or_(*map(text.like, either)))
    if wanted.sex:
        conditions.append(col(PatientInClinic.sex) == wanted.sex)
    if wanted.phone == "yes":
        conditions.append(col(PatientInClinic.phone) != "")
    elif wanted.phone == "no":
        conditions.append(col(PatientInClinic.phone) == "")
    if wanted.registered == "month":
        conditions.append(col(PatientInClinic.created_at) >= _month_began(actor))
    return conditions


def _month_began(actor: Actor) -> datetime:
    first = datetime.combine(clinic_today(actor).replace(day=1), time())
    return first_instant(first, actor.time_zone)


def _ordered(
    matching: SelectOfScalar[Any], sort: PatientSort, *, descending: bool, few: bool
) -> SelectOfScalar[Any]:
    """Return the query in its order.

    few: the search lets few through, so PostgreSQL must find those first and then sort them.
    Left to guess, it may walk all names in order to meet fifty that match, and meet none.
    """
    patient: Any = PatientInClinic
    if few:
        found = matching.cte("found").prefix_with("MATERIALIZED")
        patient = aliased(Patient, found, adapt_on_names=True)
        matching = select(patient)
    columns = _sort_columns(patient, sort)
    if descending:
        columns = [column.desc() for column in columns]
    if descending and sort is PatientSort.BORN:  # the others are always known
        columns[0] = columns[0].nulls_last()
    return matching.order_by(*columns)


def _sort_columns(patient: Any, sort: PatientSort) -> list[Any]:  # noqa: ANN401  # an alias
    columns: dict[PatientSort, list[Any]] = {
        PatientSort.NAME: [patient.name_search],
        PatientSort.FILE_NUMBER: [func.length(patient.file_number), patient.file_number],
        PatientSort.BORN: [patient.birth_date],
        PatientSort.REGISTERED: [patient.created_at],
    }
    return [*columns[sort], patient.id]
