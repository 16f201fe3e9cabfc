"""Visits to move: what is booked where nobody will be, and where each could go."""

from typing import Any

import reflex as rx

from clinic_app.web.react.widgets import steady_focus
from clinic_app.web.scheduling.hours.desk_time_off_sheet import desk_time_off
from clinic_app.web.scheduling.hours.desk_time_off_state import DeskTimeOffState
from clinic_app.web.scheduling.to_move.hit_question import hit_marks
from clinic_app.web.scheduling.to_move.hit_rows import HitLine
from clinic_app.web.scheduling.to_move.moving_state import MovingState
from clinic_app.web.scheduling.to_move.moving_words import ChoiceLine, ResultLine
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_link
from clinic_app.web.ui.card import card
from clinic_app.web.ui.dialog import confirm_dialog
from clinic_app.web.ui.feedback import empty_state, skeleton_rows
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    either,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.untyped import any_var


def moving_body() -> rx.Component:
    """What became of the last move of all, then what is left."""
    return html.fragment(
        page_header(
            "Visits to move",
            when(
                ShellState.may["time_off:write"],
                button("Enter time off", icon_name="plane", on_click=DeskTimeOffState.begin),
            ),
            button(
                "Move all to others",
                icon_name="users",
                disabled=is_empty(MovingState.lines),
                on_click=[MovingState.begin, MovingState.ask_all],
                loading=MovingState.busy,
            ),
            subtitle="Booked in time off, on a closed day or outside changed hours.",
        ),
        page_body(
            when(negate(is_empty(MovingState.results)), _results()),
            either(MovingState.loading, skeleton_rows(4), _list()),
        ),
        _question(),
        desk_time_off(),
    )


def _question() -> rx.Component:
    """Who would take each of the visits."""
    return confirm_dialog(
        html.ul(each(MovingState.planned, _planned), class_name="weeks", aria_label="What happens"),
        open=MovingState.asking,
        on_open_change=MovingState.show_question,
        title="Move all to others?",
        sentence=MovingState.question,
        confirm=text("Move ", MovingState.can_move),
        on_confirm=[MovingState.begin, MovingState.move_all],
        danger=False,
        loading=MovingState.busy,
    )


def _planned(line: RowVar[ResultLine]) -> rx.Component:
    return _of_all(line, tag("Goes", tint="green"), tag("Stays", tint="amber"))


def _results() -> rx.Component:
    return card(
        html.ul(each(MovingState.results, _result), class_name="weeks", aria_label="What was done"),
        title="What became of them",
    )


def _result(line: RowVar[ResultLine]) -> rx.Component:
    return _of_all(line, tag("Moved", tint="green"), tag("Not moved", tint="amber"))


def _of_all(line: RowVar[ResultLine], done: rx.Component, left: rx.Component) -> rx.Component:
    return html.li(
        html.div(
            html.span(line.when, " · ", line.patient, class_name="week-when num"),
            html.span(line.said, class_name="week-summary"),
            class_name="week-pick",
        ),
        either(line.done, done, left),
        class_name="week-line",
        key=line.id,
    )


def _list() -> rx.Component:
    return either(
        is_empty(MovingState.lines),
        empty_state(
            "Nothing needs moving",
            "Every coming visit has its practitioner at work.",
            icon_name="calendar-check",
        ),
        steady_focus(
            html.ul(
                each(MovingState.lines, _visit),
                class_name="weeks moving",
                aria_label="Visits to move",
            )
        ),
    )


def _visit(line: RowVar[HitLine]) -> rx.Component:
    return html.li(
        html.div(
            html.div(
                html.span(line.when, " · ", line.patient, class_name="week-when num"),
                html.span(line.detail, class_name="week-summary"),
                class_name="week-pick",
            ),
            hit_marks(line),
            html.div(*_deeds(line), class_name="moving-deeds"),
            class_name="moving-line",
        ),
        when(MovingState.chosen == line.id, _choices(line)),
        class_name="moving-visit",
        key=line.id,
    )


def _deeds(line: RowVar[HitLine]) -> tuple[rx.Component, ...]:
    find_times: Any = any_var(MovingState.find_times)
    keep: Any = any_var(MovingState.keep)
    find = value_if(line.assists, "Find somebody", "Find a time")
    return (
        button(
            find,
            size="small",
            aria_label=text(find, " for ", line.patient, ", ", line.when),
            aria_expanded=value_if(MovingState.chosen == line.id, "true", "false"),
            on_click=find_times(line.id),
        ),
        when(
            ShellState.may["appointment:override"],
            button(
                "Keep as booked",
                kind="ghost",
                size="small",
                aria_label=text("Keep as booked: ", line.patient, ", ", line.when),
                on_click=keep(line.id),
            ),
        ),
    )


def _choices(line: RowVar[HitLine]) -> rx.Component:
    return html.div(
        html.p(MovingState.hint, class_name="field-hint"),
        html.div(
            each(MovingState.choices, lambda choice: _choice(line, choice)), class_name="chips"
        ),
        when(is_set(line.here), _for_another_day(line)),
        class_name="moving-choices",
    )


def _for_another_day(line: RowVar[HitLine]) -> rx.Component:
    """Of who is here, today is offered: who goes home is no longer one who has arrived."""
    return html.p(
        "For another day, take the arrival back: ",
        text_link("open the visit", href=text("/queue?visit=", line.visit_id)),
        class_name="field-hint",
    )


def _choice(line: RowVar[HitLine], choice: RowVar[ChoiceLine]) -> rx.Component:
    move: Any = any_var(MovingState.move)
    return button(
        choice.label,
        size="small",
        on_click=move(line.id, choice.id),
        key=choice.id,
    )
