"""Planned visits as rows: the visit, what it takes, its history, and the audit trail's part."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.audit.tags import Tag
from clinic_app.demo.home import Home
from clinic_app.demo.lives import Step, life_of
from clinic_app.demo.make_schedule import Schedule
from clinic_app.demo.plan_visits import PlannedVisit
from clinic_app.demo.texts import NOTES
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import (
    Appointment,
    AppointmentEvent,
    Reservation,
    VisitAssistant,
)
from clinic_app.scheduling.rule_tables import GroupSession, NumberedPlace
from clinic_app.scheduling.states import RELEASED, Status


@dataclass
class Visits:
    """The rows of many visits."""

    appointments: list[Appointment] = field(default_factory=list[Appointment])
    reservations: list[Reservation] = field(default_factory=list[Reservation])
    events: list[AppointmentEvent] = field(default_factory=list[AppointmentEvent])
    assistants: list[VisitAssistant] = field(default_factory=list[VisitAssistant])
    sessions: dict[UUID, GroupSession] = field(default_factory=dict[UUID, GroupSession])
    seats: list[NumberedPlace] = field(default_factory=list[NumberedPlace])


def make_visits(home: Home, schedule: Schedule, planned: list[PlannedVisit]) -> Visits:
    """Return every planned visit as far as its life has come."""
    made = Visits()
    for plan in planned:
        steps = life_of(home, plan)
        if not steps:
            continue  # not even booked by now
        visit = _appointment(home, schedule, plan, steps)
        made.appointments.append(visit)
        first = plan.group is None or plan.group not in made.sessions
        if plan.helper is not None and first:
            who = schedule.practitioners[plan.helper.name]
            made.assistants.append(_assistant(home, plan, visit, who))
        if plan.group is not None:
            _sit_down(home, schedule, made, plan, visit)
        made.reservations += _reservations(home, schedule, plan, visit, steps)
        made.events += _events(home, visit, steps)
    return made


def _status(steps: list[Step]) -> Status:
    return next(step.status for step in reversed(steps) if step.status is not None)


def _appointment(
    home: Home, schedule: Schedule, plan: PlannedVisit, steps: list[Step]
) -> Appointment:
    return Appointment(
        organization_id=home.organization_id,
        id=home.draw.id(),
        created_at=steps[0].at,
        updated_at=steps[-1].at,
        patient_id=plan.patient.id,
        service_id=schedule.services[plan.service.name],
        practitioner_id=schedule.practitioners[plan.practitioner.name],
        room_id=schedule.rooms[plan.room] if plan.room else None,
        starts_at=plan.start,
        ends_at=plan.end,
        status=_status(steps),
        note=home.draw.choice(NOTES) if home.draw.chance(0.15) else "",
        version=len(steps),
        created_by=home.reception.id,
        session_id=plan.group,
        lane=plan.lane,
    )


def _sit_down(
    home: Home, schedule: Schedule, made: Visits, plan: PlannedVisit, visit: Appointment
) -> None:
    """Give a visit its seat; the first of a group opens the session, which takes the rest."""
    group = visit.session_id
    if group is None:
        return
    if group not in made.sessions:
        made.sessions[group] = _session(plan, visit, group)
        made.reservations += [
            Reservation(
                organization_id=home.organization_id,
                id=home.draw.id(),
                created_at=visit.created_at,
                session_id=group,
                during=during,
                **_of(column, resource),
            )
            for column, resource, during in _resources(schedule, plan, visit)
        ]
    made.seats.append(
        NumberedPlace(
            organization_id=home.organization_id,
            id=home.draw.id(),
            created_at=visit.created_at,
            owner_id=group,
            day=to_wall(visit.starts_at, home.clinic.time_zone).date(),
            number=1 + sum(seat.owner_id == group for seat in made.seats),
            appointment_id=visit.id,
            released_at=visit.updated_at if visit.status in RELEASED else None,
        )
    )


def _session(plan: PlannedVisit, visit: Appointment, group: UUID) -> GroupSession:
    return GroupSession(
        organization_id=visit.organization_id,
        id=group,
        created_at=visit.created_at,
        service_id=visit.service_id,
        practitioner_id=visit.practitioner_id,
        room_id=visit.room_id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        seats=plan.service.seats,
    )


def _assistant(home: Home, plan: PlannedVisit, visit: Appointment, who: UUID) -> VisitAssistant:
    return VisitAssistant(
        organization_id=home.organization_id,
        id=home.draw.id(),
        created_at=visit.created_at,
        appointment_id=None if plan.group else visit.id,
        session_id=plan.group,
        practitioner_id=who,
        **plan.service.assisting._asdict(),
    )


def _resources(
    schedule: Schedule, plan: PlannedVisit, visit: Appointment
) -> list[tuple[str, UUID, Range[datetime]]]:
    """Return all but the patient: of what kind, which, and when it is taken."""
    around = Range(*plan.around)
    taken = [
        ("practitioner_id", visit.practitioner_id),
        *([("room_id", visit.room_id)] if visit.room_id else []),
        *(("device_id", schedule.devices[name]) for name in plan.service.devices),
    ]
    rows = [(column, resource, around) for column, resource in taken]
    if plan.helper:
        who = schedule.practitioners[plan.helper.name]
        rows.append(("practitioner_id", who, Range(*plan.helper.during)))
    return rows


def _reservations(
    home: Home, schedule: Schedule, plan: PlannedVisit, visit: Appointment, steps: list[Step]
) -> list[Reservation]:
    released_at = steps[-1].at if steps[-1].status in RELEASED else None
    itself = Range(plan.start, plan.end)
    own = [] if plan.group else _resources(schedule, plan, visit)
    taken = [
        *((*each, plan.lane) for each in own),
        ("patient_id", visit.patient_id, itself, 0),
    ]
    return [
        Reservation(
            organization_id=home.organization_id,
            id=home.draw.id(),
            created_at=visit.created_at,
            appointment_id=visit.id,
            during=during,
            lane=lane,
            released_at=released_at,
            **_of(column, resource),
        )
        for column, resource, during, lane in taken
    ]


def _of(column: str, resource: UUID) -> dict[str, Any]:
    return {column: resource}


def _events(home: Home, visit: Appointment, steps: list[Step]) -> list[AppointmentEvent]:
    events: list[AppointmentEvent] = []
    before = ""
    for step in steps:
        first = not events
        moved = step.status is None
        event = AppointmentEvent(
            organization_id=home.organization_id,
            id=home.draw.id(),
            created_at=step.at,
            appointment_id=visit.id,
            kind="booked" if first else "moved" if moved else "status",
            from_status="" if moved else before,
            to_status=step.status or "",
            from_starts_at=step.moved_from,
            to_starts_at=visit.starts_at if first or moved else None,
            from_practitioner_id=visit.practitioner_id if moved else None,
            to_practitioner_id=visit.practitioner_id if first or moved else None,
            reason=step.reason,
            member_id=step.who.id,
        )
        events.append(event)
        _tell(home, visit, step, event)
        before = step.status or before
    return events


def _tell(home: Home, visit: Appointment, step: Step, event: AppointmentEvent) -> None:
    tag, details = Tag.APPOINTMENT_STATUS, {"before": event.from_status, "after": event.to_status}
    if event.kind == "booked":
        tag = Tag.APPOINTMENT_BOOK
        details = {"starts_at": visit.starts_at.isoformat()}
    elif event.kind == "moved":
        tag = Tag.APPOINTMENT_MOVE
        details = {"starts_at": visit.starts_at.isoformat()}
    elif step.status == Status.CANCELLED:
        tag = Tag.APPOINTMENT_CANCEL
        details = {"before": event.from_status}
    home.tell(step.at, tag, step.who, visit.id, patient_id=visit.patient_id, **details)
