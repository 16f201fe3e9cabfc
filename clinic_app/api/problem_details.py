"""What some refusals tell beside their sentence: the nearest free times, who is like this one."""

from collections.abc import Iterable

from starlette.requests import Request

from clinic_app.api.v1.times import span_json
from clinic_app.kit.errors import ClinicError
from clinic_app.people.patients.patient_errors import LikelyDuplicate
from clinic_app.people.patients.patient_rows import DuplicateRow
from clinic_app.scheduling.errors import PatientBusy, SeriesBlocked, SeriesClash, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import FreeSlot


def details_of(error: ClinicError, request: Request) -> dict[str, object] | None:
    """Return the members of a problem that belong to this kind of refusal alone."""
    if isinstance(error, SlotTaken | PatientBusy) and hasattr(request.state, "caller"):
        zone = request.state.caller.time_zone
        return {"nearest": [free_time(slot, zone) for slot in error.nearest]}
    if isinstance(error, SeriesBlocked) and error.nearest:
        zone = request.state.caller.time_zone
        nearest = [free_time(slot, zone) for slot in error.nearest]
        return {"dates": error.dates, "nearest": nearest}
    if isinstance(error, SeriesBlocked | SeriesClash):
        return {"dates": error.dates}
    if isinstance(error, LikelyDuplicate):
        return {"duplicates": [_like(one) for one in error.duplicates]}
    return None


def free_time(slot: FreeSlot, zone: str) -> dict[str, object]:
    """Return a free time as programs read it."""
    return {
        **span_json(slot.start, slot.end, zone),
        "practitioner_ids": [str(who) for who in slot.practitioner_ids],
        "seats_left": slot.seats_left,
    }


def free_times(slots: Iterable[FreeSlot], zone: str) -> dict[str, object]:
    """Return what availability answers; why a time is taken where that was asked."""
    items = [
        free_time(slot, zone) | ({"taken": slot.taken} if slot.taken else {}) for slot in slots
    ]
    return {"time_zone": zone, "items": items}


def _like(one: DuplicateRow) -> dict[str, object]:
    return {
        "id": one.patient.id,
        "name": one.patient.name,
        "file_number": one.patient.file_number,
        "born": one.patient.born,
        "reasons": one.reasons,
    }
