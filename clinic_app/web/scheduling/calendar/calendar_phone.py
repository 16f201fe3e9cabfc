"""The calendar on a phone: a row to switch views, the day as a list, a round button to book."""

import reflex as rx

from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.calendar.day_list import day_list, round_book_button
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.html import Condition

VIEWS = [("day", "Day"), ("week", "Week"), ("month", "Month"), ("agenda", "Agenda")]


def phone_bar() -> rx.Component:
    """The views and the way back and forth stand in a row of their own."""
    return html.div(
        icon_button("chevron-left", "Earlier", kind="ghost", on_click=CalendarState.back),
        segmented_control(
            "Show",
            VIEWS,
            name="calendar-view-phone",
            value=CalendarState.view,
            on_change=CalendarState.show_as,
        ),
        icon_button("chevron-right", "Later", kind="ghost", on_click=CalendarState.forward),
        class_name="calendar-phone-bar",
    )


def phone_day(*, may_book: Condition) -> rx.Component:
    """The day as a list, with the week above it."""
    return day_list(
        days=CalendarState.week,
        day=CalendarState.day,
        visits=CalendarState.visits,
        names=CalendarState.names,
        on_open_visit=VisitState.open,
        on_change_date=CalendarState.change_date,
        on_earlier=CalendarState.week_back,
        on_later=CalendarState.week_forward,
        on_book=BookingState.open("", CalendarState.day),
        may_book=may_book,
    )


def phone_book() -> rx.Component:
    """The round button of the other views."""
    return html.div(
        round_book_button(BookingState.open("", CalendarState.day)),
        class_name="calendar-phone-book",
    )
