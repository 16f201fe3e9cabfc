"""Patients and what belongs to one: ids, consents, alerts. FHIR's Patient, in our words."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic
from clinic_app.kit.clock import now

# Sorted by its letters' numbers, the same on every server: it is folded already.
FOLDED: Any = Text(collation="C")


class Patient(ClinicOwnedNow, table=True):
    """Somebody cared for by one clinic. Demographics only; nothing clinical."""

    __table_args__ = (
        UniqueConstraint("organization_id", "file_number", name="patient_file_number"),
        CheckConstraint("file_number ~ '^[0-9]{1,12}$'", name="patient_file_number_digits"),
        CheckConstraint("sex IN ('', 'female', 'male', 'other', 'unknown')", name="patient_sex"),
        CheckConstraint("birth_date_is IN ('', 'day', 'year')", name="patient_birth_date_is"),
        Index("patient_by_name", "organization_id", "name_search", "id"),
        Index("patient_by_created", "organization_id", "created_at", "id"),
        Index("patient_by_birth_date", "organization_id", "birth_date"),
        Index("patient_by_phone", "organization_id", "phone"),
        Index(
            "patient_by_file_number",
            "organization_id",
            text("length(file_number)"),
            "file_number",
            "id",
        ),
        Index(
            "patient_search",
            "organization_id",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    file_number: str  # the MRN: digits, unique in the clinic
    name: str
    name_search: str = Field(sa_type=FOLDED)  # kit.text.fold(name)
    search_text: str  # patients/patient_search.py: name, phone digits, file number; one index
    birth_date: date | None = None  # 1 January when only the year is known
    birth_date_is: str = ""  # "day" exact, "year" only, "" unknown
    sex: str = ""  # FHIR administrative gender
    phone: str = ""  # E.164
    email: str = ""
    address: str = ""
    kin_name: str = ""
    kin_relation: str = ""
    kin_phone: str = ""
    language: str = ""  # BCP 47
    version: int = 1  # rises with each edit; a stale one is told, not overwritten
    updated_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)


class PatientIdentifier(ClinicOwnedNow, table=True):
    """A national id. The number is AES-GCM under a key that can be rotated.

    `fingerprint` is a keyed hash (HMAC-SHA-256) that finds the same number again without
    showing it.
    """

    __table_args__ = (
        within_clinic("patient_id", "patient", name="patient_identifier_patient"),
        Index("patient_identifier_of", "organization_id", "patient_id"),
        Index("patient_identifier_fingerprint", "organization_id", "fingerprint"),
    )

    patient_id: UUID
    kind: str  # abha, dui or other
    label: str = ""  # what "other" is
    number_encrypted: bytes = Field(sa_type=LargeBinary)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)


class PatientConsent(ClinicOwnedNow, table=True):
    """A yes or no to something (messages), with who recorded it and when. Newest counts."""

    __table_args__ = (
        within_clinic("patient_id", "patient", name="patient_consent_patient"),
        Index("patient_consent_of", "organization_id", "patient_id", "kind", "created_at", "id"),
    )

    patient_id: UUID
    kind: str = "messages"
    given: bool
    recorded_by: UUID


class PatientAlert(ClinicOwnedNow, table=True):
    """A line in the banner that stays. Clinical ones are never sent to reception."""

    __table_args__ = (
        within_clinic("patient_id", "patient", name="patient_alert_patient"),
        Index("patient_alert_of", "organization_id", "patient_id"),
        CheckConstraint("severity IN ('info', 'warning', 'danger')", name="patient_alert_severity"),
    )

    patient_id: UUID
    line: str
    severity: str = "warning"
    clinical: bool = True
    created_by: UUID
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    ended_by: UUID | None = None
