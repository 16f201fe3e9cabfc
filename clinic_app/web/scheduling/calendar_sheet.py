"""The calendar as pixels take it, made once per change for all open screens of a process."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.live.hub import hub
from clinic_app.live.shared import SharedViews
from clinic_app.live.topics import Topic
from clinic_app.scheduling.calendar_rows import CalendarView, VisitBlock
from clinic_app.scheduling.load_calendar import load_calendar
from clinic_app.scheduling.states import MOVABLE, RELEASED, Status
from clinic_app.web.react.calendar import CalendarColumn, CalendarShade, CalendarVisit
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
class CalendarSheet:
    """Some days of a clinic, ready for the calendar component. Shared: never changed."""

    columns: tuple[CalendarColumn, ...]
    visits: tuple[CalendarVisit, ...]  # coloured by service
    tones: tuple[str, ...]  # each visit's tint by its state
    shades: tuple[CalendarShade, ...]
    services: tuple[LegendRow, ...]  # of these visits
    opens: int
    closes: int
    slot_minutes: int

    @cached_property
    def visits_by_state(self) -> tuple[CalendarVisit, ...]:
        """The visits in the colours of their states, made when somebody first asks."""
        pairs = zip(self.visits, self.tones, strict=True)
        return tuple(replace(visit, tint=tone) for visit, tone in pairs)


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
        return _sheet(await look(actor, load_calendar, first_day=first_day, days=days))

    key = ("calendar", first_day, days, actor.time_zone)
    try:
        return await shared.load(actor.organization_id, TOPICS, key, load, fresh=fresh)
    except (SQLAlchemyError, OSError) as error:
        # Danger: the error's text can hold what was asked for, names included.
        log.error("the calendar could not be loaded (%s)", type(error).__name__)
        return None


def _sheet(view: CalendarView) -> CalendarSheet:
    return CalendarSheet(
        columns=tuple(
            CalendarColumn(who.id, who.name, who.specialty, who.initials, who.colour)
            for who in view.columns
        ),
        visits=tuple(_visit(visit) for visit in view.visits),
        tones=tuple(APPOINTMENT_STATES[visit.status][1] for visit in view.visits),
        shades=tuple(
            CalendarShade(shade.id, shade.practitioner_id, shade.start, shade.end, shade.label)
            for shade in view.shades
        ),
        services=_services(view.visits),
        opens=view.opens,
        closes=view.closes,
        slot_minutes=view.slot_minutes,
    )


def _visit(visit: VisitBlock) -> CalendarVisit:
    return CalendarVisit(
        id=visit.id,
        column_id=visit.practitioner_id,
        start=visit.start,
        end=visit.end,
        title=visit.patient,
        detail=" · ".join(part for part in (visit.service, visit.room, visit.devices) if part),
        tint=visit.colour,
        tag=_tag(visit),
        tag_tone=_tag_tone(visit),
        faded=visit.status == Status.COMPLETED,
        struck=visit.status in RELEASED,
        outside_hours=visit.outside_hours,
        movable=visit.status in MOVABLE,
        version=visit.version,
    )


def _tag(visit: VisitBlock) -> str:
    """Return what is worth a word on the day: who is new, and what has happened so far.

    A struck name says cancelled; what is still to come is told by the colours of states.
    """
    if visit.status in {Status.BOOKED, Status.CONFIRMED}:
        return "new" if visit.first_visit else ""
    if visit.status == Status.CANCELLED:
        return ""
    words = APPOINTMENT_STATES[visit.status][0]
    return f"{words} {visit.arrived}" if visit.status == Status.CHECKED_IN else words


def _tag_tone(visit: VisitBlock) -> str:
    to_come = visit.status in {Status.BOOKED, Status.CONFIRMED}
    return "blue" if to_come else APPOINTMENT_STATES[visit.status][1]


def _services(visits: Sequence[VisitBlock]) -> tuple[LegendRow, ...]:
    known = sorted({(visit.service, visit.colour) for visit in visits})
    return tuple(LegendRow(colour, service) for service, colour in known)
