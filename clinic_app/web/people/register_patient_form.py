"""The form that registers a patient, for any page whose state mixes in RegisterPatientForm."""

from typing import Any

import reflex as rx

from clinic_app.people.identifiers.identifier_rules import IDENTIFIER_KINDS
from clinic_app.web.people.patient_fields import group, lasting_actions, patient_fields
from clinic_app.web.people.patient_form import MOST_IDENTIFIERS
from clinic_app.web.people.register_state import (
    DuplicateLine,
    IdentifierFields,
    RegisterPatientForm,
)
from clinic_app.web.react.submit_keys import submit_keys
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.button import button, text_button, text_link
from clinic_app.web.ui.choice_field import segmented_field, select_field
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form, form_row
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    entry,
    is_empty,
    is_set,
    negate,
    row_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.text_field import text_field
from clinic_app.web.ui.untyped import any_var

Form = type[RegisterPatientForm]

CONSENTS = (("", "Not asked"), ("yes", "Yes"), ("no", "No"))


def register_patient_sheet(state: Form) -> rx.Component:
    """The form in a sheet of its own."""
    return sheet(
        register_patient_form(state),
        open=state.registering,
        on_open_change=state.show_form,
        title="Register a patient",
    )


def register_patient_form(state: Form) -> rx.Component:
    """Everything one may know of a new patient; only the name is needed."""
    who, reach = patient_fields("register", state.begun_with, state.errors)
    nobody_alike = is_empty(state.duplicates)
    return form(
        who,
        reach,
        _identifiers(state),
        group(
            "For the clinic",
            segmented_field("consent", "May we send messages?", CONSENTS, default=""),
            _file_number(state),
        ),
        lasting_actions(
            button("Cancel", on_click=state.show_form(False)),
            button(
                value_if(nobody_alike, "Register", "Register anyway"),
                submit_keys(),
                kind="primary",
                submit=True,
                loading=state.saving,
            ),
            errors=state.errors,
            notice=when(negate(nobody_alike), _duplicates(state)),
        ),
        on_submit=[state.begin_saving, state.register],
    )


def _file_number(state: Form) -> rx.Component:
    return text_field(
        "file_number",
        "File number",
        id="register-file-number",
        hint="Leave it empty to take the next one.",
        error=entry(state.errors, "file_number"),
        input_mode="numeric",
        auto_complete="off",
        max_length=12,
    )


def _identifiers(state: Form) -> rx.Component:
    return group(
        "National ids",
        *[_identifier(state, place) for place in range(MOST_IDENTIFIERS)],
        when(
            any_var(state.ids_shown) < MOST_IDENTIFIERS,
            text_button("Add another id", on_click=state.show_another_id),
        ),
    )


def _identifier(state: Form, place: int) -> rx.Component:
    fields: RowVar[IdentifierFields] = row_of(any_var(state.ids)[place], IdentifierFields)
    label = _id_line(state, place, "label", "What the number is", placeholder="Passport")
    filled = html.div(
        form_row(
            select_field(
                f"id_kind_{place}",
                "Kind",
                list(IDENTIFIER_KINDS.items()),
                id=f"register-id-kind-{place}",
                default_value=fields.kind,
                on_change=state.choose_id_kind(place),
            ),
            _id_line(state, place, "number", "Number", on_blur=state.look_at_number(place)),
        ),
        when(fields.kind == "other", label),
        when(is_set(fields.warning), banner(fields.warning, kind="warn")),
        class_name="stack stack--tight",
    )
    return when(any_var(state.ids_shown) > place, filled)


def _id_line(
    state: Form,
    place: int,
    name: str,
    label: str,
    **props: Any,  # noqa: ANN401  # as text_field
) -> rx.Component:
    return text_field(
        f"id_{name}_{place}",
        label,
        id=f"register-id-{name}-{place}",
        error=entry(state.errors, f"{name}_{place}"),
        auto_complete="off",
        max_length=60,
        **props,
    )


def _duplicates(state: Form) -> rx.Component:
    return banner(
        html.ul(each(state.duplicates, _duplicate), class_name="rows"),
        kind="warn",
        title="This patient may be registered already",
    )


def _duplicate(line: RowVar[DuplicateLine]) -> rx.Component:
    return html.li(
        html.div(
            avatar(line.initials),
            html.span(
                html.span(line.name, class_name="row-name truncate"),
                html.span(line.detail, class_name="row-detail truncate"),
                html.span(line.reasons, class_name="row-detail"),
                class_name="row-text",
            ),
            text_link("Open this one", href=text("/patients/", line.id)),
            class_name="row-link",
        ),
        key=line.id,
    )
