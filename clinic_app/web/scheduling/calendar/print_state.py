"""A day on paper: each practitioner's list. Desk data alone."""

from dataclasses import dataclass, replace
from datetime import date

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_words import helping_words
from clinic_app.scheduling.calendar.calendar_rows import (
    CalendarView,
    PractitionerColumn,
    VisitBlock,
)
from clinic_app.scheduling.states import RELEASED
from clinic_app.scheduling.wall_words import clock, day_and_year, long_day
from clinic_app.web.scheduling.calendar.calendar_sheet import load_sheet
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.calendar.calendar_words import (
    clock_of,
    count_words,
    in_time,
    parse_day,
)
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


@dataclass(frozen=True)
class PrintLine:
    """One visit."""

    id: str
    time: str
    patient: str
    service: str  # and the rules it was booked against on purpose
    place: str  # the room and the devices


@dataclass(frozen=True)
class PrintList:
    """One practitioner's day."""

    id: str
    name: str
    specialty: str
    count: str
    lines: list[PrintLine]


class PrintState(rx.State):
    """The day that is to be printed."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[bool] = rx.field(False)
    day: rx.Field[str] = rx.field("")
    title: rx.Field[str] = rx.field("")
    printed: rx.Field[str] = rx.field("")
    lists: rx.Field[list[PrintList]] = rx.field(default_factory=list[PrintList])

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the address's day, of the practitioners that the calendar shows."""
        wall = to_wall(now(), actor.time_zone)
        day = parse_day(self.router.url.query_parameters.get("date", "")) or wall.date()
        calendar = await self.get_state(CalendarState)
        hidden = {choice.id for choice in calendar.choices if not choice.shown}
        sheet = await load_sheet(actor, day, 1)
        self.failed, self.loaded = sheet is None, True
        self.day, self.title = day.isoformat(), long_day(day)
        self.printed = f"Printed {day_and_year(wall)}, {clock(wall)}"
        self.lists = print_lists(sheet.rows, day, hidden) if sheet is not None else []


def print_lists(rows: CalendarView, day: date, hidden: set[str]) -> list[PrintList]:
    """Return a list for each practitioner who has a visit that begins that day."""
    lists = [_list(rows, who, day) for who in rows.columns if who.id not in hidden]
    return [one for one in lists if one.lines]


def _list(rows: CalendarView, who: PractitionerColumn, day: date) -> PrintList:
    names = {one.id: one.name for one in rows.columns}
    taking = [visit for visit in rows.visits if visit.status not in RELEASED]
    own = [visit for visit in taking if visit.practitioner_id == who.id]
    helped = [_assisted(visit, who.id, names) for visit in taking if who.id in visit.assistant_ids]
    lines = [
        _line(visit)
        for visit in sorted((*(_with_helpers(one, names) for one in own), *helped), key=in_time)
        if visit.start.startswith(day.isoformat())
    ]
    return PrintList(who.id, who.name, who.specialty, count_words(len(lines)), lines)


def _with_helpers(visit: VisitBlock, names: dict[str, str]) -> VisitBlock:
    helped = helping_words([names[one] for one in visit.assistant_ids if one in names])
    return replace(visit, service=f"{visit.service} · {helped}") if helped else visit


def _assisted(visit: VisitBlock, who: str, names: dict[str, str]) -> VisitBlock:
    """Return a visit as one who assists has it: when they are needed, and by whom."""
    words = f"assists {names[visit.practitioner_id]} · {visit.service}"
    return replace(visit, service=words, **visit.parts.get(who, {}))


def _line(visit: VisitBlock) -> PrintLine:
    begins, ends = (clock_of(wall) for wall in (visit.start, visit.end))
    again = " (second)" if visit.again else ""
    parts = [visit.room, *(device.name for device in visit.devices)]
    place = ", ".join(part for part in parts if part)
    service = " · ".join(part for part in (visit.service, visit.marks) if part)
    return PrintLine(visit.id, f"{begins}{again}–{ends}", visit.patient, service, place)
