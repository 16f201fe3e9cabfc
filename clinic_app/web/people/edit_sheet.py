"""The sheet that edits a patient, and inside it both versions when two people edited at once."""

import reflex as rx

from clinic_app.web.people.edit_state import DifferenceRow, EditPatientState
from clinic_app.web.people.patient_fields import group, lasting_actions, patient_fields
from clinic_app.web.people.patient_state import PatientState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form
from clinic_app.web.ui.reactive import RowVar, each, entry, text, value_if, when
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import text_field

State = EditPatientState


def edit_sheet() -> rx.Component:
    """Lay out the sheet; the form keeps what was typed while the versions are compared."""
    return sheet(
        when(State.collided, _comparison()),
        html.div(_form(), hidden=State.collided),
        open=State.editing,
        on_open_change=State.show_form,
        title=value_if(State.collided, "Two versions", "Edit patient"),
    )


def _form() -> rx.Component:
    who, reach = patient_fields("edit", State.form, State.errors)
    told = banner(
        "Somebody else changed this patient just now. Go on: before anything is saved "
        "you will see both versions.",
        kind="info",
    )
    return form(
        when(PatientState.version != State.version, told),
        who,
        reach,
        group("For the clinic", _file_number()),
        lasting_actions(
            button("Cancel", on_click=State.show_form(False)),
            button("Save", kind="primary", submit=True, loading=State.saving),
            errors=State.errors,
        ),
        on_submit=[State.begin_saving, State.save],
    )


def _file_number() -> rx.Component:
    return text_field(
        "file_number",
        "File number",
        id="edit-file-number",
        required=True,
        error=entry(State.errors, "file_number"),
        default_value=State.form.file_number,
        input_mode="numeric",
        auto_complete="off",
        max_length=12,
    )


def _comparison() -> rx.Component:
    return html.div(
        html.p(
            "Somebody else saved this patient while you were editing. Choose what to keep "
            "of each field that differs; nothing is saved until you press the button."
        ),
        each(State.rows, _difference),
        lasting_actions(
            button("Back to the form", on_click=State.back_to_form),
            button(
                "Save what I chose",
                kind="primary",
                loading=State.saving,
                on_click=[State.begin_saving, State.save_chosen],
            ),
        ),
        class_name="stack",
    )


def _difference(row: RowVar[DifferenceRow]) -> rx.Component:
    return html.fieldset(
        html.legend(
            row.label,
            when(row.by_both, tag("changed by both", tint="amber")),
            class_name="form-legend row",
        ),
        html.div(
            _version(row, "mine", "Yours", row.mine),
            _version(row, "theirs", "Theirs", row.theirs),
            class_name="versions",
        ),
        class_name="form-part",
        key=row.name,
    )


def _version(
    row: RowVar[DifferenceRow], whose: str, label: str, value: rx.Var[str]
) -> rx.Component:
    return html.label(
        html.input_(
            type="radio",
            name=text("version-", row.name),
            class_name="radio",
            checked=row.chosen == whose,
            on_change=State.choose(row.name, whose),
        ),
        html.span(
            html.span(label, class_name="row-detail"),
            html.span(value, class_name="pre-line"),
            class_name="row-text",
        ),
        class_name="version",
    )
