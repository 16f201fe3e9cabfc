"""“Change the series”: what all get on top, below what becomes of each visit and date."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.series.series_rows import SeriesPlace
from clinic_app.web.scheduling.series.rule_part import ENDS, rule_fields
from clinic_app.web.scheduling.series.series_change_state import SeriesChangeState
from clinic_app.web.scheduling.series.series_change_words import ChangeRow
from clinic_app.web.scheduling.series.series_dates_part import (
    against,
    dates,
    dialog_buttons,
    leave_or_undo,
    refused,
)
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_button
from clinic_app.web.ui.choice_field import segmented_field, select_field
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.html import Condition
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    classes,
    debounced,
    entry,
    is_empty,
    is_set,
    negate,
    pick,
    row_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import date_field, number_field, time_field
from clinic_app.web.ui.untyped import any_var

State = SeriesChangeState
_pick: Any = any_var(State.pick)
_SCOPES = [("following", "From this visit on"), ("all", "All to come")]
_TINTS = {
    "change": "blue",
    "move": "blue",
    "instead": "blue",
    "add": "green",
    "cancel": "red",
    "clash": "amber",
    "anyway": "amber",
    "stay": "amber",
}


def change_series_button(
    visit_id: rx.Var[str], place: rx.Var[Any], *, ahead: Condition
) -> rx.Component:
    """The way to it, on the sheet of a visit that is to come, or whose series has such."""
    return when(
        any_of(ahead, row_of(place, SeriesPlace).others != 0),
        text_button("Change the series", on_click=State.open(visit_id)),
    )


def series_change_dialog() -> rx.Component:
    """The dialog, for every page on which a visit can be opened."""
    return dialog(
        html.div(
            _what(),
            html.div(
                rule_fields(State, "change", ends=[*ENDS, ("here", "Here")]), key=State.opened
            ),
            refused(State),
            _dates(),
            class_name="stack",
        ),
        open=State.shown,
        on_open_change=State.show,
        title="Change the series",
        beside_title=when(is_set(State.words), tag(State.words)),
        footer=(dialog_buttons(State, State.save, nothing="Nothing changes"),),
        size="large",
    )


def _what() -> rx.Component:
    return html.div(
        segmented_field(
            *("change-scope", "Which visits", _SCOPES),
            value=State.scope,
            on_change=State.pick_scope,
            first=True,
        ),
        *_when(),
        _length(),
        *_who_and_where(),
        class_name="series-rule series-what",
    )


def _when() -> list[rx.Component]:
    return [
        date_field(
            "change-day",
            "First day",
            value=State.day,
            on_change=_pick("day"),
            error=entry(State.errors, "day"),
        ),
        time_field(
            "change-time",
            "Time",
            value=State.time,
            on_change=_pick("time"),
            error=entry(State.errors, "time"),
        ),
    ]


def _length() -> rx.Component:
    return number_field(
        "change-minutes",
        "Length",
        unit="min",
        placeholder="as it is",
        default_value="",
        on_change=debounced(_pick("minutes"), 300),
        error=entry(State.errors, "minutes"),
    )


def _who_and_where() -> list[rx.Component]:
    return [
        select_field(
            "change-practitioner",
            "Practitioner",
            State.practitioners,
            placeholder="As it is",
            value=State.practitioner_id,
            on_change=_pick("practitioner_id"),
        ),
        when(
            negate(is_empty(State.rooms)),
            select_field(
                "change-room",
                "Room",
                State.rooms,
                placeholder="As it is",
                value=State.room_id,
                on_change=_pick("room_id"),
            ),
        ),
    ]


def _dates() -> rx.Component:
    heading, nothing = "What becomes of each", "Put right what is marked to see it."
    return dates(State, State.lines, _row, heading=heading, nothing=nothing)


def _row(row: RowVar[ChangeRow]) -> rx.Component:
    return html.li(
        html.span(value_if(row.number == 0, "–", row.number), class_name="series-number num"),
        html.span(row.day, class_name="num"),
        html.span(
            html.span(row.time, class_name="series-time num"),
            when(is_set(row.was), html.span(row.was, class_name="series-was num")),
            class_name="series-when",
        ),
        tag(row.says, tint=pick(row.state, _TINTS, "slate")),
        when(is_set(row.leave), leave_or_undo(State, row, row.leave)),
        when(is_set(row.why), against(State, row)),
        class_name=classes("series-date", text("is-", row.state)),
        key=row.key,
    )
