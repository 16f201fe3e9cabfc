"""What the palette finds as one types, and where its lines lead."""

from urllib.parse import urlencode

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId, parse_id
from clinic_app.people.patients.patient_rows import PatientHit
from clinic_app.people.patients.search_patients import search_patients
from clinic_app.scheduling.free_times.find_next_free import NextFree, find_next_free
from clinic_app.scheduling.visit.find_coming_visits import ComingVisit, find_coming_visits
from clinic_app.web.react.command import FoundRow

_PATIENT, _VISIT, _FREE = "patient:", "visit:", "free:"


async def find_rows(actor: Actor, query: str) -> list[FoundRow]:
    """Return what the role may see: patients, their coming visits, the next free times."""
    hits = await look(actor, search_patients, text=query)
    rows: list[FoundRow] = []
    if may(actor, Permission.APPOINTMENT_WRITE):
        rows += map(_free, await look(actor, find_next_free, text=query))
    rows += map(_patient, hits)
    if hits and may(actor, Permission.APPOINTMENT_READ):
        ids = [parse_id(PatientId, hit.patient.id) for hit in hits]
        rows += map(_visit, await look(actor, find_coming_visits, patient_ids=ids))
    return rows


def address_of(choice: str) -> str | None:
    """Return where a line that was found leads; None for another kind of line.

    Raises NotFound for an id that is none. No address names a patient otherwise than by id.
    """
    if choice.startswith(_PATIENT):
        patient = parse_id(PatientId, choice.removeprefix(_PATIENT), what="The patient")
        return f"/patients/{patient}"
    if choice.startswith(_VISIT):
        day, _, visit = choice.removeprefix(_VISIT).partition("/")
        found = parse_id(AppointmentId, visit, what="The visit")
        return "/calendar?" + urlencode({"date": day, "visit": found})
    if choice.startswith(_FREE):
        start, service, practitioner = [*choice.removeprefix(_FREE).split("/"), "", ""][:3]
        asked = {
            "book": "1",
            "date": start[:10],
            "at": start,
            "service": parse_id(ServiceId, service, what="The service"),
            "practitioner": parse_id(PractitionerId, practitioner, what="The practitioner"),
        }
        return "/calendar?" + urlencode(asked)
    return None


def _patient(hit: PatientHit) -> FoundRow:
    return FoundRow(
        id=f"{_PATIENT}{hit.patient.id}",
        label=hit.patient.name,
        detail=" · ".join(filter(None, (hit.patient.file_number, hit.patient.born))),
        group="Patients spelled alike" if hit.alike else "Patients",
        letters=hit.patient.initials,
    )


def _visit(visit: ComingVisit) -> FoundRow:
    return FoundRow(
        id=f"{_VISIT}{visit.date}/{visit.id}",
        label=visit.patient,
        detail=f"{visit.when} · {visit.what}",
        group="Visits to come",
        icon="calendar",
    )


def _free(free: NextFree) -> FoundRow:
    return FoundRow(
        id=f"{_FREE}{free.start}/{free.service_id}/{free.practitioner_id}",
        label=f"Next free: {free.service}",
        detail=f"{free.practitioner}, {free.when}",
        group="Free times",
        icon="calendar-plus",
    )
