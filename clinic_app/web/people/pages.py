"""The pages of this room."""

from clinic_app.access.permissions import Permission
from clinic_app.web.people.organization_pages import ORGANIZATION_PAGES
from clinic_app.web.people.patient_page import patient_page
from clinic_app.web.people.patient_state import PatientState
from clinic_app.web.people.patients_page import patients_page
from clinic_app.web.people.patients_state import PatientsState
from clinic_app.web.shell.page import Page

PAGES: tuple[Page, ...] = (
    Page(
        route="/patients",
        title="Patients",
        body=patients_page,
        on_load=(PatientsState.open,),
        permission=Permission.PATIENT_READ,
    ),
    Page(
        route="/patients/[patient_id]",
        title="Patient",
        body=patient_page,
        on_load=(PatientState.open,),
        permission=Permission.PATIENT_READ,
    ),
    *ORGANIZATION_PAGES,
)
