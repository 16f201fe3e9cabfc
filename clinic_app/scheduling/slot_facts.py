"""All that the free times of some days depend on, as loaded in one statement, at most two."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask
from clinic_app.database.wire import Row
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, GroupId, HoldId, PractitionerId, ServiceId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.booking_limits import FARTHEST_DAYS
from clinic_app.scheduling.date_facts import read_dates, read_holidays, read_weeks
from clinic_app.scheduling.date_rules import DateRule
from clinic_app.scheduling.duty_rules import read_duties
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.hours_rules import Week
from clinic_app.scheduling.limit_rules import Limits, span_of_day
from clinic_app.scheduling.own_hold import judged_at
from clinic_app.scheduling.part_rules import Assistants, read_part
from clinic_app.scheduling.slot_people import NO_TEAM, Team, Worker
from clinic_app.scheduling.slot_rules import Need, Span
from clinic_app.scheduling.slot_sql import NAME_OF_PRACTITIONER, PLAIN_SLOT_FACTS, SLOT_FACTS
from clinic_app.scheduling.worked_days import worked_days

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
class HeldSpan:
    """That somebody keeps a practitioner, room or device for a form they are filling in."""

    resource: UUID
    span: Span
    by: str
    until: int


@dataclass(frozen=True, slots=True)
class Session:
    """A group's time that some have booked already, and the seats that are left."""

    id: UUID
    practitioner_id: UUID
    room_id: UUID | None
    span: Span  # without buffers
    left: int  # neither taken nor held by somebody else
    seats: int


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
    limits: Limits
    bookable: Span = (0, 0)  # the starts that notice and horizon leave
    full: tuple[Span, ...] = ()  # the days on which the service's cap is reached
    held: tuple[HeldSpan, ...] = ()
    sessions: tuple[Session, ...] = ()
    zone_name: str = "UTC"  # the clinic's
    tells: str = "linked"  # which patients are told of what staff change
    team: Team = NO_TEAM  # who assists


async def load_slot_facts(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    first_day: date,
    last_day: date,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    group: GroupId | None = None,
    minutes: int | None = None,
    assistants: Assistants | None = None,
    aside: Sequence[AppointmentId] = (),
    as_of: datetime | None = None,
) -> SlotFacts:
    """Load what the free times of the local days first_day..last_day depend on.

    moving: a visit whose own reservations do not count, because it is being moved; aside: others
    that go along; group: the same of a group's session. hold: one's own, which does not count
    either. minutes: how long the visit lasts, None for as long as the service. assistants: who
    must assist; None for whom a moved visit has. More of them are found among those who may.
    as_of: when notice and horizon are judged; None for now, or for when `hold` was made.
    Raises NotFound for a service or practitioner that is missing or another clinic's, and
    NotOffered when that practitioner does not give that service.
    """
    values = {
        "organization": actor.organization_id,
        "service": service_id,
        "practitioner": practitioner_id,
        "moving": moving,
        "aside": [*aside, *([moving] if moving else [])],
        "hold": hold,
        "group": group,
        "assistants": None if assistants is None else list(assistants),
        "now": now(),
        "farthest": FARTHEST_DAYS,
        "first_day": first_day,
        # A visit that begins before midnight may be worked into the day after.
        "last_day": last_day + timedelta(days=1),
        "begin": day_bounds(first_day, actor.time_zone)[0] - REACH,
        "end": day_bounds(last_day, actor.time_zone)[1] + REACH,
    }
    found = await _ask(session, values)
    if not found:
        raise NotFound("The service")
    row: Any = found[0]
    if practitioner_id is not None and not row[9]:
        raise await _no_giver(session, values, row[0])
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 2)]
    facts = _facts(row, str(service_id), days, actor.time_zone)
    team = facts.team.sized(assistants, read_duties(row[21]), moved=moving is not None)
    need = facts.need if minutes is None else replace(facts.need, duration=minutes * 60)
    as_of = as_of or await judged_at(session, actor, hold)
    bookable = facts.limits.bookable(as_of, actor.time_zone)
    return replace(facts, need=need, team=team, bookable=bookable)


