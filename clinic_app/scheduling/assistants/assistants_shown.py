"""Who assists in a visit or a session, as its sheet shows them."""

from typing import Any

from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.assistants.part_words import part_words
from clinic_app.scheduling.visit.visit_rows import Assistant


def assistants_shown(row: Any, zone_name: str) -> tuple[Assistant, ...]:  # noqa: ANN401  # a result row
    """Return them by name, from a row with `assistants`, `starts_at` and `ends_at`."""
    return tuple(_assistant(row, each, zone_name) for each in row.assistants or ())


def _assistant(row: Any, each: list[Any], zone_name: str) -> Assistant:  # noqa: ANN401  # as above
    who, name, *part = each
    span = part_words(Part(*part), row.starts_at, row.ends_at, zone_name)
    begins, lasts = ("" if minutes is None else str(minutes) for minutes in part)
    return Assistant(who, name, span, begins, lasts)
