"""A service of a coming on a day of its own: who gives it, its day, and its free times."""

import reflex as rx

from clinic_app.web.react.widgets import steady_input
from clinic_app.web.scheduling.booking.apart_rows import ApartPart
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.booking_team import quiet_deed, service_row, team_of_part
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_button
from clinic_app.web.ui.choice_field import ChoiceRow, filter_select
from clinic_app.web.ui.reactive import (
    NumberVar,
    RowVar,
    is_empty,
    list_of,
    text,
    when,
)


def apart_part(row: RowVar[ApartPart], index: NumberVar[int]) -> rx.Component:
    """One of them, with what stands against it."""
    key = row.key
    return html.div(
        service_row(
            row, "and", on_give=BookingState.give_apart(key), on_drop=BookingState.drop_apart(key)
        ),
        _day_and_time(row),
        html.p(
            row.refused,
            when(is_empty(row.times), _next_day(row)),
            class_name="field-error",
            aria_live="polite",
        ),
        team_of_part(row, BookingState.more.length() + 1 + index),
        quiet_deed(
            "Right after instead",
            text(row.service, " right after the others"),
            on_click=BookingState.follow_again(key),
        ),
        class_name="booking-further-part",
        key=key,
    )


def _day_and_time(row: RowVar[ApartPart]) -> rx.Component:
    return html.div(
        steady_input(
            type="date",
            class_name="input",
            auto_focus=True,
            aria_label=text("Day of ", row.service),
            value=row.day,
            min="2000-01-01",
            max="2200-12-31",
            on_change=BookingState.pick_apart_day(row.key),
        ),
        filter_select(
            text("Time of ", row.service),
            list_of(row.times, ChoiceRow),
            name=text("booking-apart-", row.key),
            placeholder="Choose a time",
            value=row.start,
            on_change=BookingState.pick_apart_time(row.key),
        ),
        class_name="booking-further-row",
    )


def _next_day(row: RowVar[ApartPart]) -> rx.Component:
    return text_button(
        "Next free day",
        aria_label=text("Next free day for ", row.service),
        on_click=BookingState.next_apart_day(row.key),
    )
