"""A patient's appointments, past and to come."""

import reflex as rx

from clinic_app.scheduling.visit.list_patient_appointments import PAST_PAGE
from clinic_app.scheduling.visit.visit_rows import PatientVisit
from clinic_app.web.people.patient_state import PatientState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_link
from clinic_app.web.ui.card import card
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.pagination import pagination
from clinic_app.web.ui.reactive import (
    RowVar,
    classes,
    each,
    either,
    is_empty,
    is_set,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import state_tag
from clinic_app.web.ui.untyped import any_var


def patient_visits() -> rx.Component:
    """Both lists, one under the other."""
    return html.div(
        coming_visits(),
        card(
            either(
                is_empty(PatientState.past),
                empty_state(
                    "No visits yet",
                    "Visits appear here when they are over.",
                    icon_name="calendar",
                ),
                html.ul(each(PatientState.past, _visit), class_name="rows"),
            ),
            when(
                any_var(PatientState.past_total) > PAST_PAGE,
                pagination(
                    page=PatientState.past_page,
                    total=PatientState.past_total,
                    on_page=PatientState.turn_past,
                    page_size=PAST_PAGE,
                ),
            ),
            title="Past appointments",
        ),
        class_name="stack",
    )


def coming_visits() -> rx.Component:
    """What is still to come, soonest first."""
    return card(
        either(
            is_empty(PatientState.coming),
            html.p("Nothing is booked.", class_name="faint"),
            html.ul(each(PatientState.coming, _visit), class_name="rows"),
        ),
        title="Coming appointments",
        action=when(
            ShellState.may["appointment:write"],
            text_link("Book", href=text("/calendar?book=1&patient=", PatientState.patient.id)),
        ),
    )


def _visit(visit: RowVar[PatientVisit]) -> rx.Component:
    place = value_if(is_set(visit.room), text(" · ", visit.room), "")
    return html.li(
        html.a(
            html.span(class_name=classes("row-bar", text("tint-", visit.colour))),
            html.span(
                html.span(
                    text(visit.day, ", ", visit.start, "–", visit.end), class_name="row-name num"
                ),
                html.span(
                    text(visit.service, " · ", visit.practitioner, place),
                    class_name="row-detail truncate",
                ),
                class_name="row-text",
            ),
            state_tag(visit.status),
            href=text("/calendar?visit=", visit.id, "&date=", visit.date),
            class_name="row-link",
        ),
        key=visit.id,
    )
