"""The part of a visit's sheet that makes the patient's private link."""

from typing import Any

import reflex as rx

from clinic_app.web.outside.patient_link_state import PatientLinkState
from clinic_app.web.react.widgets import copy_text
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_button
from clinic_app.web.ui.reactive import any_of, either, when

_OLD = "By a link the patient still sees this visit, but can change nothing."


def patient_link(visit_id: Any, *, may_link: Any, has_link: Any) -> rx.Component:  # noqa: ANN401  # vars
    """Make a link, copy it; where there is one, take all of them back. Nothing where neither."""
    return when(any_of(may_link, has_link), _section(visit_id, may_link, has_link))


def _section(visit_id: Any, may_link: Any, has_link: Any) -> rx.Component:  # noqa: ANN401  # vars
    made = PatientLinkState.visit_id == visit_id
    return html.section(
        html.div(
            html.h3("Patient’s link"),
            when(
                has_link,
                text_button(
                    "Take back",
                    on_click=PatientLinkState.take_back(visit_id),
                    aria_label="Take back all links to this visit",
                ),
            ),
            class_name="visit-section-head",
        ),
        either(
            made,
            html.div(
                copy_text(PatientLinkState.address, label="Copy patient’s link"),
                class_name="secret-address",
            ),
            html.p(either(may_link, _make(visit_id), _OLD), class_name="faint"),
        ),
        class_name="visit-section",
    )


def _make(visit_id: Any) -> rx.Component:  # noqa: ANN401  # a var
    return html.fragment(
        text_button("Make a link", on_click=PatientLinkState.make(visit_id)),
        " with which the patient sees, moves or cancels this visit.",
    )
