"""What a form sent, read as texts and numbers: a browser may send anything."""

from typing import Any

from clinic_app.kit.errors import Invalid


def text_of(form: dict[str, Any], name: str) -> str:
    """Return a field's text. Raises Invalid for a form that is not ours."""
    value = form.get(name)
    if not isinstance(value, str):
        raise Invalid("The form could not be read. Please load the page again.")
    return value


def number_of(form: dict[str, Any], name: str) -> int:
    """Return a field's whole number. Raises Invalid beside the field."""
    typed = text_of(form, name).strip()
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
        raise Invalid("This is not a whole number.", field=name)
    return int(typed)
