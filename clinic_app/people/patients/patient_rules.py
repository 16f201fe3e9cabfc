"""What a patient's fields can be. Pure: text as it was typed in, checked values out."""

import re
from dataclasses import dataclass
from datetime import date

from clinic_app.kit.errors import Invalid
from clinic_app.kit.phone import parse_phone
from clinic_app.kit.text import email_address, one_line, paragraph
from clinic_app.people.patients.languages import LANGUAGES
from clinic_app.people.patients.patient_rows import PatientDraft

OLDEST_BIRTH = date(1890, 1, 1)

# FHIR administrative gender; "" is "not asked".
SEXES: dict[str, str] = {
    "female": "Female",
    "male": "Male",
    "other": "Other",
    "unknown": "Unknown",
}

ALERT_SEVERITIES: dict[str, str] = {
    "info": "For information",
    "warning": "Take care",
    "danger": "Danger",
}

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILE_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class PatientFields:
    """The columns of a patient that people fill in, checked."""

    name: str
    birth_date: date | None
    birth_date_is: str
    sex: str
    phone: str
    email: str
    address: str
    kin_name: str
    kin_relation: str
    kin_phone: str
    language: str


def check_patient(draft: PatientDraft, *, country: str, today: date) -> PatientFields:
    """Return the draft's fields as they may be kept; raises Invalid beside the first wrong one.

    country: reads phone numbers in national notation. today: the clinic's own date.
    """
    birth_date, birth_date_is = parse_birth(draft.birth, today=today)
    return PatientFields(
        name=check_name(draft.name),
        birth_date=birth_date,
        birth_date_is=birth_date_is,
        sex=_one_of(draft.sex, SEXES, field="sex", label="sex"),
        phone=_phone(draft.phone, country, field="phone"),
        email=email_address(draft.email, required=False),
        address=paragraph(draft.address, field="address", label="The address", most=500),
        kin_name=one_line(
            draft.kin_name, field="kin_name", label="The next of kin’s name", required=False
        ),
        kin_relation=one_line(
            draft.kin_relation, field="kin_relation", label="The relation", most=60, required=False
        ),
        kin_phone=_phone(draft.kin_phone, country, field="kin_phone"),
        language=_one_of(draft.language, LANGUAGES, field="language", label="language"),
    )


def check_name(name: str) -> str:
    """Return a person's name on one line, with at least one letter in it."""
    kept = one_line(name, field="name", label="The name")
    if not any(sign.isalpha() for sign in kept):
        raise Invalid("The name has no letter in it.", field="name")
    return kept


def parse_birth(text: str, *, today: date) -> tuple[date | None, str]:
    """Read "1984-03-12" (exact), "1984" (year only) or "" as a date and what it is.

    A year alone is kept as its 1 January, marked "year".
    """
    typed = text.strip()
    if not typed:
        return None, ""
    if _YEAR.fullmatch(typed):
        year = int(typed)
        if year > today.year:
            raise Invalid("The birth year lies in the future.", field="birth")
        if year < OLDEST_BIRTH.year:
            raise Invalid(f"The birth year cannot be before {OLDEST_BIRTH.year}.", field="birth")
        return date(year, 1, 1), "year"
    return _parse_day(typed, today), "day"


def _parse_day(typed: str, today: date) -> date:
    try:
        if not _DAY.fullmatch(typed):
            raise ValueError
        day = date.fromisoformat(typed)
    except ValueError:
        raise Invalid(
            "This is not a date: write it as 1984-03-12, or 1984.", field="birth"
        ) from None
    if day > today:
        raise Invalid("The birth date lies in the future.", field="birth")
    if day < OLDEST_BIRTH:
        raise Invalid(f"The birth date cannot be before {OLDEST_BIRTH.year}.", field="birth")
    return day


def check_file_number(text: str) -> str:
    """Return a typed file number; "" when the clinic shall give the next one."""
    typed = text.strip()
    if typed and not _FILE_NUMBER.fullmatch(typed):
        raise Invalid("A file number is made of 1 to 12 digits.", field="file_number")
    return typed


def check_alert(line: str, severity: str) -> str:
    """Return an alert's line; raises Invalid for an empty one or an unknown severity."""
    _one_of(severity, ALERT_SEVERITIES, field="severity", label="severity", required=True)
    return one_line(line, field="line", label="The alert", most=120)


def _phone(text: str, country: str, *, field: str) -> str:
    return parse_phone(text, country, field=field) if text.strip() else ""


def _one_of(
    value: str, known: dict[str, str], *, field: str, label: str, required: bool = False
) -> str:
    if value in known or (value == "" and not required):
        return value
    raise Invalid(f"Please choose a {label} from the list.", field=field)
