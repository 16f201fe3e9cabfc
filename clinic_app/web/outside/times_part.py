"""The days and times to choose from, and what is offered when the chosen one is gone."""

from typing import Any

import reflex as rx

from clinic_app.web.outside.words import DayCard, TimeCard
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.html import Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    classes,
    each,
    either,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)


def choose_time(state: Any, zone: Text) -> rx.Component:  # noqa: ANN401  # a state with Times
    """A fortnight's days with free times, then the times of one of them."""
    return html.div(
        html.p(icon("globe", size=14), text("All times are ", zone, "."), class_name="public-zone"),
        lost_time(state),
        html.div(
            _turn(state, -1, "Earlier", "chevron-left", shown=state.earlier),
            _turn(state, 1, "Later", "chevron-right", shown=state.later),
            class_name="public-turn",
        ),
        either(
            is_empty(state.days),
            html.p("No free time in these two weeks.", class_name="public-nothing"),
            _days_and_times(state),
        ),
        class_name="stack",
    )


def _days_and_times(state: Any) -> rx.Component:  # noqa: ANN401  # as above
    def day(card: RowVar[DayCard]) -> rx.Component:
        return _day(state, card)

    def time(card: RowVar[TimeCard]) -> rx.Component:
        return _time(state, card)

    return html.div(
        html.div(each(state.days, day), role="group", aria_label="Day", class_name="public-days"),
        html.h3(state.day_words, id="public-day", class_name="public-day-words"),
        html.div(
            each(state.times, time),
            role="group",
            aria_labelledby="public-day",
            class_name="public-times",
        ),
        class_name="stack",
    )


def lost_time(state: Any) -> rx.Component:  # noqa: ANN401  # as above
    """Somebody else was first: the sentence, and the nearest free times, in place."""

    def time(card: RowVar[TimeCard]) -> rx.Component:
        return _time(state, card)

    near = html.div(
        html.span("Nearest free:"), each(state.nearest, time), class_name="public-nearest"
    )
    return when(
        is_set(state.lost),
        banner(html.p(state.lost), when(negate(is_empty(state.nearest)), near), kind="warn"),
    )


def _turn(
    state: Any,  # noqa: ANN401  # as above
    step: int,
    words: str,
    icon_name: str,
    *,
    shown: rx.Var[bool],
) -> rx.Component:
    label, arrow = html.span(words), icon(icon_name, size=15)
    return button(
        *((arrow, label) if step < 0 else (label, arrow)),
        size="small",
        kind="ghost",
        disabled=negate(shown),
        on_click=state.turn(step),
    )


def _day(state: Any, card: RowVar[DayCard]) -> rx.Component:  # noqa: ANN401  # as above
    chosen = card.day == state.day
    return html.button(
        html.span(card.weekday, class_name="faint"),
        html.strong(card.date),
        html.span(card.free, class_name="faint num"),
        type="button",
        class_name=classes("public-day", (chosen, "is-chosen")),
        aria_pressed=value_if(chosen, "true", "false"),
        on_click=state.choose_day(card.day),
        key=card.day,
    )


def _time(state: Any, card: RowVar[TimeCard]) -> rx.Component:  # noqa: ANN401  # as above
    return html.button(
        card.label,
        when(is_set(card.seats), html.span(card.seats, class_name="slot-seats")),
        type="button",
        class_name="public-time num",
        on_click=state.choose_time(card.start),
        key=card.start,
    )
