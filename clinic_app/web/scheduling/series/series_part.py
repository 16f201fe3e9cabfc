"""“Repeat this visit”: the rule on top, its dates below with what stands against them."""

import reflex as rx

from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.helper_rows import HelperRow
from clinic_app.web.scheduling.series.rule_part import rule_fields
from clinic_app.web.scheduling.series.series_dates_part import (
    against,
    dates,
    dialog_buttons,
    leave_or_undo,
    refused,
)
from clinic_app.web.scheduling.series.series_state import SeriesState
from clinic_app.web.scheduling.series.series_words import DateLine
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    classes,
    each,
    is_set,
    negate,
    pick,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import text_area


def repeat_button() -> rx.Component:
    """The way from one visit to many, in the booking dialog; needs patient and first time."""
    nobody = negate(is_set(BookingState.patient_id))
    never = any_of(negate(is_set(BookingState.start)), BookingState.by_hand)
    lacking = value_if(nobody, "Choose the patient", "Choose the first of the free times")
    return html.div(
        button(
            "Repeat…",
            icon_name="repeat",
            size="small",
            disabled=any_of(nobody, never),
            on_click=[
                BookingState.let_go,
                SeriesState.open(
                    BookingState.patient_id,
                    BookingState.service_id,
                    BookingState.practitioner_id,
                    BookingState.start,
                ),
            ],
        ),
        when(
            any_of(nobody, never),
            html.span(
                value_if(both(nobody, never), "Choose patient and first time", lacking),
                class_name="faint",
            ),
        ),
        class_name="row",
    )


def series_dialog() -> rx.Component:
    """The dialog, for every page that has the booking dialog."""
    return dialog(
        html.div(
            html.p(
                "First visit ",
                html.strong(SeriesState.first),
                each(SeriesState.assisting, _assistant),
                class_name="series-first",
            ),
            rule_fields(SeriesState, "series"),
            refused(SeriesState),
            _dates(),
            _note(),
            class_name="stack",
            key=SeriesState.opened,
        ),
        open=SeriesState.shown,
        on_open_change=SeriesState.show,
        title="Repeat this visit",
        beside_title=when(is_set(SeriesState.words), tag(SeriesState.words)),
        footer=(dialog_buttons(SeriesState, SeriesState.book, nothing="Nothing to book"),),
        size="large",
    )


def _assistant(row: RowVar[HelperRow]) -> rx.Component:
    return html.span(" · ", row.name, " assists", key=row.id)


def _dates() -> rx.Component:
    nothing = "Put right what is marked above to see the dates."
    return dates(SeriesState, SeriesState.lines, _line, heading="Dates", nothing=nothing)


def _line(line: RowVar[DateLine]) -> rx.Component:
    return html.li(
        html.span(line.number, class_name="series-number num"),
        html.span(line.day, class_name="num"),
        html.span(line.time, class_name="series-time num"),
        _state(line),
        _deed(line),
        when(any_of(line.state == "clash", line.state == "anyway"), against(SeriesState, line)),
        class_name=classes("series-date", text("is-", line.state)),
        key=line.number,
    )


def _state(line: RowVar[DateLine]) -> rx.Component:
    tint = pick(line.state, {"free": "green", "instead": "blue", "out": "slate"}, "amber")
    return tag(value_if(line.state == "out", "left out", line.state), tint=tint)


def _deed(line: RowVar[DateLine]) -> rx.Component:
    """Leave a date out, or take it as the rule has it."""
    return leave_or_undo(SeriesState, line, "Leave out")


def _note() -> rx.Component:
    return text_area(
        "series-note",
        "Note for every visit",
        rows=2,
        default_value=SeriesState.note,
        on_blur=SeriesState.keep_note,
        max_length=1000,
    )
