"""Patients: search, read, register. Demographics alone."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.answers import PatientAnswer, PatientsPage, RegisteredPatient
from clinic_app.api.v1.cursor import patient_cursor, read_patient_cursor
from clinic_app.api.v1.forms import PatientBody, PatientQuery
from clinic_app.api.v1.guard import GuardedRoute, caller
from clinic_app.api.v1.refusals import refusals
from clinic_app.api.v1.times import instant_text
from clinic_app.api.v1.writes import IdempotencyKey, as_json, write
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.people.patients.list_patients_after import (
    ListedPatient,
    list_patients_after,
    read_patient,
)
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.register_patient import register_patient

router = APIRouter(prefix="/api/v1/patients", tags=["Patients"], route_class=GuardedRoute)


@router.get(
    "",
    summary="Search patients",
    response_model=None,
    responses={200: {"model": PatientsPage}, **refusals(404)},
)
async def list_them(request: Request, query: Annotated[PatientQuery, Query()]) -> Response:
    """List patients by name, a page at a time."""
    after = PatientId(read_patient_cursor(query.cursor)) if query.cursor else None
    found = await look(
        caller(request),
        list_patients_after,
        search=query.search,
        after=after,
        most=query.limit,
    )
    last = found.patients[-1] if found.has_more else None
    return as_json(
        {
            "items": [_patient(patient) for patient in found.patients],
            "next": patient_cursor(last.id) if last else None,
        }
    )


@router.get(
    "/{patient_id}",
    summary="Read one patient",
    response_model=None,
    responses={200: {"model": PatientAnswer}, **refusals(404)},
)
async def read(patient_id: str, request: Request) -> Response:
    """Return a patient. That you did is written down, as when the page is opened."""
    wanted = parse_id(PatientId, patient_id, what="This patient")
    return as_json(_patient(await perform(caller(request), read_patient, patient_id=wanted)))


@router.post(
    "",
    summary="Register a patient",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    responses={
        201: {"model": RegisteredPatient},
        **refusals(
            413,
            codes={
                409: "`likely_duplicate`: somebody like this is here; `duplicates` says who.",
                422: "`file_number_taken`, `idempotency_key_reused`.",
            },
        ),
    },
)
async def register(body: PatientBody, request: Request, key: IdempotencyKey = None) -> Response:
    """Register a patient."""
    del key  # read by `write`, declared for its description
    draft = PatientDraft(**body.model_dump(exclude={"although_similar"}))

    async def deed(session: AsyncSession, actor: Actor) -> dict[str, object]:
        made = await register_patient(
            session, actor, draft=draft, although_similar=body.although_similar
        )
        return {"id": made}

    return await write(request, deed, status=HTTPStatus.CREATED)


def _patient(patient: ListedPatient) -> dict[str, object]:
    shown: dict[str, object] = patient._asdict()
    del shown["registered_at"]
    return shown | {"registered": instant_text(patient.registered_at)}
