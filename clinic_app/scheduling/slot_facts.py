"""All that the free times of some days depend on, as loaded in one statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.date_facts import read_dates, read_holidays
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.hours_rules import Week, weeks_of
from clinic_app.scheduling.rows import WeekSpan
from clinic_app.scheduling.slot_rules import Need, Span
from clinic_app.scheduling.slot_sql import NAME_OF_PRACTITIONER, SLOT_FACTS
from clinic_app.scheduling.worked_days import Why, worked_days

# The longest buffers: how far outside of a day a visit of that day can take somebody.
REACH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Resource:
    """A room or device: its name and when it is taken."""

    id: UUID
    name: str
    busy: tuple[Span, ...]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Worker:
    """A practitioner who gives the service: when at work, away, and taken."""

    id: PractitionerId
    name: str
    work: tuple[Span, ...]  # less breaks, joined
    off: tuple[Span, ...]
    busy: tuple[Span, ...]
    why_off: tuple[Why, ...] = ()  # breaks, and days that are closed


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A service, what it needs, and everybody and everything that could serve it."""

    service: str
    archived: bool
    need: Need
    needs_room: bool
    step: int  # seconds
    one_visit_per_patient: bool
    workers: tuple[Worker, ...]
    rooms: tuple[Resource, ...]  # in the clinic's order; empty when none is needed or fits
    devices: tuple[Resource, ...]  # all are needed; sorted by id, the order of taking them


async def load_slot_facts(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    first_day: date,
    last_day: date,
    moving: AppointmentId | None = None,
) -> SlotFacts:
    """Load what the free times of the local days first_day..last_day depend on.

    moving: a visit whose own reservations do not count, because it is being moved.
    Raises NotFound for a service or practitioner that is missing or another clinic's, and
    NotOffered when that practitioner does not give that service.
    """
    values = {
        "organization": actor.organization_id,
        "service": service_id,
        "practitioner": practitioner_id,
        "moving": moving,
        "first_day": first_day,
        # A visit that begins before midnight may be worked into the day after.
        "last_day": last_day + timedelta(days=1),
        "begin": day_bounds(first_day, actor.time_zone)[0] - REACH,
        "end": day_bounds(last_day, actor.time_zone)[1] + REACH,
    }
    row: Any = (await session.execute(SLOT_FACTS, values)).one_or_none()
    if row is None:
        raise NotFound("The service")
    if practitioner_id is not None and not row[8]:
        found = await session.execute(NAME_OF_PRACTITIONER, values)
        name = found.scalar_one_or_none()
        if name is None:
            raise NotFound("The practitioner")
        raise NotOffered(f"{name} does not give {row[0]}.", field="practitioner")
    return _facts(row, first_day, last_day + timedelta(days=1), actor.time_zone)


def _facts(row: Any, first_day: date, last_day: date, zone_name: str) -> SlotFacts:  # noqa: ANN401  # a result row
    name, duration, before, after, needs_room, archived, step, one_visit = row[:8]
    who, places, tools, weeks, hours, off, busy, dates, holidays = row[8:]
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    weeks_of_worker, dates_of = read_weeks(weeks, hours), read_dates(dates)
    off_of, busy_of, closed = _spans(off), _spans(busy), read_holidays(holidays, days)

    def worker(key: str, label: str) -> Worker:
        worked = worked_days(
            weeks_of_worker.get(key, {}), dates_of.get(key, {}), closed, days, zone_name
        )
        return Worker(
            id=PractitionerId(UUID(key)),
            name=label,
            work=worked.work,
            off=tuple(off_of.get(key, ())),
            busy=tuple(busy_of.get(key, ())),
            why_off=worked.why_off,
        )

    return SlotFacts(
        service=name,
        archived=archived,
        need=Need(duration * 60, before * 60, after * 60),
        needs_room=needs_room,
        step=step * 60,
        one_visit_per_patient=one_visit,
        workers=tuple(worker(key, label) for key, label in who or ()),
        rooms=_resources(places if needs_room else None, busy_of),
        devices=_resources(tools, busy_of),
    )


def _resources(
    rows: list[list[Any]] | None, busy_of: dict[str, list[Span]]
) -> tuple[Resource, ...]:
    return tuple(
        Resource(UUID(key), label, tuple(busy_of.get(key, ())), *archived)
        for key, label, *archived in rows or ()
    )


def _spans(rows: list[list[Any]] | None) -> dict[str, list[Span]]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for key, begin, end, *_ in rows or ():
        spans[key].append((begin, end))
    return spans


def read_weeks(
    begins: list[list[str]] | None, hours: list[list[Any]] | None
) -> dict[str, dict[date, Week]]:
    """Return each practitioner's weeks; equal weeks are one object, so days are cached well."""
    spans: defaultdict[str, list[WeekSpan]] = defaultdict(list)
    for key, valid_from, weekday, kind, starts, ends in hours or ():
        spans[key].append(_week_span(valid_from, weekday, kind, starts, ends))
    valid_froms: defaultdict[str, list[date]] = defaultdict(list)
    for key, valid_from in begins or ():
        valid_froms[key].append(date.fromisoformat(valid_from))
    return {key: weeks_of(valid_froms[key], spans[key]) for key in valid_froms}


@lru_cache(maxsize=4096)
def _week_span(valid_from: str, weekday: int, kind: str, starts: str, ends: str) -> WeekSpan:
    begin, end = time.fromisoformat(starts), time.fromisoformat(ends)
    return WeekSpan(date.fromisoformat(valid_from), weekday, kind, begin, end)


def instant(seconds: int) -> datetime:
    """Turn the rules' seconds into an aware instant."""
    return datetime.fromtimestamp(seconds, UTC)
