"""One visit in full: details, history with names, and the steps this member may take."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.outsiders import NAMES
from clinic_app.access.permissions import Permission, may, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS
from clinic_app.scheduling.assistants.assistants_shown import assistants_shown
from clinic_app.scheduling.coming.inside_elsewhere import inside_words
from clinic_app.scheduling.desk.ticket_rules import ticket_words
from clinic_app.scheduling.limit_rules import marks_of
from clinic_app.scheduling.outside.make_visit_link import GOOD_AFTER
from clinic_app.scheduling.series.get_series_place import get_series_place
from clinic_app.scheduling.states import (
    ENDED,
    MOVABLE,
    RELEASED,
    STATUS_NAMES,
    Status,
    state_before,
)
from clinic_app.scheduling.telling.list_told import list_told
from clinic_app.scheduling.visit.attendance_rules import Attendance
from clinic_app.scheduling.visit.count_missed import count_missed
from clinic_app.scheduling.visit.last_step_sql import LAST_STEP
from clinic_app.scheduling.visit.visit_moves import moves_now
from clinic_app.scheduling.visit.visit_rows import (
    VisitPatient,
    VisitSheet,
    VisitStep,
)
from clinic_app.scheduling.visit_time import visit_time
from clinic_app.scheduling.wall_words import clock, day_and_clock, day_and_year, short_day

# Patients, persons and API keys are another room's: joined by their tables' names.
_VISIT = text(f"""
    SELECT a.*, p.name AS patient, p.file_number, p.birth_date, p.birth_date_is, p.phone,
        k.number AS ticket,
        {LAST_STEP.format(what="from_status", visit="a")} AS came_from,
        s.name AS service, s.colour, w.name AS practitioner, r.name AS room,
        (SELECT string_agg(d.name, ', ' ORDER BY d.name)
            FROM reservation t
            JOIN device d ON d.organization_id = t.organization_id AND d.id = t.device_id
            WHERE t.organization_id = a.organization_id AND t.released_at IS NULL
                AND (t.appointment_id = a.id OR t.session_id = a.session_id)) AS devices,
        EXISTS (SELECT FROM visit_link l
            WHERE l.organization_id = a.organization_id AND l.appointment_id = a.id
                AND l.revoked_at IS NULL) AS has_link,
        ({ASSISTANTS.format(visit="a")}) AS assistants,
        (SELECT json_agg(json_build_array(
                floor(extract(epoch FROM o.starts_at))::bigint, os.name, ow.name, wr.name,
                o.status = 'in_visit' AND NOT (o.starts_at < a.ends_at AND o.ends_at > a.starts_at))
                ORDER BY o.starts_at)
            FROM appointment o
            JOIN service os ON os.organization_id = o.organization_id AND os.id = o.service_id
            JOIN practitioner ow
                ON ow.organization_id = o.organization_id AND ow.id = o.practitioner_id
            LEFT JOIN room wr ON wr.organization_id = o.organization_id AND wr.id = o.room_id
            WHERE o.organization_id = a.organization_id AND o.visit_group_id = a.visit_group_id
                AND o.id <> a.id AND o.status NOT IN ('cancelled', 'no_show')) AS together
    FROM appointment a
    JOIN patient p ON p.organization_id = a.organization_id AND p.id = a.patient_id
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner w ON w.organization_id = a.organization_id AND w.id = a.practitioner_id
    LEFT JOIN visit_ticket k ON k.organization_id = a.organization_id AND k.appointment_id = a.id
        AND a.status IN ('checked_in', 'in_visit', 'completed')
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
    WHERE a.organization_id = :organization AND a.id = :visit
""")  # noqa: S608  # put together from constants; all values are bound
_HISTORY = text("""
    SELECT e.kind, e.to_status, e.created_at, e.from_starts_at, e.to_starts_at, e.reason,
        e.member_id, n.name AS who, k.name AS key, f.name AS from_practitioner,
        t.name AS to_practitioner
    FROM appointment_event e
    LEFT JOIN member m ON m.organization_id = e.organization_id AND m.id = e.member_id
    LEFT JOIN person n ON n.id = m.person_id
    LEFT JOIN api_key k ON k.organization_id = e.organization_id AND k.id = e.member_id
    LEFT JOIN practitioner f
        ON f.organization_id = e.organization_id AND f.id = e.from_practitioner_id
    LEFT JOIN practitioner t
        ON t.organization_id = e.organization_id AND t.id = e.to_practitioner_id
    WHERE e.organization_id = :organization AND e.appointment_id = :visit
    ORDER BY e.created_at DESC, e.id DESC
""")


_DEEDS = {
    "kept": "Kept as booked",
    "edited": "Note changed",
}
_TEAM = {
    "joined": "Assists as well",
    "left": "No longer assists",
    "parted": "Assists at another time",
}
_TOLD = {"resized", *_TEAM}  # whose reason is a part of what was done


async def get_appointment(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> VisitSheet:
    """Return a visit of the actor's clinic. Desk data alone, whatever the role."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    row: Any = (await session.execute(_VISIT, values)).one_or_none()
    if row is None:
        raise NotFound("The visit")
    steps = await session.execute(_HISTORY, values)
    history = tuple(_step(step, actor.time_zone) for step in steps)
    attendance = await count_missed(session, actor, patient_ids=[row.patient_id])
    sheet = _sheet(actor, row, history, attendance.get(row.patient_id, Attendance()))
    told = await list_told(session, actor, appointment_id=appointment_id)
    sheet = replace(_with_others(actor, row, sheet), told=told)
    if row.series_id is None and row.visit_group_id is None:
        return sheet
    place = await get_series_place(session, actor, appointment_id=appointment_id)
    return replace(sheet, series=place)


