"""The line of a visit's sheet that names who assists."""

import reflex as rx

from clinic_app.scheduling.visit_rows import Assistant
from clinic_app.web.scheduling.part_fields import minute_input
from clinic_app.web.scheduling.visit_state import VisitState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button, text_button
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
    return html.div(
        html.span(
            one.name,
            when(is_set(one.span), html.span(" ", one.span, class_name="faint num")),
            when(VISIT.may_staff, html.fragment(_deed("clock", one), _deed("x", one))),
            class_name="visit-assistant",
        ),
        when(VisitState.parting == one.id, _part(one)),
        key=one.id,
    )


def _deed(icon_name: str, one: RowVar[Assistant]) -> rx.Component:
    words, deed = {
        "clock": ("Which part is for ", VisitState.ask_part(one.id)),
        "x": ("Without ", VisitState.take_part(False, one.id)),
    }[icon_name]
    return icon_button(icon_name, text(words, one.name), kind="ghost", size="small", on_click=deed)


def _part(one: RowVar[Assistant]) -> rx.Component:
    return html.form(
        html.span("from", class_name="faint"),
        minute_input("From minute", one.begins, "0", name="part_begins", auto_focus=True),
        html.span("for", class_name="faint"),
        minute_input("For minutes", one.lasts, "all", name="part_lasts"),
        html.span("min", class_name="faint"),
        button("Set", kind="primary", size="small", submit=True),
        on_submit=VisitState.give_part,
        no_validate=True,
        class_name="part-fields",
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
