"""The dialogs about alerts: adding one, and the question before one is ended."""

import reflex as rx

from clinic_app.people.patients.patient_rules import ALERT_SEVERITIES
from clinic_app.web.people.alert_state import AlertState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import segmented_field
from clinic_app.web.ui.dialog import confirm_dialog, dialog
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.reactive import either, entry, is_set, text
from clinic_app.web.ui.text_field import text_field

State = AlertState
_KINDS = (("yes", "Clinical"), ("no", "For everybody"))


def alert_dialogs() -> rx.Component:
    """Place both dialogs."""
    return html.fragment(_add(), _end())


def _add() -> rx.Component:
    return dialog(
        form(
            _line(),
            segmented_field(
                "severity",
                "How grave",
                list(ALERT_SEVERITIES.items()),
                default="warning",
                error=entry(State.errors, "severity"),
            ),
            either(State.may_be_clinical, _who_sees_it(), _everybody_sees_it()),
            form_actions(
                button("Cancel", on_click=State.show(False)),
                button("Add alert", kind="primary", submit=True, loading=State.saving),
            ),
            on_submit=[State.begin_saving, State.add],
        ),
        open=State.adding,
        on_open_change=State.show,
        title="Add an alert",
    )


def _line() -> rx.Component:
    return text_field(
        "line",
        "What everybody must know",
        id="alert-line",
        required=True,
        error=entry(State.errors, "line"),
        placeholder="Needs a wheelchair",
        auto_complete="off",
        max_length=120,
    )


def _who_sees_it() -> rx.Component:
    return segmented_field(
        "clinical",
        "Who sees it",
        _KINDS,
        default="yes",
        hint="Reception, pharmacy and laboratory do not see clinical alerts.",
    )


def _everybody_sees_it() -> rx.Component:
    return html.p("Everybody in the clinic will see it.", class_name="faint")


def _end() -> rx.Component:
    return confirm_dialog(
        open=is_set(State.ending),
        on_open_change=State.keep,
        title="End this alert?",
        sentence=text(
            "“", State.ending_line, "” leaves the banner. That it stood there is kept on file."
        ),
        confirm="End it",
        on_confirm=State.end,
    )
