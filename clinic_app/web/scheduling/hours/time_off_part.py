"""When a practitioner is away: what is to come, and a form to add to it."""

from typing import Any

import reflex as rx

from clinic_app.web.scheduling.hours.time_off_state import TimeOffLine, TimeOffState
from clinic_app.web.scheduling.set_up.setup_parts import coming_line, coming_list
from clinic_app.web.scheduling.to_move.hit_question import hit_question
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import switch_field
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.reactive import (
    RowVar,
    entry,
    negate,
    when,
)
from clinic_app.web.ui.text_field import date_field, text_field, time_field
from clinic_app.web.ui.untyped import any_var


def time_off_part() -> rx.Component:
    """The list, then the form."""
    return html.div(
        coming_list(
            TimeOffState.lines,
            _line,
            label="Time off to come",
            nothing=empty_state(
                "No time off to come",
                "Add holidays and absences here; no slots are offered then.",
                icon_name="tree-palm",
            ),
        ),
        html.section(
            html.h3("Add time off", class_name="section-title"), _form(), class_name="stack"
        ),
        hit_question(TimeOffState),
        class_name="stack",
    )


def _line(line: RowVar[TimeOffLine]) -> rx.Component:
    cancel: Any = any_var(TimeOffState.cancel)
    return coming_line(line.id, line.when, line.reason, cancel(line.id))


def _form() -> rx.Component:
    return form(
        switch_field(
            "whole_days",
            "Whole days",
            checked=TimeOffState.whole_days,
            on_change=TimeOffState.by_the_hour,
        ),
        _moment("starts", "From", "09:00"),
        _moment("ends", "To", "17:00"),
        text_field(
            "reason",
            "Reason",
            optional_mark=True,
            error=entry(TimeOffState.errors, "reason"),
            hint="Everybody who sees the calendar can read it.",
            auto_complete="off",
        ),
        form_actions(button("Add time off", kind="primary", submit=True)),
        on_submit=TimeOffState.add,
        key=TimeOffState.form_key,
    )


def _moment(name: str, label: str, likely: str) -> rx.Component:
    """A day, and a time where whole days are not meant."""
    return form_row(
        date_field(
            name,
            label,
            required=True,
            default_value=TimeOffState.today,
            error=entry(TimeOffState.errors, name),
        ),
        when(
            negate(TimeOffState.whole_days),
            time_field(f"{name}_time", "At", default_value=likely),
        ),
    )
