"""Patients as the pages of this folder draw them: ready words, ids as text."""

from dataclasses import dataclass

from clinic_app.people.patients.patient_rows import PatientDraft, PatientRow
from clinic_app.web.ui.avatar import tint_for


@dataclass(frozen=True, slots=True)
class PatientLine:
    """A line of the list of patients."""

    id: str
    name: str
    initials: str
    tint: str
    file_number: str
    born: str  # "12 Mar 1984 · 42 y"
    sex: str
    phone: str
    brief: str  # "10012 · 12 Mar 1984 · +1 212-555-0142": the whole line of a phone's list
    last_visit: str = ""
    next_visit: str = ""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What a form about a patient begins with: a PatientDraft whose birth is in two fields."""

    name: str = ""
    birth_day: str = ""
    birth_year: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    kin_name: str = ""
    kin_relation: str = ""
    kin_phone: str = ""
    language: str = ""
    file_number: str = ""


def patient_line(row: PatientRow, last_visit: str = "", next_visit: str = "") -> PatientLine:
    """Return a patient as a line of the list."""
    return PatientLine(
        id=row.id,
        name=row.name,
        initials=row.initials,
        tint=tint_for(row.id),
        file_number=row.file_number,
        born=" · ".join(part for part in (row.born, row.age) if part),
        sex=row.sex,
        phone=row.phone,
        brief=" · ".join(part for part in (row.file_number, row.born, row.phone) if part),
        last_visit=last_visit,
        next_visit=next_visit,
    )


def form_draft(draft: PatientDraft) -> FormDraft:
    """Return a draft as a form shows it."""
    exact = "-" in draft.birth
    return FormDraft(
        name=draft.name,
        birth_day=draft.birth if exact else "",
        birth_year="" if exact else draft.birth,
        sex=draft.sex,
        phone=draft.phone,
        email=draft.email,
        address=draft.address,
        kin_name=draft.kin_name,
        kin_relation=draft.kin_relation,
        kin_phone=draft.kin_phone,
        language=draft.language,
        file_number=draft.file_number,
    )
