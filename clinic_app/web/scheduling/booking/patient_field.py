"""The field in which a patient is looked for and chosen."""

from typing import Any

import reflex as rx

from clinic_app.web.react.command import combobox_field
from clinic_app.web.scheduling.booking.patient_picker import PatientPicker
from clinic_app.web.ui.html import Condition, Text
from clinic_app.web.ui.reactive import entry


def patient_field(
    state: type[PatientPicker],
    errors: rx.Var[dict[str, str]],
    *,
    id: str,  # noqa: A002  # the attribute's own name
    auto_focus: Condition,
    create_words: Text = "",
    **props: Any,  # noqa: ANN401  # what else the combobox takes
) -> rx.Component:
    """The field of a state that has a `PatientPicker`; `props` as the combobox takes them."""
    return combobox_field(
        *("patient", "Patient", state.patients),
        id=id,
        value=state.patient_id,
        picked=state.patient,
        answers=state.patients_for,
        on_query=state.find_patient,
        on_pick=state.pick_patient,
        on_clear=state.clear_patient,
        placeholder="Name, phone or file number",
        hint=state.patient_line,
        error=entry(errors, "patient"),
        required=True,
        auto_focus=auto_focus,
        create_words=create_words,
        **props,
    )