async def _ask(session: AsyncSession, values: Mapping[str, object]) -> list[Row]:
    """Ask the short way first, where nobody who assists was named or may be on a moved visit."""
    if not values["assistants"] and values["moving"] is None:
        found = await ask(session, PLAIN_SLOT_FACTS, values)
        if not found or found[0][-1]:
            return found
    return await ask(session, SLOT_FACTS, values)


async def _no_giver(
    session: AsyncSession, values: Mapping[str, object], service: str
) -> NotFound | NotOffered:
    names = await ask(session, NAME_OF_PRACTITIONER, values)
    if not names:
        return NotFound("The practitioner")
    return NotOffered(f"{names[0][0]} does not give {service}.", field="practitioner")


def _facts(row: Any, service_key: str, days: Sequence[date], zone_name: str) -> SlotFacts:  # noqa: ANN401  # a result row
    name, duration, before, after, needs_room, archived, step, one_visit = row[:8]
    bounds, who, places, tools = row[8:12]
    limits, reading = Limits.of(*bounds), _Reading.of(row[12:19], days, zone_name)
    return SlotFacts(
        service=name,
        archived=archived,
        need=Need(duration * 60, before * 60, after * 60),
        needs_room=needs_room,
        step=step * 60,
        one_visit_per_patient=one_visit,
        workers=tuple(reading.worker(key, label, cap) for key, label, cap in who or ()),
        rooms=_resources(places if needs_room else None, reading.busy),
        devices=_resources(tools, reading.busy),
        limits=limits,
        full=reading.full(service_key, limits.cap),
        held=reading.held,
        sessions=tuple(_session(one) for one in row[19] or ()),
        zone_name=zone_name,
        tells=row[20],
        team=reading.team(row[22] or ()),
    )


def _session(row: list[Any]) -> Session:
    key, practitioner, room, begins, ends, left, seats = row
    room_id = UUID(room) if room else None
    return Session(UUID(key), UUID(practitioner), room_id, (begins, ends), left, seats)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everybody's hours, absences and reservations, by id."""

    days: Sequence[date]
    zone_name: str
    weeks: dict[str, dict[date, Week]]
    dates: dict[str, dict[date, DateRule]]
    closed: Mapping[date, str]
    off: dict[str, list[Span]]
    busy: dict[str, list[Span]]
    held: tuple[HeldSpan, ...]
    counts: list[list[Any]]  # a day's visits, of those with a cap

    @classmethod
    def of(cls, row: Any, days: Sequence[date], zone_name: str) -> "_Reading":  # noqa: ANN401  # a result row
        weeks, hours, off, busy, dates, holidays, counts = row
        holds = (
            HeldSpan(UUID(key), (begin, end), *by) for key, begin, end, *by in busy or () if by
        )
        return cls(
            days=days,
            zone_name=zone_name,
            weeks=read_weeks(weeks, hours),
            dates=read_dates(dates),
            closed=read_holidays(holidays, days),
            off=_spans(off),
            busy=_spans(busy),
            held=tuple(holds),
            counts=counts or [],
        )

    def worker(self, key: str, name: str, cap: int | None) -> Worker:
        weeks, dates = self.weeks.get(key, {}), self.dates.get(key, {})
        worked = worked_days(weeks, dates, self.closed, self.days, self.zone_name)
        return Worker(
            id=PractitionerId(UUID(key)),
            name=name,
            work=worked.work,
            off=tuple(self.off.get(key, ())),
            busy=tuple(self.busy.get(key, ())),
            why_off=worked.why_off,
            cap=cap,
            full=self.full(key, cap),
        )

    def team(self, rows: Sequence[Sequence[Any]]) -> Team:
        people = {
            key: replace(self.worker(key, name, cap), part=read_part(*part))
            for key, name, cap, _, *part in reversed(rows)  # the named last: their part counts
        }
        named = frozenset(people[key].id for key, _, _, named, *_ in rows if named)
        return Team(tuple(reversed(people.values())), named)

    def full(self, key: str, cap: int | None) -> tuple[Span, ...]:
        """Return the days on which somebody or something has reached their cap."""
        if cap is None:
            return ()
        return tuple(
            span_of_day(date.fromisoformat(day), self.zone_name)
            for owner, day, many in sorted(self.counts)
            if owner == key and many >= cap
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


def instant(seconds: int) -> datetime:
    """Turn the rules' seconds into an aware instant."""
    return datetime.fromtimestamp(seconds, UTC)
