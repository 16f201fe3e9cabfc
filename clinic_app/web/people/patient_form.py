"""What a form about a patient sends, as drafts. Pure: the browser may have sent anything."""

import re
from collections.abc import Mapping

from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft

MOST_IDENTIFIERS = 3  # when registering; the patient's page takes more

_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_PHONE = re.compile(r"\+?[\d(][\d()\s.\-/]{4,}\d")


def text_in(form: Mapping[str, object], name: str) -> str:
    """Return the text of a field; "" for a missing one and for anything but text."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def draft_in(form: Mapping[str, object]) -> PatientDraft:
    """Return the patient typed into a form. An exact birth date goes before a year alone."""
    return PatientDraft(
        name=text_in(form, "name"),
        birth=text_in(form, "birth_day") or text_in(form, "birth_year"),
        sex=text_in(form, "sex"),
        phone=text_in(form, "phone"),
        email=text_in(form, "email"),
        address=text_in(form, "address"),
        kin_name=text_in(form, "kin_name"),
        kin_relation=text_in(form, "kin_relation"),
        kin_phone=text_in(form, "kin_phone"),
        language=text_in(form, "language"),
        file_number=text_in(form, "file_number"),
    )


def identifiers_in(form: Mapping[str, object]) -> dict[int, IdentifierDraft]:
    """Return the national ids typed into a form, by their place in it; empty ones left out."""
    drafts = {
        place: IdentifierDraft(
            text_in(form, f"id_kind_{place}"),
            text_in(form, f"id_number_{place}"),
            text_in(form, f"id_label_{place}"),
        )
        for place in range(MOST_IDENTIFIERS)
    }
    return {place: draft for place, draft in drafts.items() if draft.number.strip()}


def consent_in(form: Mapping[str, object]) -> bool | None:
    """Return the yes or no to messages, None when nobody asked."""
    return {"yes": True, "no": False}.get(text_in(form, "consent"))


def prefilled(typed: str) -> PatientDraft:
    """Read what was typed into a search as the beginning of a registration.

    “Sofia Marin 212 555 0142” gives a name and a phone; an ISO date is the birth date.
    """
    rest = typed[:200]
    birth = _DATE.search(rest)
    if birth:
        rest = rest.replace(birth.group(), " ")
    phone = _PHONE.search(rest)
    if phone:
        rest = rest.replace(phone.group(), " ")
    name = " ".join(rest.split())
    return PatientDraft(
        name="" if name.isdigit() else name,
        birth=birth.group() if birth else "",
        phone=phone.group().strip() if phone else "",
    )
