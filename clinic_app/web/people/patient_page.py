"""One patient's page: who it is, alerts that stay in sight, and the parts of the file."""

import reflex as rx

from clinic_app.people.patients.patient_rows import AlertRow
from clinic_app.web.people.alert_dialogs import alert_dialogs
from clinic_app.web.people.alert_state import AlertState
from clinic_app.web.people.doubt_part import doubts
from clinic_app.web.people.edit_sheet import edit_sheet
from clinic_app.web.people.edit_state import EditPatientState
from clinic_app.web.people.identifier_dialogs import identifier_dialogs
from clinic_app.web.people.patient_state import PatientState
from clinic_app.web.people.patient_summary import patient_summary
from clinic_app.web.people.patient_visits import patient_visits
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.button import button, icon_button, link_button
from clinic_app.web.ui.feedback import skeleton_cards
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.layouts import message_page
from clinic_app.web.ui.page import here, page_body, page_header
from clinic_app.web.ui.reactive import (
    RowVar,
    choose,
    classes,
    each,
    either,
    is_empty,
    is_set,
    negate,
    pick,
    text,
    when,
)
from clinic_app.web.ui.tag import missed_tag
from clinic_app.web.ui.untyped import any_var


def patient_page() -> rx.Component:
    """Lay out the whole page."""
    return html.div(
        either(
            PatientState.loaded,
            either(PatientState.missing, _missing(), _file()),
            html.div(page_header("Patient"), page_body(skeleton_cards(4))),
        ),
    )


def _missing() -> rx.Component:
    return message_page(
        "This patient could not be found",
        "The address may be mistyped, or the patient belongs to another clinic.",
        actions=[link_button("All patients", href="/patients", kind="primary")],
    )


def _file() -> rx.Component:
    return html.div(
        html.div(_header(), _parts(), class_name="patient-top"),
        page_body(
            doubts(PatientState.doubts),
            choose(
                PatientState.part,
                ("appointments", patient_visits()),
                default=patient_summary(),
            ),
        ),
        edit_sheet(),
        alert_dialogs(),
        identifier_dialogs(),
    )


def _header() -> rx.Component:
    return page_header(
        PatientState.patient.name,
        when(
            ShellState.may["patient:write"],
            button("Add alert", icon_name="triangle-alert", on_click=AlertState.begin),
        ),
        when(
            ShellState.may["patient:write"],
            button("Edit", icon_name="pencil", on_click=EditPatientState.begin),
        ),
        when(
            ShellState.may["appointment:write"],
            link_button(
                "Book",
                href=text("/calendar?book=1&patient=", PatientState.patient.id),
                kind="primary",
                icon_name="calendar-plus",
            ),
        ),
        lead=avatar(PatientState.patient.initials, tint=PatientState.tint, size="large"),
        subtitle=html.div(
            html.div(PatientState.line, class_name="num"),
            when(
                is_set(PatientState.missed),
                missed_tag(PatientState.missed, PatientState.often_misses),
            ),
            when(negate(is_empty(PatientState.alerts)), _alerts()),
        ),
    )


def _alerts() -> rx.Component:
    return html.ul(each(PatientState.alerts, _alert), class_name="alerts", aria_label="Alerts")


def _alert(alert: RowVar[AlertRow]) -> rx.Component:
    tint = pick(alert.severity, {"danger": "red", "warning": "amber"}, "slate")
    return html.li(
        when(alert.severity == "danger", icon("triangle-alert", size=12, label="Danger")),
        html.span(alert.line),
        when(
            ShellState.may["patient:write"],
            icon_button(
                "x",
                text("End the alert “", alert.line, "”"),
                kind="ghost",
                size="small",
                class_name="alert-end",
                on_click=AlertState.ask_to_end(alert.id, alert.line),
            ),
        ),
        class_name=classes("tag alert", text("tint-", tint)),
        key=alert.id,
    )


def _parts() -> rx.Component:
    upcoming = any_var(PatientState.coming).length()
    count = when(upcoming > 0, html.span(upcoming, class_name="count"))
    return html.nav(
        _part("summary", "Summary"),
        _part("appointments", "Appointments", count),
        aria_label="Parts of the file",
        class_name="tabs",
    )


def _part(name: str, label: str, *more: rx.Component) -> rx.Component:
    return html.button(
        label,
        *more,
        type="button",
        on_click=PatientState.show_part(name),
        aria_current=here(PatientState.part == name),
        class_name="tab",
    )
