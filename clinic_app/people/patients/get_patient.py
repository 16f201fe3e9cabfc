"""One patient, as the page and the edit form show them."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.ids import PatientId
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.people.clinic_day import clinic_today, show_clinic_time
from clinic_app.people.identifiers.identifier_rules import identifier_label, mask
from clinic_app.people.identifiers.sealed_identifier import open_number_if_possible
from clinic_app.people.patient_tables import (
    Patient,
    PatientAlert,
    PatientConsent,
    PatientIdentifier,
)
from clinic_app.people.patients.languages import LANGUAGES
from clinic_app.people.patients.patient_rows import (
    AlertRow,
    IdentifierRow,
    PatientDraft,
    PatientView,
)
from clinic_app.people.patients.patient_rules import SEXES
from clinic_app.people.patients.show_patient import patient_row, show_day, typed_birth
from clinic_app.people.tables import Member, Person


async def get_patient(session: AsyncSession, actor: Actor, *, patient_id: PatientId) -> PatientView:
    """Return a patient in four queries. Clinical alerts only for those who may read them.

    For refreshing what is open already; to open one for reading, use `open_patient`, which
    writes down who did. Raises NotFound.
    """
    require(actor, Permission.PATIENT_READ)
    patient = await find(session, actor, Patient, patient_id, what="This patient")
    consent, consent_by = await _consent(session, actor, patient.id)
    return PatientView(
        row=patient_row(patient, clinic_today(actor)),
        draft=draft_of(patient),
        version=patient.version,
        sex=SEXES.get(patient.sex, ""),
        language=LANGUAGES.get(patient.language, patient.language),
        phone=show_phone(patient.phone),
        kin_phone=show_phone(patient.kin_phone),
        registered=show_day(to_wall(patient.created_at, actor.time_zone).date()),
        consent="" if consent is None else ("yes" if consent.given else "no"),
        consent_at="" if consent is None else show_clinic_time(actor, consent.created_at),
        consent_by=consent_by,
        identifiers=await _identifiers(session, actor, patient.id),
        alerts=await _alerts(session, actor, patient.id),
    )


def draft_of(patient: Patient) -> PatientDraft:
    """Return a patient's fields as the edit form holds them."""
    return PatientDraft(
        name=patient.name,
        birth=typed_birth(patient.birth_date, patient.birth_date_is),
        sex=patient.sex,
        phone=show_phone(patient.phone),
        email=patient.email,
        address=patient.address,
        kin_name=patient.kin_name,
        kin_relation=patient.kin_relation,
        kin_phone=show_phone(patient.kin_phone),
        language=patient.language,
        file_number=patient.file_number,
    )


async def _consent(
    session: AsyncSession, actor: Actor, patient_id: UUID
) -> tuple[PatientConsent | None, str]:
    """Return the newest word about messages, and the name of who wrote it down."""
    found = await session.execute(
        select(PatientConsent, Person.name)
        .join(
            Member,
            (col(Member.organization_id) == col(PatientConsent.organization_id))
            & (col(Member.id) == col(PatientConsent.recorded_by)),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(PatientConsent.organization_id) == actor.organization_id)
        .where(col(PatientConsent.patient_id) == patient_id)
        .where(col(PatientConsent.kind) == "messages")
        .order_by(col(PatientConsent.created_at).desc(), col(PatientConsent.id).desc())
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1]) if row else (None, "")


async def _identifiers(
    session: AsyncSession, actor: Actor, patient_id: UUID
) -> list[IdentifierRow]:
    query = (
        scoped(PatientIdentifier, actor)
        .where(col(PatientIdentifier.patient_id) == patient_id)
        .where(col(PatientIdentifier.removed_at).is_(None))
        .order_by(col(PatientIdentifier.created_at), col(PatientIdentifier.id))
    )
    return [_identifier_row(one) for one in (await session.execute(query)).scalars()]


def _identifier_row(identifier: PatientIdentifier) -> IdentifierRow:
    number = open_number_if_possible(identifier)
    return IdentifierRow(
        id=str(identifier.id),
        kind=identifier.kind,
        label=identifier_label(identifier.kind, identifier.label),
        masked="cannot be read: its key is missing" if number is None else mask(number),
    )


async def _alerts(session: AsyncSession, actor: Actor, patient_id: UUID) -> list[AlertRow]:
    query = (
        scoped(PatientAlert, actor)
        .where(col(PatientAlert.patient_id) == patient_id)
        .where(col(PatientAlert.ended_at).is_(None), *visible_alerts(actor))
        .order_by(col(PatientAlert.created_at), col(PatientAlert.id))
    )
    rows = [
        AlertRow(
            id=str(alert.id),
            line=alert.line,
            severity=alert.severity,
            clinical=alert.clinical,
            since=show_day(to_wall(alert.created_at, actor.time_zone).date()),
        )
        for alert in (await session.execute(query)).scalars()
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.severity))


_ORDER = ("danger", "warning", "info")


def visible_alerts(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the condition that leaves out what the actor's role may not read."""
    if may(actor, Permission.CLINICAL_READ):
        return []
    return [col(PatientAlert.clinical).is_(False)]
