"""The clinic's calendar of some days: who works, who is away, and every visit."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.asking import ask_with_kept_plan
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.text import initials
from clinic_app.kit.zones import clock_change, day_bounds, to_instant, to_wall
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.calendar.calendar_rows import (
    CalendarView,
    PractitionerColumn,
    Resource,
    Shade,
    VisitBlock,
)
from clinic_app.scheduling.calendar.calendar_sql import CALENDAR
from clinic_app.scheduling.calendar.shade_rules import Absence, day_shades, hours_worked
from clinic_app.scheduling.hours.date_facts import read_dates, read_holidays, read_weeks
from clinic_app.scheduling.hours.date_rules import DayPlan, plan_day
from clinic_app.scheduling.hours.hours_rules import Week
from clinic_app.scheduling.limit_rules import marks_of
from clinic_app.scheduling.wall_words import clock

MOST_DAYS = 14

Json = list[list[Any]]  # what PostgreSQL's json_agg gives


async def load_calendar(
    session: AsyncSession, actor: Actor, *, first_day: date, days: int = 1
) -> CalendarView:
    """Return 1 to 14 local days of the whole clinic, in one query however much there is.

    Visits of every state are among them. Desk data alone: the same for every role that may
    see appointments, so screens share it. Raises Invalid for more days.
    """
    require(actor, Permission.APPOINTMENT_READ)
    if not 1 <= days <= MOST_DAYS or not 2000 <= first_day.year <= 2200:
        raise Invalid("The calendar shows at most two weeks.")
    shown = [first_day + timedelta(days=n) for n in range(days)]
    (found,) = await ask_with_kept_plan(session, CALENDAR, _values(actor, shown))
    parts: Any = found
    slot_minutes, who, visits, rooms, devices, held, *rest = parts
    hours = _hours(rest, shown)
    opens, closes = hours_worked(hours.weeks)
    names = dict[str | None, str](rooms or ())
    return CalendarView(
        columns=tuple(
            PractitionerColumn(key, name, initials(name), specialty, colour)
            for key, name, specialty, colour in who or ()
        ),
        visits=tuple(_visit(row, names, actor.time_zone) for row in visits or ()),
        shades=(
            *(shade for key, *_ in who or () for shade in _shades(key, hours, actor.time_zone)),
            *(_held(row, actor.time_zone) for row in held or ()),
        ),
        rooms=_resources(rooms),
        devices=_resources(devices),
        slot_minutes=slot_minutes,
        opens=opens,
        closes=closes,
    )


def _values(actor: Actor, shown: Sequence[date]) -> dict[str, object]:
    return {
        "organization": actor.organization_id,
        "first_day": shown[0],
        "last_day": shown[-1],
        "now": now(),
        "begin": day_bounds(shown[0], actor.time_zone)[0],
        "end": day_bounds(shown[-1], actor.time_zone)[1],
    }


def _visit(row: list[Any], rooms: Mapping[str | None, str], zone_name: str) -> VisitBlock:
    visit_id, practitioner_id, begins, ends, patient_id, patient, service, colour = row[:8]
    devices, status, arrived, first, outside_hours, has_note, version = row[8:15]
    room_id, repeats, assistants, together, group_id, seats, *marks = row[15:]
    return VisitBlock(
        id=visit_id,
        practitioner_id=practitioner_id,
        patient_id=patient_id,
        patient=patient,
        service=service,
        colour=colour,
        room_id=room_id or "",
        room=rooms.get(room_id, ""),
        devices=_resources(devices),
        **_span(begins, ends, zone_name),
        status=status,
        arrived=clock(_wall(arrived, zone_name)) if arrived else "",
        first_visit=first,
        outside_hours=outside_hours,
        has_note=has_note,
        version=version,
        marks=marks_of(*marks),
        assistant_ids=tuple(who for who, *_ in assistants or ()),
        parts=_parts(assistants, (begins, ends), zone_name),
        together=together,
        repeats=repeats,
        group_id=group_id or "",
        seats=seats or 0,
    )


def _parts(
    assistants: Json | None, visit: tuple[int, int], zone_name: str
) -> dict[str, dict[str, Any]]:
    """Return where those are drawn who assist in a part of a visit."""
    each = ((who, Part(*part)) for who, *part in assistants or ())
    return {who: _span(*part.within(*visit), zone_name) for who, part in each if part != WHOLE}


def _resources(rows: Json | None) -> tuple[Resource, ...]:
    return tuple(Resource(*row) for row in rows or ())


@lru_cache(maxsize=16384)
def _comes_again(seconds: int, zone_name: str) -> bool:
    """Tell whether an instant's wall time has been there before that day."""
    instant = datetime.fromtimestamp(seconds, UTC)
    return to_instant(to_wall(instant, zone_name), zone_name, second_pass=False) != instant


