"""Which patient a page is about, from its address."""

import reflex as rx

from clinic_app.kit.ids import PatientId, parse_id


def patient_in_address(state: rx.State) -> PatientId:
    """Return the patient of /patients/<id>. Raises NotFound for anything that is no id.

    The address comes from the browser: the verbs decide whether the patient is there.
    """
    path = str(state.router.url.path)
    return parse_id(PatientId, path.rstrip("/").rsplit("/", 1)[-1], what="This patient")
