"""The line of a visit's or a session's sheet that names who assists."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.visit.visit_rows import Assistant
from clinic_app.web.scheduling.booking.part_fields import minute_input
from clinic_app.web.scheduling.visit.visit_team import VisitTeam
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

State = type[VisitTeam]
Sheet = Any  # the var of a VisitSheet or a GroupSheet


def assistants_line(state: State, sheet: Sheet) -> rx.Component:
    """Who takes part besides who gives it; added and removed by who may."""
    people = list_of(sheet.assistants, Assistant)
    return when(
        any_of(negate(is_empty(people)), sheet.may_staff),
        html.div(
            html.dt("Assisting"),
            html.dd(
                each(people, lambda one: _assistant(state, sheet, one)),
                when(sheet.may_staff, either(state.staffing, _choice(state), _add(state))),
                html.p(
                    entry(state.errors, "assistants"),
                    entry(state.errors, "start"),
                    class_name="field-error",
                    aria_live="polite",
                ),
            ),
            class_name="visit-line",
        ),
    )


def _assistant(state: State, sheet: Sheet, one: RowVar[Assistant]) -> rx.Component:
    return html.div(
        html.span(
            one.name,
            when(is_set(one.span), html.span(" ", one.span, class_name="faint num")),
            when(
                sheet.may_staff,
                html.fragment(_deed(state, "clock", one), _deed(state, "x", one)),
            ),
            class_name="visit-assistant",
        ),
        when(state.parting == one.id, _part(state, one)),
        key=one.id,
    )


def _deed(state: State, icon_name: str, one: RowVar[Assistant]) -> rx.Component:
    words, deed = {
        "clock": ("Which part is for ", state.ask_part(one.id)),
        "x": ("Without ", state.take_part(False, one.id)),
    }[icon_name]
    return icon_button(icon_name, text(words, one.name), kind="ghost", size="small", on_click=deed)


def _part(state: State, one: RowVar[Assistant]) -> rx.Component:
    return html.form(
        html.span("from", class_name="faint"),
        minute_input("From minute", one.begins, "0", name="part_begins", auto_focus=True),
        html.span("for", class_name="faint"),
        minute_input("For minutes", one.lasts, "all", name="part_lasts"),
        html.span("min", class_name="faint"),
        button("Set", kind="primary", size="small", submit=True),
        on_submit=state.give_part,
        no_validate=True,
        class_name="part-fields",
    )


def _add(state: State) -> rx.Component:
    return text_button("Add somebody", on_click=state.staff(True))


def _choice(state: State) -> rx.Component:
    return html.span(
        filter_select(
            "Who shall assist as well",
            state.helpers,
            name="visit-assistant",
            placeholder="Choose somebody",
            on_change=state.take_part(True),
            auto_focus=True,
        ),
        icon_button("x", "Leave it", kind="ghost", size="small", on_click=state.staff(False)),
        class_name="visit-assistant",
    )
