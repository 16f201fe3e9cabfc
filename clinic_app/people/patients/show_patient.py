"""A patient's columns in words for the screen. Pure."""

from datetime import date

from clinic_app.kit.phone import show_phone
from clinic_app.kit.text import initials
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_rows import PatientRow
from clinic_app.people.patients.patient_rules import SEXES


def show_day(day: date) -> str:
    """Return a date for reading: “12 Mar 1984”."""
    return f"{day.day} {day:%b %Y}"


def show_born(birth_date: date | None, birth_date_is: str) -> str:
    """Return the birth date, the year alone where no more is known, or ""."""
    if birth_date is None:
        return ""
    return str(birth_date.year) if birth_date_is == "year" else show_day(birth_date)


def show_age(birth_date: date | None, birth_date_is: str, today: date) -> str:
    """Return the age in years; under two years in months, under two months in days."""
    if birth_date is None:
        return ""
    if birth_date_is == "year":
        return f"about {today.year - birth_date.year} y"
    months = (today.year - birth_date.year) * 12 + today.month - birth_date.month
    if today.day < birth_date.day:
        months -= 1
    if months < 2:
        return f"{(today - birth_date).days} d"
    return f"{months} mo" if months < 24 else f"{months // 12} y"


def typed_birth(birth_date: date | None, birth_date_is: str) -> str:
    """Return the birth date as a form holds it: “1984-03-12”, “1984” or ""."""
    if birth_date is None:
        return ""
    return str(birth_date.year) if birth_date_is == "year" else birth_date.isoformat()


def patient_row(patient: Patient, today: date) -> PatientRow:
    """Return a patient as a list shows one. today: the clinic's own date."""
    return PatientRow(
        id=str(patient.id),
        name=patient.name,
        initials=initials(patient.name),
        file_number=patient.file_number,
        born=show_born(patient.birth_date, patient.birth_date_is),
        age=show_age(patient.birth_date, patient.birth_date_is, today),
        sex=SEXES.get(patient.sex, ""),
        phone=show_phone(patient.phone),
    )