def _sheet(
    actor: Actor,
    row: Any,  # noqa: ANN401  # a result row
    history: tuple[VisitStep, ...],
    attendance: Attendance,
) -> VisitSheet:
    status = Status(row.status)
    may_write = may(actor, Permission.APPOINTMENT_WRITE)
    return VisitSheet(
        id=str(row.id),
        version=row.version,
        status=status,
        status_name=STATUS_NAMES[status],
        patient=_patient(row),
        time=visit_time(row, actor.time_zone),
        service_id=str(row.service_id),
        service=row.service,
        colour=row.colour,
        practitioner_id=str(row.practitioner_id),
        practitioner=row.practitioner,
        room=row.room or "",
        devices=row.devices or "",
        note=row.note,
        outside_hours=row.outside_hours,
        back=_back(status, row) if may_write else "",
        moves=moves_now(actor, status, row.starts_at),
        may_move=may_write and status in MOVABLE,
        may_edit=may_write,
        history=history,
        ticket=ticket_words(row.ticket) if row.ticket else "",
        missed=attendance.words,
        often_misses=attendance.often_misses,
        marks=marks_of(row.exceptions, row.lane),
        group_id=str(row.session_id) if row.session_id and status not in RELEASED else "",
    )


def _with_others(actor: Actor, row: Any, sheet: VisitSheet) -> VisitSheet:  # noqa: ANN401  # as above
    """Return the sheet with who assists, the other services of its coming, and its links."""
    elsewhere = _elsewhere(sheet.status, row.together)
    return replace(
        sheet,
        moves=tuple(one for one in sheet.moves if not (elsewhere and one == Status.IN_VISIT)),
        may_staff=sheet.may_edit and sheet.status not in ENDED and row.session_id is None,
        assistants=assistants_shown(row, actor.time_zone),
        together=_together(row, actor.time_zone),
        elsewhere=elsewhere,
        may_link=sheet.may_move and row.ends_at > now(),
        has_link=sheet.may_edit and row.has_link and row.ends_at > now() - GOOD_AFTER,
    )


def _patient(row: Any) -> VisitPatient:  # noqa: ANN401  # a result row
    return VisitPatient(
        id=str(row.patient_id),
        name=row.patient,
        file_number=row.file_number,
        born=_born(row.birth_date, row.birth_date_is),
        phone=show_phone(row.phone),
    )


def _back(status: Status, row: Any) -> str:  # noqa: ANN401  # a result row
    """Return the name of the state that one step back leads to; "" where there is none."""
    if status == Status.CANCELLED and row.ends_at <= now():
        return ""
    before = state_before(status, row.came_from or "")
    return STATUS_NAMES[before] if before else ""


def _together(row: Any, zone_name: str) -> str:  # noqa: ANN401  # a result row
    """Return the other services of the coming: “10:30 ECG with Dr. Zhao · 11:00 …”."""
    day = to_wall(row.starts_at, zone_name).date()
    lines = list[str]()
    for begins, service, who, *_ in row.together or ():
        wall = to_wall(datetime.fromtimestamp(begins, UTC), zone_name)
        at = clock(wall) if wall.date() == day else day_and_clock(wall)
        lines.append(f"{at} {service} with {who}")
    return " · ".join(lines)


def _elsewhere(status: str, rows: list[Any] | None) -> str:
    """Say with whom somebody is inside who waits for this service of the coming; else ""."""
    if status != Status.CHECKED_IN:
        return ""
    found = (inside_words(who, room) for *_, who, room, inside in rows or () if inside)
    return next(found, "")


def _born(born: date | None, known: str) -> str:
    if born is None or not known:
        return ""
    return str(born.year) if known == "year" else day_and_year(born)


def _step(step: Any, zone_name: str) -> VisitStep:  # noqa: ANN401  # a result row
    at = to_wall(step.created_at, zone_name)
    return VisitStep(
        at=f"{day_and_year(at)}, {clock(at)}",
        who=_who(step),
        what=_what(step, zone_name),
        why="" if step.kind in _TOLD else step.reason,
    )


def _who(step: Any) -> str:  # noqa: ANN401  # a result row
    if step.key:
        return f"API key {step.key}"
    return step.who or NAMES.get(step.member_id, "Somebody who has left")


def _what(step: Any, zone_name: str) -> str:  # noqa: ANN401  # a result row
    if step.kind == "status":
        return f"Marked “{STATUS_NAMES[Status(step.to_status)]}”"
    if step.kind == "undone":
        return f"Taken back to “{STATUS_NAMES[Status(step.to_status)]}”"
    if step.kind in _DEEDS:
        return _DEEDS[step.kind]
    if step.kind in _TEAM:
        return f"{_TEAM[step.kind]}: {step.reason}"
    to = to_wall(step.to_starts_at, zone_name)
    when = f"{short_day(to)}, {clock(to)}"
    if step.kind == "booked":
        return f"Booked for {when} with {step.to_practitioner}"
    return _moved(step, to_wall(step.from_starts_at, zone_name), to, when)


def _moved(step: Any, before: datetime, to: datetime, when: str) -> str:  # noqa: ANN401  # a result row
    same = step.from_practitioner == step.to_practitioner
    if step.kind == "resized":
        return f"Length changed, {step.reason}; begins {when}"
    if same and before == to:
        return f"Moved to another room, at {when}"
    moved = f"Moved from {short_day(before)}, {clock(before)} to {when}"
    return moved if same else f"{moved} and to {step.to_practitioner}"