def _span(begins: int, ends: int, zone_name: str) -> dict[str, Any]:
    """Return where a span is drawn: its walls, and what they do not tell where clocks change."""
    start, end = _wall_text(begins, zone_name), _wall_text(ends, zone_name)
    if end <= start:  # the clocks go back during it: as long as it is
        end = _iso(_wall(begins, zone_name) + timedelta(seconds=ends - begins))
    changes = clock_change(date.fromisoformat(start[:10]), zone_name)
    return {
        "start": start,
        "end": end,
        "again": _comes_again(begins, zone_name),
        "lasts": (ends - begins) // 60 if changes else 0,
    }


@lru_cache(maxsize=16384)
def _wall_text(seconds: int, zone_name: str) -> str:
    """Remember an instant's wall time: the same visits are read at every change."""
    return _iso(_wall(seconds, zone_name))


def _wall(seconds: int, zone_name: str) -> datetime:
    return to_wall(datetime.fromtimestamp(seconds, UTC), zone_name)


def _iso(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")


def _away(rows: Json) -> dict[str, list[Absence]]:
    away: defaultdict[str, list[Absence]] = defaultdict(list)
    for key, begins, ends, reason in rows:
        start, end = datetime.fromtimestamp(begins, UTC), datetime.fromtimestamp(ends, UTC)
        away[key].append(Absence(start, end, reason))
    return dict(away)


@dataclass(frozen=True, slots=True)
class _Hours:
    """What rules each day of each practitioner, and when they are away."""

    plans: Callable[[str], Mapping[date, DayPlan]]
    weeks: tuple[Week, ...]  # all of them, also those of dates of their own
    away: Mapping[str, Sequence[Absence]]


def _hours(found: Sequence[Json | None], shown: Sequence[date]) -> _Hours:
    begins, hours, off, dates, holidays = found
    weeks_of, dates_of = read_weeks(begins, hours), read_dates(dates)
    closed = read_holidays(holidays, shown)

    def plans(key: str) -> dict[date, DayPlan]:
        weeks, own = weeks_of.get(key, {}), dates_of.get(key, {})
        return {day: plan_day(weeks, own, closed, day) for day in shown}

    usual = (week for weeks in weeks_of.values() for week in weeks.values())
    unlike = (rule.spans for own in dates_of.values() for rule in own.values())
    return _Hours(plans, (*usual, *unlike), _away(off or []))


def _held(row: list[Any], zone_name: str) -> Shade:
    hold_id, practitioner_id, begins, ends, who, until = row
    held = f"Held by {who}" if who else "Held"
    label = f"{held} until {clock(_wall(until, zone_name))}"
    return Shade(
        id=f"{hold_id}/{practitioner_id}/{begins}",
        practitioner_id=practitioner_id,
        label=label,
        held=True,
        **_span(begins, ends, zone_name),
    )


def _shades(key: str, hours: _Hours, zone_name: str) -> Iterator[Shade]:
    for day, plan in hours.plans(key).items():
        for start, end, label in day_shades(
            plan.week, day, zone_name, hours.away.get(key, ()), closed=plan.closed
        ):
            begins, ends = int(start.timestamp()), int(end.timestamp())
            where = _span(begins, ends, zone_name)
            yield Shade(id=f"{key[:8]}/{begins}", practitioner_id=key, label=label, **where)
