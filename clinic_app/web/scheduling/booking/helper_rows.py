"""Who assists, as dialogs and the visit's sheet have them: with the part that was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId, parse_id
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.visit.visit_rows import Assistant


@dataclass(frozen=True, slots=True)
class HelperRow:
    """Somebody who shall assist, in which part: nothing typed means as the service asks."""

    id: str
    name: str
    begins: str = ""  # minutes
    lasts: str = ""


def typed_part(begins: str, lasts: str) -> Part | None:
    """Return the part that was typed; None for none. Raises Invalid for what is no number."""
    if not begins and not lasts:
        return None
    return Part(_minutes(begins or "0"), _minutes(lasts) if lasts else None)


def part_of(one: Assistant) -> Part:
    """Return the part that a sheet shows of somebody."""
    return Part(int(one.begins or 0), int(one.lasts) if one.lasts else None)


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        raise Invalid("Please give whole minutes.", field="assistants")
    return int(text)


def who_assists(rows: Iterable[HelperRow]) -> dict[PractitionerId, Part | None] | None:
    """Return them as the verbs take them; None for nobody."""
    asked = {
        parse_id(PractitionerId, row.id, what="The practitioner"): typed_part(row.begins, row.lasts)
        for row in rows
    }
    return asked or None
