"""The calendar as pixels take it, made once per change for all open screens of a process."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.kit.text import initials
from clinic_app.live.hub import hub
from clinic_app.live.shared import SharedViews
from clinic_app.live.topics import Topic
from clinic_app.scheduling.assistants.part_words import helping_words
from clinic_app.scheduling.calendar.calendar_rows import CalendarView, Resource, VisitBlock
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.states import MOVABLE, RELEASED, Status
from clinic_app.web.react.calendar import CalendarColumn, CalendarShade, CalendarVisit
from clinic_app.web.scheduling.groups.group_blocks import in_blocks
from clinic_app.web.ui.tag import APPOINTMENT_STATES

log = logging.getLogger(__name__)

# What a calendar shows: visits, who works when, and the patients' names on the clinic's wall.
TOPICS = (Topic.CALENDAR, Topic.SCHEDULE, Topic.PATIENTS, Topic.ORGANIZATION)

shared = SharedViews(hub)


@dataclass(frozen=True, slots=True)
class LegendRow:
    """What a colour stands for."""

    tint: str
    words: str


@dataclass(frozen=True)
class Placed:
    """A visit in one of the columns that it takes."""

    practitioner_id: str
    visit: CalendarVisit


@dataclass(frozen=True)
class CalendarSheet:
    """Some days of a clinic, ready for the calendar component. Shared: never changed."""

    rows: CalendarView

    def columns(self, by: str) -> tuple[CalendarColumn, ...]:
        """Return all columns: of practitioners, rooms or devices."""
        return self._columns[by]

    def placed(self, by: str, colour_by: str) -> tuple[Placed, ...]:
        """Return the visits in such columns, coloured so; made when somebody first asks."""
        known = self._made.get((by, colour_by))
        if known is None:
            known = self._made[by, colour_by] = tuple(self._place(by, colour_by))
        return known

    @cached_property
    def shades(self) -> tuple[CalendarShade, ...]:
        """When practitioners are away."""
        return tuple(
            CalendarShade(
                *(shade.id, shade.practitioner_id, shade.start, shade.end, shade.label),
                held=shade.held,
                again=shade.again,
                lasts=shade.lasts,
            )
            for shade in self.rows.shades
        )

    def legend(self, colour_by: str) -> list[LegendRow]:
        """Return what the colours stand for."""
        if colour_by == "state":
            return list(STATES)
        if colour_by == "practitioner":
            return [LegendRow(who.colour, who.name) for who in self.rows.columns]
        known = sorted({(visit.service, visit.colour) for visit in self.rows.visits})
        return [LegendRow(colour, service) for service, colour in known]

    @cached_property
    def _made(self) -> dict[tuple[str, str], tuple[Placed, ...]]:
        return {}

    @cached_property
    def _columns(self) -> dict[str, tuple[CalendarColumn, ...]]:
        rows = self.rows
        used = {room.id for room in rows.rooms}
        nowhere = any(visit.room_id not in used for visit in rows.visits)
        no_room = (
            [CalendarColumn("", "No room", initials="–", takes=False, person=False)]
            if nowhere
            else []
        )
        return {
            "practitioner": tuple(
                CalendarColumn(who.id, who.name, who.specialty, who.initials, who.colour)
                for who in rows.columns
            ),
            "room": (*(_resource(room) for room in rows.rooms), *no_room),
            "device": tuple(_resource(device, takes=False) for device in rows.devices),
        }

    def _place(self, by: str, colour_by: str) -> Iterator[Placed]:
        people = {who.id: who for who in self.rows.columns}
        names = {key: who.name for key, who in people.items()}
        for row in in_blocks(self.rows.visits):
            visit = _visit(row)
            if colour_by == "state":
                visit = replace(visit, tint=APPOINTMENT_STATES[row.status][1])
            elif colour_by == "practitioner":
                visit = replace(visit, tint=people[row.practitioner_id].colour)
            for own in _in_columns(row, visit, by, names):
                of_people = by == "practitioner"
                yield Placed(own.column_id if of_people else row.practitioner_id, own)


def _resource(one: Resource, *, takes: bool = True) -> CalendarColumn:
    last = one.name.split()[-1]
    letters = one.name[0].upper() + last[:2] if last.isdigit() else initials(one.name)
    return CalendarColumn(one.id, one.name, initials=letters, takes=takes, person=False)


def _in_columns(
    row: VisitBlock, visit: CalendarVisit, by: str, names: Mapping[str, str]
) -> Iterator[CalendarVisit]:
    """Yield a visit once for each column that it takes, with what the head does not say."""
    who = names[row.practitioner_id]
    helped = helping_words([names[one] for one in row.assistant_ids if one in names])
    if by == "practitioner":
        yield replace(visit, helped=helped) if helped else visit
        for helper in row.assistant_ids:
            if helper in names:
                detail = f"assists {who} · {visit.detail}"
                own = replace(visit, id=f"{visit.id}@{helper}", column_id=helper, detail=detail)
                yield _of_part(replace(own, until=visit.end), row.parts.get(helper))
    elif by == "room":
        devices = (device.name for device in row.devices)
        parts = (row.service, who, helped, *devices, row.marks)
        detail = " · ".join(part for part in parts if part)
        yield replace(visit, column_id=row.room_id, detail=detail)
    else:
        parts = (row.service, who, helped, row.room, row.marks)
        detail = " · ".join(part for part in parts if part)
        for device in row.devices:
            own = f"{visit.id}@{device.id}"
            yield replace(visit, id=own, column_id=device.id, detail=detail)


def _of_part(visit: CalendarVisit, part: Mapping[str, Any] | None) -> CalendarVisit:
    """Return a visit in the column of who is needed for a part."""
    return visit if part is None else replace(visit, part=True, **part)


STATES = tuple(LegendRow(tint, words.capitalize()) for words, tint in APPOINTMENT_STATES.values())


async def load_sheet(
    actor: Actor, first_day: date, days: int, *, fresh: bool = False
) -> CalendarSheet | None:
    """Return some days, from another screen's load where nothing has changed since.

    fresh: for a screen that just wrote, and shall not wait for the word of it to come round.
    None when they could not be loaded. What depends on the member, such as their choice of
    practitioners, is not in it: one load serves everybody who may see appointments.
    """
    require(actor, Permission.APPOINTMENT_READ)

    async def load() -> CalendarSheet:
        return CalendarSheet(await look(actor, load_calendar, first_day=first_day, days=days))

    key = ("calendar", first_day, days, actor.time_zone)
    try:
        return await shared.load(actor.organization_id, TOPICS, key, load, fresh=fresh)
    except (SQLAlchemyError, OSError) as error:
        # Danger: the error's text can hold what was asked for, names included.
        log.error("the calendar could not be loaded (%s)", type(error).__name__)
        return None


def _visit(visit: VisitBlock) -> CalendarVisit:
    devices = ", ".join(device.name for device in visit.devices)
    parts = (visit.service, visit.room, devices, visit.marks)
    return CalendarVisit(
        id=visit.id,
        column_id=visit.practitioner_id,
        start=visit.start,
        end=visit.end,
        title=visit.patient,
        detail=" · ".join(part for part in parts if part),
        tint=visit.colour,
        tag=_tag(visit),
        tag_tone=_tag_tone(visit),
        faded=visit.status == Status.COMPLETED,
        struck=visit.status in RELEASED,
        outside_hours=visit.outside_hours,
        movable=visit.status in MOVABLE,
        many=visit.many,
        version=visit.version,
        again=visit.again,
        lasts=visit.lasts,
        repeats=visit.repeats,
        together=visit.together,
        marked=bool(visit.marks),
    )


def _tag(visit: VisitBlock) -> str:
    """Return what is worth a word on the day: who is new, and what has happened so far.

    A struck name says cancelled; what is still to come is told by the colours of states.
    """
    if visit.group_id and visit.arrived:
        return visit.arrived
    if visit.status in {Status.BOOKED, Status.CONFIRMED}:
        return "new" if visit.first_visit else ""
    if visit.status == Status.CANCELLED:
        return ""
    words = APPOINTMENT_STATES[visit.status][0]
    return f"{words} {visit.arrived}" if visit.status == Status.CHECKED_IN else words


def _tag_tone(visit: VisitBlock) -> str:
    to_come = visit.status in {Status.BOOKED, Status.CONFIRMED}
    return "blue" if to_come else APPOINTMENT_STATES[visit.status][1]
