"""What the forms about booking rules offer, and one more choice for a value set elsewhere."""

from typing import Any

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.limit_rules import in_time
from clinic_app.web.scheduling.set_up.forms import typed
from clinic_app.web.ui.choice_field import ChoiceRow

_NOTICES = (0, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10080)
_AHEAD = (7, 14, 30, 60, 90, 180, 366, 732)
_AHEAD_NAMES = {7: "1 week", 14: "2 weeks", 366: "1 year", 732: "2 years"}
_AS_CLINIC = ChoiceRow("", "As the clinic’s rules")


def notice_choices(chosen: int | None, *, own: bool) -> list[ChoiceRow]:
    """Return the notices to choose from; `own` offers the clinic's as well."""
    values = sorted({*_NOTICES, *(() if chosen is None else (chosen,))})
    rows = [ChoiceRow(str(value), in_time(value) if value else "None") for value in values]
    return [*([_AS_CLINIC] if own else []), *rows]


def ahead_choices(chosen: int | None, *, own: bool) -> list[ChoiceRow]:
    """Return the horizons to choose from; `own` offers the clinic's as well."""
    values = sorted({*_AHEAD, *(() if chosen is None else (chosen,))})
    rows = [ChoiceRow(str(value), _AHEAD_NAMES.get(value, f"{value} days")) for value in values]
    return [*([_AS_CLINIC] if own else []), *rows]


def chosen_text(value: int | None) -> str:
    """Return a choice's value."""
    return "" if value is None else str(value)


def number_or_none(form: dict[str, Any], name: str) -> int | None:
    """Return a field's whole number, None for an empty one. Raises Invalid beside the field."""
    text = typed(form, name)
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise Invalid("Please give a whole number.", field=name)
    return int(text)


def number_or(form: dict[str, Any], name: str, empty: int) -> int:
    """Return a field's whole number, `empty` for an empty one. Raises Invalid beside the field."""
    number = number_or_none(form, name)
    return empty if number is None else number
