"""The dates of a series in a dialog: what was refused, the list, times to take, the buttons."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventCallback
from reflex.vars import ArrayVar

from clinic_app.web.scheduling.booking_words import SlotChoice
from clinic_app.web.scheduling.series_dates_state import SeriesDatesState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_button
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.reactive import (
    RowVar,
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
from clinic_app.web.ui.untyped import any_var

State = type[SeriesDatesState]


def refused(state: State) -> rx.Component:
    """What is wrong with the rule as a whole, or came between."""
    words = entry(state.errors, "repeat")
    return when(is_set(words), banner(html.p(words), kind="warn"))


def dates(
    state: State,
    lines: ArrayVar[Any],
    line: Callable[[RowVar[Any]], rx.Component],
    *,
    heading: str,
    nothing: str,
) -> rx.Component:
    """The list under its heading. nothing: said where there are no dates."""
    return html.section(
        html.div(
            html.h3(heading, class_name="field-label"),
            when(
                state.clashes > 0,
                text_button(
                    "Take the nearest free time for each clash", on_click=state.take_nearest
                ),
            ),
            class_name="booking-times-head",
        ),
        either(
            is_empty(lines),
            html.p(nothing, class_name="booking-empty"),
            html.ol(each(lines, line), class_name="series-dates"),
        ),
    )


def times_instead(state: State, line: RowVar[Any]) -> rx.Component:
    """The free times that could be taken instead of a date's own."""
    decide: Any = any_var(state.decide)
    date: Any = any_var(line)

    def choice(row: RowVar[SlotChoice]) -> rx.Component:
        return html.button(
            row.label,
            type="button",
            class_name="slot",
            aria_label=text(date.day, ": take ", row.label),
            on_click=decide(date.number, row.start),
            key=row.start,
        )

    return each(list_of(date.choices, SlotChoice), choice)


def dialog_buttons(state: State, save: EventCallback[()], *, nothing: str) -> rx.Component:
    """Back, and what the list amounts to. nothing: the words where that is nothing."""
    return html.div(
        button("Back", on_click=any_var(state.show)(False)),
        button(
            either(is_set(state.deed), state.deed, nothing),
            kind="primary",
            loading=state.saving,
            disabled=negate(is_set(state.deed)),
            on_click=[state.begin_saving, save],
        ),
        class_name="form-actions",
    )
