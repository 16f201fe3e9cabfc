"""National ids: their forms, what looks wrong with one, and how one is shown. Pure."""

import re

from clinic_app.kit.errors import Invalid
from clinic_app.kit.text import one_line
from clinic_app.people.patients.patient_rows import IdentifierDraft

IDENTIFIER_KINDS: dict[str, str] = {
    "abha": "ABHA number (India)",
    "dui": "DUI (El Salvador)",
    "other": "Another number",
}

_SHORT_NAMES = {"abha": "ABHA", "dui": "DUI"}
_SEPARATORS = re.compile(r"[\s.\-–/]")
_DUI_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def check_identifier(draft: IdentifierDraft) -> IdentifierDraft:
    """Return the id in its proper form; raises Invalid beside `number`, `label` or `kind`."""
    if draft.kind == "abha":
        return IdentifierDraft("abha", _abha(draft.number))
    if draft.kind == "dui":
        return IdentifierDraft("dui", _dui(draft.number))
    if draft.kind == "other":
        label = one_line(draft.label, field="label", label="What the number is", most=60)
        number = one_line(draft.number, field="number", label="The number", most=60)
        if not same_number(number):
            raise Invalid("A number has at least one letter or digit.", field="number")
        return IdentifierDraft("other", number, label)
    raise Invalid("Please choose a kind of number from the list.", field="kind")


def _abha(typed: str) -> str:
    digits = _SEPARATORS.sub("", typed)
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise Invalid("An ABHA number has 14 digits: XX-XXXX-XXXX-XXXX.", field="number")
    return f"{digits[:2]}-{digits[2:6]}-{digits[6:10]}-{digits[10:]}"


def _dui(typed: str) -> str:
    digits = _SEPARATORS.sub("", typed)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise Invalid("A DUI has 8 digits, a hyphen and a check digit: 00000000-0.", field="number")
    if not digits.strip("0"):
        raise Invalid("A DUI cannot be all zeros.", field="number")
    return f"{digits[:8]}-{digits[8]}"


def identifier_warning(kind: str, number: str) -> str:
    """Return what looks wrong with a number that may be kept all the same, or "".

    A DUI's check digit is 10 less the weighted sum's last digit. The rule is in common use
    but stands in no government text we could read, so it warns and does not refuse.
    """
    if kind != "dui":
        return ""
    digits = _SEPARATORS.sub("", number)
    if not re.fullmatch(r"[0-9]{9}", digits):
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _DUI_WEIGHTS, strict=False))
    expected = (10 - total % 10) % 10
    if int(digits[8]) == expected:
        return ""
    return f"The check digit of this DUI would be {expected}. Please compare it with the card."


def same_number(number: str) -> str:
    """Return what is compared when the same number is looked for: letters and digits alone."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def identifier_label(kind: str, label: str) -> str:
    """Return the name an id is listed under."""
    return _SHORT_NAMES.get(kind, label)


def mask(number: str) -> str:
    """Hide all but the end of a number: “•••• 6749”; short ones show less."""
    signs = same_number(number)
    shown = min(4, len(signs) // 3)
    return f"•••• {signs[len(signs) - shown :]}".strip()
