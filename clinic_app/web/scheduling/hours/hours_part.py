"""The week of a practitioner: hours and breaks by day, to be set from a date on."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.hours.hours_rules import BREAK, WORK
from clinic_app.scheduling.hours.week_rules import field_of
from clinic_app.web.scheduling.hours.hours_state import DayDraft, HoursState, SpanDraft, WeekLine
from clinic_app.web.scheduling.to_move.hit_question import hit_question
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    classes,
    each,
    either,
    entry,
    list_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.text_field import date_field
from clinic_app.web.ui.untyped import any_var


def hours_part() -> rx.Component:
    """The weeks that are set, then the chosen one as a form."""
    return html.div(
        html.ul(each(HoursState.weeks, _week), class_name="weeks", aria_label="Weeks that are set"),
        form(
            html.div(each(HoursState.days, _day), class_name="week"),
            date_field(
                "valid_from",
                "Valid from",
                required=True,
                default_value=HoursState.valid_from,
                error=entry(HoursState.errors, "valid_from"),
                hint="Until then nothing changes. Visits that do not fit are named first.",
                key=HoursState.drawn,
            ),
            form_actions(
                when(HoursState.changed, html.span("Not saved yet", class_name="faint unsaved")),
                button("Save hours", kind="primary", submit=True),
            ),
            on_submit=HoursState.save,
        ),
        hit_question(HoursState),
        class_name="stack",
    )


def _week(week: RowVar[WeekLine]) -> rx.Component:
    pick: Any = any_var(HoursState.choose)
    remove: Any = any_var(HoursState.remove_change)
    return html.li(
        html.button(
            html.span(week.words, class_name="week-when"),
            html.span(week.summary, class_name="week-summary num"),
            type="button",
            aria_pressed=value_if(week.chosen, "true", "false"),
            class_name="week-pick",
            on_click=pick(week.valid_from),
        ),
        when(
            week.in_future,
            icon_button(
                "trash-2",
                text("Take back the change of ", week.valid_from),
                kind="ghost",
                size="small",
                on_click=remove(week.valid_from),
            ),
        ),
        class_name=classes("week-line", (week.chosen, "is-chosen")),
        key=week.valid_from,
    )


def _day(day: RowVar[DayDraft]) -> rx.Component:
    error: Any = any_var(HoursState.errors)[text(field_of(0)[:-1], day.weekday)]
    return html.fieldset(
        html.legend(day.name, class_name="week-day"),
        html.div(
            either(
                day.works,
                each(list_of(day.spans, SpanDraft), lambda span: _span(day, span)),
                html.span("Not working", class_name="faint week-off"),
            ),
            html.p(value_if(error, error, ""), class_name="field-error", aria_live="polite"),
            class_name="week-spans",
        ),
        html.div(_add(day), when(day.works, _add_break(day)), _copy(day), class_name="week-deeds"),
        class_name="week-row",
        key=day.name,
    )


def _add(day: RowVar[DayDraft]) -> rx.Component:
    add: Any = any_var(HoursState.add_span)
    return icon_button(
        "plus",
        text("Add hours on ", day.name),
        kind="ghost",
        size="small",
        on_click=add(day.weekday, WORK),
    )


def _add_break(day: RowVar[DayDraft]) -> rx.Component:
    add: Any = any_var(HoursState.add_span)
    return icon_button(
        "coffee",
        text("Add a break on ", day.name),
        kind="ghost",
        size="small",
        on_click=add(day.weekday, BREAK),
    )


def _copy(day: RowVar[DayDraft]) -> rx.Component:
    copy: Any = any_var(HoursState.copy_day)
    return when(
        day.works,
        icon_button(
            "copy",
            text("Copy ", day.name, " to Monday to Friday"),
            kind="ghost",
            size="small",
            on_click=copy(day.weekday),
        ),
    )


def _span(day: RowVar[DayDraft], span: RowVar[SpanDraft]) -> rx.Component:
    remove: Any = any_var(HoursState.remove_span)
    pause = span.kind == BREAK
    return html.div(
        either(
            pause,
            html.span(icon("coffee", size=13), class_name="week-break", aria_hidden="true"),
            html.span(class_name="week-bar", aria_hidden="true"),
        ),
        _time(day, span, end=False),
        html.span("–", aria_hidden="true"),
        _time(day, span, end=True),
        icon_button(
            "minus",
            text("Remove ", span.label, " ", span.starts, " to ", span.ends),
            kind="ghost",
            size="small",
            on_click=remove(day.weekday, span.id),
        ),
        class_name=classes("week-span", (pause, "is-break")),
        key=span.id,
    )


def _time(day: RowVar[DayDraft], span: RowVar[SpanDraft], *, end: bool) -> rx.Component:
    set_time: Any = any_var(HoursState.set_time)
    value = span.ends if end else span.starts

    def left(typed: rx.Var[str]) -> Any:  # noqa: ANN401  # an event
        return set_time(day.weekday, span.id, end, typed)

    return html.input_(
        name=text("ends-" if end else "starts-", span.id),
        aria_label=text(span.label, ", ends" if end else ", starts"),
        default_value=value,
        placeholder="00:00",
        input_mode="numeric",
        max_length=5,
        auto_complete="off",
        class_name="input input--time",
        on_blur=left,
        key=value,
    )
