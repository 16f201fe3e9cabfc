"""The line of a visit's sheet that names who assists."""

import reflex as rx

from clinic_app.scheduling.visit_rows import Assistant
from clinic_app.web.scheduling.visit_state import VisitState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button, text_button
from clinic_app.web.ui.choice_field import filter_select
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    each,
    either,
    entry,
    is_empty,
    is_set,
    list_of,
    negate,
    text,
    when,
)

VISIT = VisitState.visit


def visit_assistants() -> rx.Component:
    """Who takes part besides who gives the visit; added and removed by who may."""
    people = list_of(VISIT.assistants, Assistant)
    return when(
        any_of(negate(is_empty(people)), VISIT.may_staff),
        html.div(
            html.dt("Assisting"),
            html.dd(
                each(people, _assistant),
                when(VISIT.may_staff, either(VisitState.staffing, _choice(), _add())),
                html.p(
                    entry(VisitState.errors, "assistants"),
                    entry(VisitState.errors, "start"),
                    class_name="field-error",
                    aria_live="polite",
                ),
            ),
            class_name="visit-line",
        ),
    )


def _assistant(one: RowVar[Assistant]) -> rx.Component:
    return html.span(
        one.name,
        when(is_set(one.span), html.span(" ", one.span, class_name="faint num")),
        when(
            VISIT.may_staff,
            icon_button(
                "x",
                text(one.name, " no longer assists"),
                kind="ghost",
                size="small",
                on_click=VisitState.take_part(False, one.id),
            ),
        ),
        class_name="visit-assistant",
        key=one.id,
    )


def _add() -> rx.Component:
    return text_button("Add somebody", on_click=VisitState.staff(True))


def _choice() -> rx.Component:
    return html.span(
        filter_select(
            "Who shall assist as well",
            VisitState.helpers,
            name="visit-assistant",
            placeholder="Choose somebody",
            on_change=VisitState.take_part(True),
            auto_focus=True,
        ),
        icon_button("x", "Leave it", kind="ghost", size="small", on_click=VisitState.staff(False)),
        class_name="visit-assistant",
    )
