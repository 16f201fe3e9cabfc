"""The clinic's day at a glance, for the dashboard and the sidebar's number."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.text import initials
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS, named, with_names
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.calendar.today_rows import PractitionerLoad, Today, TodayVisit
from clinic_app.scheduling.free_times.slot_facts import instant
from clinic_app.scheduling.states import RELEASED, Status
from clinic_app.scheduling.tables import Practitioner

_MOST_LINES = 8


class _Line(NamedTuple):
    id: UUID
    patient_id: UUID
    patient: str
    service: str
    colour: str
    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    arrived_at: datetime | None
    assistants: list[list[Any]] | None
    room: str | None

    @property
    def people(self) -> set[str]:
        """Who gives it, and who assists."""
        return {str(self.practitioner_id), *(who for who, _ in named(self.assistants))}

    def seen_by(self, practitioner_id: UUID) -> "_Line":
        """Return it as one of its people has it: who assists, from when they are needed."""
        parts = [part for who, _, *part in self.assistants or () if who == str(practitioner_id)]
        if not parts:
            return self
        visit = int(self.starts_at.timestamp()), int(self.ends_at.timestamp())
        return self._replace(starts_at=instant(Part(*parts[0]).within(*visit)[0]))


async def count_visits_left(session: AsyncSession, actor: Actor) -> int:
    """Count today's visits that are still to come or under way."""
    require(actor, Permission.APPOINTMENT_READ)
    start, end = day_bounds(to_wall(now(), actor.time_zone).date(), actor.time_zone)
    left = [status for status in Status if status not in {*RELEASED, Status.COMPLETED}]
    found = await session.execute(
        select(func.count())
        .select_from(Appointment)
        .where(
            col(Appointment.organization_id) == actor.organization_id,
            col(Appointment.starts_at) >= start,
            col(Appointment.starts_at) < end,
            col(Appointment.status).in_(left),
        )
    )
    return found.scalar_one()


async def load_today(session: AsyncSession, actor: Actor) -> Today:
    """Load today's numbers, who waits, who comes next, and each practitioner's load.

    A practitioner's lists hold the visits in which they take part, everybody else's all.
    """
    require(actor, Permission.APPOINTMENT_READ)
    lines = await _lines(session, actor)
    practitioners = await _practitioners(session, actor)
    me = next((who.id for who in practitioners if who.member_id == actor.member_id), None)
    names = {who.id: who.name for who in practitioners}
    listed = lines if me is None else _own(lines, me)
    counts = Counter(line.status for line in lines)
    return Today(
        booked=sum(count for status, count in counts.items() if status not in RELEASED),
        waiting=counts[Status.CHECKED_IN],
        in_visit=counts[Status.IN_VISIT],
        done=counts[Status.COMPLETED],
        missed=counts[Status.NO_SHOW],
        cancelled=counts[Status.CANCELLED],
        mine=me is not None,
        waiting_now=_rows(actor, names, listed, {Status.CHECKED_IN, Status.IN_VISIT}, me=me),
        coming=_rows(actor, names, listed, {Status.BOOKED, Status.CONFIRMED}, me=me),
        loads=_loads(practitioners, lines),
    )


def _own(lines: list[_Line], me: UUID) -> list[_Line]:
    mine = (line.seen_by(me) for line in lines if str(me) in line.people)
    return sorted(mine, key=lambda line: line.starts_at)


# The patient's name is another room's: joined by its table's name, as the foreign key is.
_TODAY = text(f"""
    SELECT a.id, a.patient_id, p.name AS patient, s.name AS service, s.colour,
        a.practitioner_id, a.starts_at, a.ends_at, a.status, (
            SELECT max(e.created_at) FROM appointment_event e
            WHERE e.organization_id = a.organization_id AND e.appointment_id = a.id
                AND e.kind = 'status' AND e.to_status = 'checked_in'
        ) AS arrived_at, ({ASSISTANTS.format(visit="a")}), r.name AS room
    FROM appointment a
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN patient p ON p.organization_id = a.organization_id AND p.id = a.patient_id
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
    WHERE a.organization_id = :organization AND a.starts_at >= :start AND a.starts_at < :end
    ORDER BY a.starts_at, a.id
""")  # noqa: S608  # put together from constants; all values are bound


async def _lines(session: AsyncSession, actor: Actor) -> list[_Line]:
    start, end = day_bounds(to_wall(now(), actor.time_zone).date(), actor.time_zone)
    values = {"organization": actor.organization_id, "start": start, "end": end}
    return [_Line(*row) for row in await session.execute(_TODAY, values)]


async def _practitioners(session: AsyncSession, actor: Actor) -> list[Practitioner]:
    found = await session.execute(
        scoped(Practitioner, actor)
        .where(col(Practitioner.archived_at).is_(None))
        .order_by(col(Practitioner.position), col(Practitioner.name))
    )
    return list(found.scalars())


def _rows(
    actor: Actor,
    names: dict[UUID, str],
    lines: list[_Line],
    statuses: set[Status],
    *,
    me: UUID | None,
) -> list[TodayVisit]:
    chosen = [line for line in lines if line.status in statuses][:_MOST_LINES]
    return [
        TodayVisit(
            id=str(line.id),
            patient_id=str(line.patient_id),
            time=clock(to_wall(line.starts_at, actor.time_zone)),
            patient=line.patient,
            detail=_detail(line, names, me),
            colour=line.colour,
            status=line.status,
            waiting=_since(line.arrived_at) if line.status == Status.CHECKED_IN else "",
        )
        for line in chosen
    ]


def _detail(line: _Line, names: dict[UUID, str], me: UUID | None) -> str:
    """Return the service and who gives it; on somebody's own list the room, and who else."""
    if me is None:
        who = with_names(names.get(line.practitioner_id, ""), line.assistants)
        return " · ".join(filter(None, (line.service, who)))
    others = [name for who, name in named(line.assistants) if who != str(me)]
    if line.practitioner_id != me:
        others.insert(0, names.get(line.practitioner_id, ""))
    besides = f"with {', '.join(others)}" if others else ""
    return " · ".join(filter(None, (line.service, line.room, besides)))


def _since(arrived_at: datetime | None) -> str:
    if arrived_at is None:
        return ""
    return f"{int((now() - arrived_at).total_seconds() // 60)} min"


def _loads(practitioners: list[Practitioner], lines: list[_Line]) -> list[PractitionerLoad]:
    taking = [line for line in lines if line.status not in RELEASED]
    every = Counter(who for line in taking for who in line.people)
    over = (line for line in taking if line.status == Status.COMPLETED)
    done = Counter(who for line in over for who in line.people)
    return [
        PractitionerLoad(
            id=str(who.id),
            name=who.name,
            initials=initials(who.name),
            specialty=who.specialty,
            colour=who.colour,
            done=done[str(who.id)],
            all=every[str(who.id)],
        )
        for who in practitioners
    ]
