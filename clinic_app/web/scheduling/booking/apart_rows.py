"""A service of a coming that has a day and a time of its own, as the booking dialog has it."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from clinic_app.scheduling.booking.booking_rows import VisitPreview
from clinic_app.scheduling.wall_words import short_day
from clinic_app.web.scheduling.booking.booking_parts import MorePart
from clinic_app.web.ui.choice_field import ChoiceRow


@dataclass(frozen=True)
class ApartPart(MorePart):
    """One of them; it has a time once that is chosen."""

    key: str = ""
    day: str = ""
    times: list[ChoiceRow] = field(default_factory=list[ChoiceRow])  # those free on its day
    start: str = ""  # the chosen one, an instant
    takes: str = ""  # and what it takes
    refused: str = ""  # why it has none


def apart_words(part: ApartPart, wall: datetime, preview: VisitPreview) -> str:
    """Return “Thu 4 Mar, 9:00–9:30 · ECG · Nina Park · Room 2”."""
    who = (preview.practitioner, *preview.assistants)
    what = (f"{short_day(wall)}, {preview.span}", part.service, *who, preview.room)
    return " · ".join(filter(None, what))


def apart_part(part: MorePart, *, key: str, day: str) -> ApartPart:
    """Return a service that follows others as one with a day of its own."""
    return ApartPart(**_known(part), key=key, day=day)


def plain_part(part: ApartPart) -> MorePart:
    """Return it as one that follows the others."""
    return MorePart(**_known(part))


def _known(part: MorePart) -> dict[str, Any]:
    return {one.name: getattr(part, one.name) for one in fields(MorePart)}
