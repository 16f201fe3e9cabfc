"""Exceptions by date: what is to come, and a form for several dates at once."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.hours.date_rules import CLOSED, EXTRA, INSTEAD
from clinic_app.scheduling.hours.hours_rules import BREAK, WORK
from clinic_app.web.scheduling.hours.dates_state import DateChip, DateLine, DatesState, HoursDraft
from clinic_app.web.scheduling.set_up.setup_parts import coming_line, coming_list
from clinic_app.web.scheduling.to_move.hit_question import hit_question
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import RowVar, each, either, entry, is_empty, negate, text, when
from clinic_app.web.ui.text_field import date_field, text_field
from clinic_app.web.ui.untyped import any_var

_RULES = ((CLOSED, "Closed"), (INSTEAD, "Other hours"), (EXTRA, "Extra hours"))


def dates_part() -> rx.Component:
    """The list, then the form: which dates, what they are."""
    return html.div(
        coming_list(
            DatesState.lines,
            _line,
            label="Exceptions to come",
            nothing=empty_state(
                "No exceptions to come",
                "Close single dates here, or give them other or extra hours.",
                icon_name="calendar-clock",
            ),
        ),
        html.section(
            html.h3("Add exceptions", class_name="section-title"),
            _days(),
            _form(),
            class_name="stack",
        ),
        hit_question(DatesState),
        class_name="stack",
    )


def _line(line: RowVar[DateLine]) -> rx.Component:
    remove: Any = any_var(DatesState.remove)
    return coming_line(line.day, line.when, line.what, remove(line.day))


def _days() -> rx.Component:
    return html.div(
        form(
            _run(),
            form_actions(button("Add to the dates", icon_name="plus", submit=True)),
            on_submit=DatesState.add_days,
            key=text("dates-", DatesState.form_key),
        ),
        when(
            negate(is_empty(DatesState.days)),
            html.ul(each(DatesState.days, _chip), class_name="chips", aria_label="Chosen dates"),
        ),
        html.p(entry(DatesState.errors, "days"), class_name="field-error", aria_live="polite"),
        class_name="stack",
    )


def _run() -> rx.Component:
    return form_row(
        date_field(
            "first",
            "Date",
            id="exception-first",
            required=True,
            default_value=DatesState.today,
            error=entry(DatesState.errors, "first"),
        ),
        date_field(
            "last",
            "To",
            id="exception-last",
            optional_mark=True,
            error=entry(DatesState.errors, "last"),
            hint="For every date in between.",
        ),
    )


def _chip(chip: RowVar[DateChip]) -> rx.Component:
    drop: Any = any_var(DatesState.drop_day)
    return html.li(
        html.span(chip.words, class_name="num"),
        icon_button(
            "x", text("Without ", chip.words), kind="ghost", size="small", on_click=drop(chip.day)
        ),
        class_name="chip",
        key=chip.day,
    )


def _form() -> rx.Component:
    return form(
        segmented_control(
            "These dates are",
            _RULES,
            name="date_rule",
            value=DatesState.rule,
            on_change=DatesState.choose_rule,
        ),
        when(DatesState.rule != CLOSED, _hours()),
        text_field(
            "note",
            "Note",
            optional_mark=True,
            error=entry(DatesState.errors, "note"),
            hint="Of a closed date, everybody who sees the calendar can read it.",
            auto_complete="off",
        ),
        form_actions(button("Save exceptions", kind="primary", submit=True)),
        on_submit=DatesState.save,
        key=DatesState.form_key,
    )


def _hours() -> rx.Component:
    add: Any = any_var(DatesState.add_span)
    return html.div(
        each(DatesState.spans, _span),
        html.p(entry(DatesState.errors, "hours"), class_name="field-error", aria_live="polite"),
        html.div(
            button("Add hours", icon_name="plus", size="small", on_click=add(WORK)),
            button("Add a break", icon_name="coffee", size="small", on_click=add(BREAK)),
            class_name="chips",
        ),
        class_name="stack",
    )


def _span(span: RowVar[HoursDraft]) -> rx.Component:
    drop: Any = any_var(DatesState.drop_span)
    pause = span.kind == BREAK
    return html.div(
        either(
            pause,
            html.span(icon("coffee", size=13), class_name="week-break", aria_hidden="true"),
            html.span(class_name="week-bar", aria_hidden="true"),
        ),
        either(pause, _time(span, "from", "Break starts", "12:00"), _time(span, "from")),
        html.span("–", aria_hidden="true"),
        either(pause, _time(span, "to", "Break ends", "12:30"), _time(span, "to", "Ends", "17:00")),
        icon_button("minus", "Remove", kind="ghost", size="small", on_click=drop(span.id)),
        class_name="week-span",
        key=span.id,
    )


def _time(
    span: RowVar[HoursDraft], end: str, label: str = "Starts", likely: str = "09:00"
) -> rx.Component:
    return html.input_(
        name=text(end, "-", span.id),
        aria_label=label,
        default_value=likely,
        placeholder="00:00",
        input_mode="numeric",
        max_length=5,
        auto_complete="off",
        class_name="input input--time",
    )
