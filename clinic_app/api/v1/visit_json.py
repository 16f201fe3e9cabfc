"""Visits as JSON."""

from typing import Any

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.api.v1.times import instant_text, span_json
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.free_times.slot_facts import instant
from clinic_app.scheduling.free_times.slot_rows import Booked, Held
from clinic_app.scheduling.groups.group_rows import ListedGroup
from clinic_app.scheduling.visit.appointment_rows import ListedVisit

Json = dict[str, object]


def visits_json(actor: Actor, visits: list[ListedVisit]) -> list[Json]:
    """Return visits as programs read them; patients' names for those alone who may see patients."""
    zone, named = actor.time_zone, may(actor, Permission.PATIENT_READ)
    return [_visit(visit, zone, named=named) for visit in visits]


def _visit(visit: ListedVisit, zone: str, *, named: bool) -> Json:
    return {
        "id": visit.id,
        "status": visit.status,
        **span_json(visit.starts_at, visit.ends_at, zone),
        "patient": {"id": visit.patient_id, "name": visit.patient if named else None},
        "service": {"id": visit.service_id, "name": visit.service},
        "practitioner": {"id": visit.practitioner_id, "name": visit.practitioner},
        "assistants": assistants_json(visit, zone),
        "room": {"id": visit.room_id, "name": visit.room} if visit.room_id else None,
        "note": visit.note,
        "outside_hours": visit.outside_hours,
        "series_id": visit.series_id,
        "together_id": visit.together_id,
        "group_session_id": visit.group_id,
        "version": visit.version,
    }


def assistants_json(stands: ListedVisit | ListedGroup, zone: str) -> list[Json]:
    """Return who assists in a visit or a session, each from when until when."""
    return [_assistant(stands, one, zone) for one in stands.assistants or ()]


def _assistant(stands: ListedVisit | ListedGroup, row: list[Any], zone: str) -> Json:
    who, name, *part = row
    begins, ends = (int(one.timestamp()) for one in (stands.starts_at, stands.ends_at))
    start, end = map(instant, Part(*part).within(begins, ends))
    return {"id": who, "name": name, **span_json(start, end, zone)}


def held_json(held: Held, zone: str) -> Json:
    """Return what is kept, and until when."""
    return {
        "id": held.hold_id,
        "practitioner_id": held.practitioner_id,
        "expires": instant_text(held.expires_at),
        **span_json(held.start, held.end, zone),
    }


def booked_json(booked: Booked, status: str, zone: str) -> Json:
    """Return what a booking or a move took."""
    return {
        "id": booked.appointment_id,
        "status": status,
        **span_json(booked.start, booked.end, zone),
        "practitioner_id": booked.practitioner_id,
        "room_id": booked.room_id,
        "outside_hours": booked.outside_hours,
        "version": booked.version,
    }
