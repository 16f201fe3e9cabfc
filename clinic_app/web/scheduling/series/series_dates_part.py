"""The dates of a series in a dialog: what was refused, the list, ways out of a clash, buttons."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventCallback
from reflex.vars import ArrayVar

from clinic_app.web.react.submit_keys import submit_keys
from clinic_app.web.react.widgets import steady_focus
from clinic_app.web.scheduling.booking.booking_words import SlotChoice
from clinic_app.web.scheduling.series.series_dates_state import SeriesDatesState
from clinic_app.web.scheduling.series.series_words import ANYWAY, OUT
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_button
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.html import Text
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    each,
    either,
    entry,
    is_empty,
    is_set,
    list_of,
    negate,
    pick,
    text,
    value_if,
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
    return steady_focus(
        html.p(state.told, class_name="sr-only", role="status"),
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


def leave_or_undo(state: State, line: RowVar[Any], leave: Text) -> rx.Component:
    """Leave a date, or do as the rule has it after all."""
    decide: Any = any_var(state.decide)
    date: Any = any_var(line)
    undone = pick(date.state, dict.fromkeys((OUT, ANYWAY, "instead"), "Undo"), "")
    words = value_if(is_set(undone), undone, leave)
    return text_button(
        words,
        on_click=decide(date.number, value_if(is_set(undone), "", OUT)),
        aria_label=text(words, " ", date.day),
    )


def against(state: State, line: RowVar[Any]) -> rx.Component:
    """What stands against a date; of a clash, the times to take instead, or its own anyway."""
    date: Any = any_var(line)
    waivable = both(date.soft, ShellState.may["appointment:override"])
    return html.div(
        html.span(date.why, class_name="series-why"),
        when(
            date.state == "clash",
            html.fragment(_times_instead(state, line), when(waivable, _anyway(state, line))),
        ),
        class_name="series-clash",
    )


def _anyway(state: State, line: RowVar[Any]) -> rx.Component:
    decide: Any = any_var(state.decide)
    date: Any = any_var(line)
    return text_button(
        "Take it anyway",
        on_click=decide(date.number, ANYWAY),
        aria_label=text("Take it anyway: ", date.day, ", ", date.time),
    )


def _times_instead(state: State, line: RowVar[Any]) -> rx.Component:
    decide: Any = any_var(state.decide)
    date: Any = any_var(line)

    # In the browser a row goes by its argument's name: this one must not be called as the line's.
    def choice(free: RowVar[SlotChoice]) -> rx.Component:
        return html.button(
            free.label,
            type="button",
            class_name="slot",
            aria_label=text(date.day, ": take ", free.label),
            on_click=decide(date.number, free.start),
            key=free.start,
        )

    return each(list_of(date.choices, SlotChoice), choice)


def dialog_buttons(state: State, save: EventCallback[()], *, nothing: str) -> rx.Component:
    """Back, and what the list amounts to. nothing: the words where that is nothing."""
    return html.div(
        button("Back", on_click=any_var(state.show)(False)),
        button(
            either(is_set(state.deed), html.span(state.deed), html.span(nothing)),
            submit_keys(),
            kind="primary",
            loading=state.saving,
            disabled=negate(is_set(state.deed)),
            on_click=[state.begin_saving, save],
        ),
        class_name="form-actions",
    )
