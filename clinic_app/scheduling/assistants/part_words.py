"""Who assists, and the part of a visit for which they are needed, in words."""

from collections.abc import Sequence
from datetime import datetime

from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.free_times.slot_facts import instant
from clinic_app.scheduling.wall_words import exact_clock


def assisting_words(  # what is said of somebody
    name: str, part: Part, start: datetime, end: datetime, zone_name: str
) -> str:
    """Return “Nina Park, assisting”, with the times where that is a part of the visit."""
    return f"{name}, assisting {part_words(part, start, end, zone_name)}".rstrip()


def helping_words(names: Sequence[str]) -> str:
    """Return “Nina Park assists”, “Nina Park and Omar Diaz assist”, "" for nobody."""
    return f"{' and '.join(names)} {'assists' if len(names) == 1 else 'assist'}" if names else ""


def part_words(part: Part, start: datetime, end: datetime, zone_name: str) -> str:
    """Return “10:00–10:20”, "" for the whole visit."""
    if part == WHOLE:
        return ""
    span = part.within(int(start.timestamp()), int(end.timestamp()))
    return "–".join(exact_clock(instant(each), zone_name) for each in span)
