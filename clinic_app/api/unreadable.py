"""What is wrong with a request that cannot be read, as a sentence.

Only what the description allows is told, never what was sent: it may be a password.
"""

from collections.abc import Mapping
from typing import Any

from clinic_app.api.v1.times import BOUND_PATTERN, TIME_PATTERN

UNREADABLE = "This cannot be read."
_TIME = "Write a time as 2026-11-20T09:15, or as 2026-11-20T14:15:00Z."
_NUMBER = "This has to be a whole number."
_YES_OR_NO = "This has to be true or false."
_SENTENCES = {
    "missing": "This is missing.",
    "string_type": "This has to be text.",
    "string_too_long": "This is too long.",
    "string_too_short": "This is missing.",
    "extra_forbidden": "There is nothing of this name here; it may be misspelt.",
    "json_invalid": "The body is no JSON.",
    "json_type": "Send the body with Content-Type: application/json.",
    "too_long": "At most {max_length} of these.",
    "too_short": "At least {min_length} of these.",
    "less_than_equal": "This may be at most {le}.",
    "greater_than_equal": "This has to be at least {ge}.",
    "literal_error": "This has to be {expected}.",
    "enum": "This has to be {expected}.",
    **dict.fromkeys(("uuid_parsing", "uuid_type"), "This is no id."),
    **dict.fromkeys(("date_from_datetime_parsing", "date_parsing"), "Write a date as 2026-11-20."),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), _NUMBER),
    **dict.fromkeys(("bool_parsing", "bool_type"), _YES_OR_NO),
}
_PATTERNS = {
    TIME_PATTERN: _TIME,
    BOUND_PATTERN: f"{_TIME} A date alone is its beginning.",
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """Return what is wrong, by one of pydantic's errors."""
    bounds: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(bounds.get("pattern", ""), UNREADABLE)
    if error["type"] == "missing" and tuple(error["loc"]) == ("body",):
        return "The body is missing: send JSON, “{}” where nothing is to be said."
    return _SENTENCES.get(error["type"], UNREADABLE).format_map(bounds)
