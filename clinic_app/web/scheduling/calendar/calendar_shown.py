"""What of a sheet one member is shown, as they chose columns, colours and practitioners. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinic_app.web.react.calendar import CalendarColumn, CalendarVisit
from clinic_app.web.scheduling.calendar.calendar_sheet import CalendarSheet
from clinic_app.web.scheduling.calendar.calendar_words import count_words, in_time

COLUMNS = ("practitioner", "room", "device")
COLOURS = ("service", "practitioner", "state")


@dataclass(frozen=True)
class PractitionerChoice:
    """A line of the filter."""

    id: str
    name: str
    initials: str
    tint: str
    shown: bool


def shown_rows(
    sheet: CalendarSheet, *, by: str, colour_by: str, hidden: Collection[str], once: bool = False
) -> dict[str, Any]:
    """Return the page's vars. by, colour_by: of COLUMNS and COLOURS; hidden: practitioners.

    once: without columns for all who take part, a visit of several is shown once.
    """
    of_people = by == "practitioner"
    visits = [one.visit for one in sheet.placed(by, colour_by) if one.practitioner_id not in hidden]
    if of_people:
        visits = _once(visits, drop=once)
    if any(one.part for one in visits):  # who assists may be needed later
        visits.sort(key=in_time)
    columns = [one for one in sheet.columns(by) if not (of_people and one.id in hidden)]
    apart = {visit.id.partition("@")[0]: visit.many for visit in visits if not visit.struck}
    return {
        "columns": columns,
        "visits": visits,
        "shades": [s for s in sheet.shades if of_people and s.column_id not in hidden],
        "count": count_words(sum(apart.values())),
        "names": {column.id: column.title for column in sheet.columns(by)},
        "legend": sheet.legend(colour_by),
        "opens": sheet.rows.opens,
        "closes": sheet.rows.closes,
        "slot_minutes": sheet.rows.slot_minutes,
    }


def _once(visits: Sequence[CalendarVisit], *, drop: bool) -> list[CalendarVisit]:
    """Mark those of assistants whose visit stands in another's column too, or drop them."""
    seen, kept = set[str](), list[CalendarVisit]()
    for visit in visits:
        whole, _, helper = visit.id.partition("@")
        beside = bool(helper) and whole in seen
        seen.add(whole)
        if not (beside and drop):
            kept.append(replace(visit, beside=True) if beside else visit)
    return kept


def shown_choices(
    people: tuple[CalendarColumn, ...], hidden: Collection[str]
) -> list[PractitionerChoice]:
    """Return the lines of the filter."""
    return [
        PractitionerChoice(one.id, one.title, one.initials, one.tint, one.id not in hidden)
        for one in people
    ]


def filter_words(choices: list[PractitionerChoice], by: str = "practitioner") -> str:
    """Return whose visits are shown: "All practitioners", a name, "By room · 3 of 6"."""
    shown = [choice for choice in choices if choice.shown]
    everybody = len(shown) == len(choices)
    if by != "practitioner":
        return f"By {by}" if everybody else f"By {by} · {len(shown)} of {len(choices)}"
    if everybody:
        return "All practitioners"
    return shown[0].name if len(shown) == 1 else f"{len(shown)} of {len(choices)} practitioners"
