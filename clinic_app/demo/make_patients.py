"""Made-up patients with what a real list has: odd names, missing fields, alerts, consents."""

from datetime import date, datetime, timedelta
from typing import Any

from clinic_app.audit.tags import Tag
from clinic_app.database.columns import ClinicOwned
from clinic_app.demo.home import OPENED_BEFORE, Home
from clinic_app.demo.names import Naming
from clinic_app.demo.texts import ALERTS, KIN, KIN_OF_CHILDREN
from clinic_app.kit.text import fold
from clinic_app.people.identifiers.identifier_rules import check_identifier
from clinic_app.people.identifiers.sealed_identifier import seal_number
from clinic_app.people.patient_tables import (
    Patient,
    PatientAlert,
    PatientConsent,
    PatientIdentifier,
)
from clinic_app.people.patients.patient_rows import IdentifierDraft
from clinic_app.people.patients.patient_search import search_text

FIRST_FILE_NUMBER = 10000
_AGES = (range(1, 16), range(16, 45), range(45, 70), range(70, 97))
ADULT = 16
_NEW_SHARE = 0.06  # registered in the last two weeks


def make_patients(home: Home) -> tuple[list[Patient], list[ClinicOwned]]:
    """Return the patients in order of their file numbers, and what belongs to them."""
    patients: list[Patient] = []
    belongings: list[ClinicOwned] = []
    for number, created_at in enumerate(_registrations(home), start=FIRST_FILE_NUMBER):
        patient = _patient(home, str(number), created_at)
        patients.append(patient)
        belongings += _belongings(home, patient)
        home.tell(
            *(created_at, Tag.PATIENT_REGISTER, home.reception, patient.id),
            patient_id=patient.id,
            file_number=patient.file_number,
        )
    return patients, belongings


def _registrations(home: Home) -> list[datetime]:
    """Return when patients came, mostly long ago, each at an hour when the desk is open."""
    days = [
        home.draw.randint(1, 14)
        if home.draw.chance(_NEW_SHARE)
        else home.draw.randint(45, OPENED_BEFORE.days - 30)
        for _ in range(home.clinic.patients)
    ]
    opening = home.wall(0) + timedelta(hours=9)
    return sorted(opening - timedelta(days=day) + home.draw.minutes(0, 420) for day in days)


def _patient(home: Home, file_number: str, created_at: datetime) -> Patient:
    draw = home.draw
    naming = draw.choice(home.clinic.namings)
    female = draw.chance(0.53)
    given = draw.choice(naming.women if female else naming.men)
    name = f"{given} {draw.choice(naming.surnames)}"
    phone = home.clinic.phone(draw) if draw.chance(0.94) else ""
    birth_date, birth_date_is = _birth(home)
    kin_name, kin_relation = _kin(home, naming, name, birth_date)
    return Patient(
        organization_id=home.organization_id,
        id=draw.id(),
        created_at=created_at,
        updated_at=created_at,
        file_number=file_number,
        name=name,
        name_search=fold(name),
        search_text=search_text(name=name, phone=phone, file_number=file_number),
        birth_date=birth_date,
        birth_date_is=birth_date_is,
        sex=draw.choices(("female" if female else "male", "other", ""), (94, 1, 5))[0],
        phone=phone,
        email=_email(name, file_number) if draw.chance(0.6) else "",
        address=home.clinic.address(draw) if draw.chance(0.8) else "",
        kin_name=kin_name,
        kin_relation=kin_relation,
        kin_phone=home.clinic.phone(draw) if kin_name else "",
        language=naming.language if draw.chance(0.85) else "",
    )


def _kin(home: Home, naming: Naming, name: str, birth: date | None) -> tuple[str, str]:
    """Return whom to call: nearly always for a child, now and then for others."""
    child = birth is not None and age_of(birth, home.today) < ADULT
    if not home.draw.chance(0.95 if child else 0.35):
        return "", ""
    relation, woman = home.draw.choice(KIN_OF_CHILDREN if child else KIN)
    given = home.draw.choice(naming.women if woman else naming.men)
    return f"{given} {name.rsplit(' ', 1)[-1]}", relation


def age_of(birth: date, today: date) -> int:
    """Return whole years, give or take a day."""
    return int((today - birth).days / 365.25)


def _birth(home: Home) -> tuple[date | None, str]:
    """Return a birth date of any age, sometimes only its year, now and then none."""
    (ages,) = home.draw.choices(_AGES, (3, 4, 4, 2))
    day = home.today - timedelta(days=home.draw.choice(ages) * 365 + home.draw.randint(0, 364))
    kind = home.draw.choices(("day", "year", ""), (88, 8, 4))[0]
    if kind == "year":
        return day.replace(month=1, day=1), kind
    return (day, kind) if kind else (None, "")


def _email(name: str, file_number: str) -> str:
    """An address at a domain that is kept free for examples (RFC 2606)."""
    letters = "".join(sign for sign in fold(name) if sign.isascii() and sign.isalpha())
    return f"{letters or 'patient'}{file_number[-3:]}@example.com"


def _belongings(home: Home, patient: Patient) -> list[ClinicOwned]:
    rows: list[ClinicOwned] = []
    mine: dict[str, Any] = {"organization_id": home.organization_id, "patient_id": patient.id}
    if home.draw.chance(0.85):
        rows.append(
            PatientConsent(
                **mine,
                id=home.draw.id(),
                created_at=patient.created_at,
                given=home.draw.chance(0.85),
                recorded_by=home.reception.id,
            )
        )
    if home.draw.chance(0.12):
        line, severity, clinical = home.draw.choice(ALERTS)
        rows.append(
            PatientAlert(
                **mine,
                id=home.draw.id(),
                created_at=patient.created_at + timedelta(hours=1),
                line=line,
                severity=severity,
                clinical=clinical,
                created_by=home.founder.id,
            )
        )
    if home.draw.chance(0.2):
        rows.append(_identifier(home, patient))
    return rows


def _identifier(home: Home, patient: Patient) -> PatientIdentifier:
    number = f"{home.draw.randrange(10**4):04}-{home.draw.randrange(10**5):05}"
    draft = check_identifier(IdentifierDraft("other", f"DEMO-{number}", home.clinic.insurance))
    identifier = PatientIdentifier(
        organization_id=home.organization_id,
        id=home.draw.id(),
        created_at=patient.created_at,
        patient_id=patient.id,
        kind=draft.kind,
        label=draft.label,
        number_encrypted=b"",
        fingerprint=b"",
    )
    seal_number(identifier, draft.number)
    return identifier
