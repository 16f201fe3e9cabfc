"""The small dialog that asks how much of a series a drop is about."""

import reflex as rx

from clinic_app.web.scheduling.booking.booking_words import SlotChoice
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.series.series_scope_part import scope_choice, series_words
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.reactive import RowVar, each, is_empty, negate, value_if, when


def scope_dialog() -> rx.Component:
    """The dialog: the first choice has the focus, arrows choose, Enter moves, Escape puts back."""
    in_series = CalendarState.scope_series.number != 0
    return dialog(
        form(
            when(in_series, html.p(series_words(CalendarState.scope_series), class_name="faint")),
            html.p(html.strong(CalendarState.scope_words), class_name="num"),
            scope_choice(CalendarState.scope_series, CalendarState.scope_errors, auto_focus=True),
            when(negate(is_empty(CalendarState.scope_nearest)), _nearest()),
            form_actions(
                button("Put back", on_click=CalendarState.show_scope(False)),
                button("Move", kind="primary", submit=True, loading=CalendarState.scope_busy),
            ),
            on_submit=[CalendarState.begin_scope, CalendarState.take_scope],
        ),
        open=CalendarState.scope_asked,
        on_open_change=CalendarState.show_scope,
        title=value_if(in_series, "Move visits of a series", "Move services of a coming"),
        size="small",
    )


def _nearest() -> rx.Component:
    """Where the whole coming fits: a click moves it there."""
    return html.div(
        html.span("All fit at:", class_name="booking-nearest-word"),
        each(CalendarState.scope_nearest, _time),
        class_name="booking-nearest",
    )


def _time(slot: RowVar[SlotChoice]) -> rx.Component:
    return html.button(
        slot.label,
        type="button",
        class_name="slot num",
        on_click=CalendarState.take_nearest(slot.start),
        key=slot.start,
    )
