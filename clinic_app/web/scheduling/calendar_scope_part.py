"""The small dialog that asks how much of a series a drop is about."""

import reflex as rx

from clinic_app.web.scheduling.calendar_state import CalendarState
from clinic_app.web.scheduling.series_scope_part import scope_choice, series_words
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.field import form, form_actions


def scope_dialog() -> rx.Component:
    """The dialog: the first choice has the focus, arrows choose, Enter moves, Escape puts back."""
    return dialog(
        form(
            html.p(series_words(CalendarState.scope_series), class_name="faint"),
            html.p(html.strong(CalendarState.scope_words), class_name="num"),
            scope_choice(CalendarState.scope_series, CalendarState.scope_errors, auto_focus=True),
            form_actions(
                button("Put back", on_click=CalendarState.show_scope(False)),
                button("Move", kind="primary", submit=True, loading=CalendarState.scope_busy),
            ),
            on_submit=[CalendarState.begin_scope, CalendarState.take_scope],
        ),
        open=CalendarState.scope_asked,
        on_open_change=CalendarState.show_scope,
        title="Move visits of a series",
        size="small",
    )
