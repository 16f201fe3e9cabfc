"""The calendar page: a bar of controls over the clinic's day or week; on a phone, a list."""

from typing import Any

import reflex as rx

from clinic_app.web.react.calendar import calendar
from clinic_app.web.react.month import month
from clinic_app.web.react.widgets import phone_or_desk, seen_address, steady_input
from clinic_app.web.scheduling.booking.booking_dialog import booking_dialog
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_agenda import agenda
from clinic_app.web.scheduling.calendar.calendar_menus import colour_menu, practitioner_menu
from clinic_app.web.scheduling.calendar.calendar_phone import (
    VIEWS,
    phone_bar,
    phone_book,
    phone_day,
)
from clinic_app.web.scheduling.calendar.calendar_scope_part import scope_dialog
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.visit.undo_state import UndoState
from clinic_app.web.scheduling.visit.visit_sheet import visit_sheet
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button, link_button
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.feedback import banner, empty_state, error_panel, skeleton
from clinic_app.web.ui.html import Event
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.page import page_header
from clinic_app.web.ui.reactive import any_of, both, choose, either, is_empty, negate, text, when

MAY_BOOK: rx.Var[Any] = ShellState.may["appointment:write"]
_OF_PEOPLE: rx.Var[Any] = CalendarState.columns_by == "practitioner"
_NO_COLUMN = both(negate(_OF_PEOPLE), is_empty(CalendarState.columns))


def calendar_page() -> rx.Component:
    """Lay out the whole page."""
    return html.div(
        _bar(),
        phone_bar(),
        _stale(),
        _content(),
        when(MAY_BOOK, html.fragment(booking_dialog(), scope_dialog())),
        visit_sheet(),
        when(
            CalendarState.loaded,
            seen_address(
                open=any_of(BookingState.shown, VisitState.shown),
                date=CalendarState.day,
                now=CalendarState.now,
            ),
        ),
        class_name="calendar-page",
    )


def _bar() -> rx.Component:
    return page_header(
        html.fragment(
            html.span(CalendarState.title, class_name="desk-only"),
            html.span(CalendarState.short_title, class_name="phone-only"),
            html.span("Calendar", class_name="sr-only"),
        ),
        *_steps(),
        html.span(
            segmented_control(
                "Show",
                VIEWS,
                name="calendar-view",
                value=CalendarState.view,
                on_change=CalendarState.show_as,
            ),
            class_name="desk-only",
        ),
        practitioner_menu(),
        colour_menu(),
        *_extras(),
        when(MAY_BOOK, _book_button()),
        subtitle=html.fragment(
            html.span(text(CalendarState.count, " · "), class_name="phone-only"),
            text(ShellState.clock.city, " time"),
        ),
    )


def _extras() -> list[rx.Component]:
    return [
        html.a(
            icon("printer"),
            html.span("Print the day", class_name="sr-only"),
            href=text("/calendar/print?date=", CalendarState.day),
            title="Print the day",
            class_name="btn btn--ghost btn--icon desk-only",
        ),
        icon_button(
            "keyboard", "Keys of the calendar", kind="ghost", class_name="calendar-help desk-only"
        ),
    ]


def _steps() -> list[rx.Component]:
    return [
        button("Today", on_click=CalendarState.today),
        _arrow("chevron-left", "Earlier", CalendarState.back),
        _arrow("chevron-right", "Later", CalendarState.forward),
        _date_picker(),
    ]


def _arrow(icon_name: str, label: str, on_click: Event) -> rx.Component:
    return icon_button(icon_name, label, on_click=on_click, class_name="desk-only")


def _date_picker() -> rx.Component:
    """The browser's own: an icon until it has the focus, then a field to type in."""
    return html.span(
        icon("calendar-days"),
        steady_input(
            type="date",
            value=CalendarState.day,
            min="2000-01-01",
            max="2200-12-31",
            aria_label="Go to date",
            title="Go to date",
            on_change=CalendarState.pick_date,
        ),
        class_name="date-jump",
    )


def _book_button() -> rx.Component:
    return button(
        "Book",
        kind="primary",
        icon_name="plus",
        on_click=BookingState.open("", CalendarState.day),
        class_name="calendar-book desk-only",
    )


def _stale() -> rx.Component:
    """Something is shown, but it could not be renewed."""
    return when(
        both(CalendarState.failed, CalendarState.loaded),
        banner(
            html.p("The calendar could not be loaded. What you see may be out of date."),
            kind="warn",
            action=button("Try again", size="small", on_click=CalendarState.retry),
        ),
    )


def _content() -> rx.Component:
    nobody = both(CalendarState.loaded, is_empty(CalendarState.choices))
    nobody_chosen = both(_OF_PEOPLE, both(CalendarState.loaded, is_empty(CalendarState.columns)))
    broken = both(CalendarState.failed, negate(CalendarState.loaded))
    return either(
        broken,
        error_panel("The calendar could not be loaded.", on_retry=CalendarState.retry),
        either(
            any_of(nobody, nobody_chosen),
            either(nobody, _nobody_yet(), _nobody_chosen()),
            either(CalendarState.loaded, _view(), _skeleton()),
        ),
    )


def _view() -> rx.Component:
    desk = either(_NO_COLUMN, _no_resource(), _desk())
    return html.fragment(
        choose(
            CalendarState.view,
            ("month", _month()),
            ("agenda", _agenda()),
            ("week", phone_or_desk(_agenda(), desk)),
            default=phone_or_desk(phone_day(may_book=MAY_BOOK), desk),
        ),
        when(both(MAY_BOOK, CalendarState.view != "day"), phone_book()),
    )


def _month() -> rx.Component:
    return month(
        days=CalendarState.month,
        day=CalendarState.day,
        label=CalendarState.title,
        on_open_day=CalendarState.open_day,
        on_step=CalendarState.turn,
    )


def _agenda() -> rx.Component:
    return agenda(
        CalendarState.agenda,
        on_open_visit=VisitState.open,
        on_open_day=CalendarState.open_day,
    )


def _no_resource() -> rx.Component:
    return empty_state(
        text("There is no ", CalendarState.columns_by, " yet"),
        "Visits take them by their service.",
        action=button("Show practitioners", on_click=CalendarState.show_columns("practitioner")),
        icon_name="filter",
    )


def _desk() -> rx.Component:
    sheet = calendar(
        view=CalendarState.view,
        date=CalendarState.day,
        columns=CalendarState.columns,
        visits=CalendarState.visits,
        shades=CalendarState.shades,
        changes=CalendarState.changes,
        now=CalendarState.now,
        day_start=CalendarState.opens,
        day_end=CalendarState.closes,
        slot_minutes=CalendarState.slot_minutes,
        bookable=MAY_BOOK,
        editable=MAY_BOOK,
        answered=CalendarState.answered,
        asking=CalendarState.scope_asked,
        on_move=CalendarState.move,
        on_undo=UndoState.undo_last,
        why=CalendarState.why,
        on_ask_why=CalendarState.ask_why,
        on_open_visit=VisitState.open,
        on_pick_gap=BookingState.open,
        on_change_date=CalendarState.change_date,
    )
    return html.div(sheet, class_name="calendar-sheet")


def _nobody_yet() -> rx.Component:
    return empty_state(
        "No practitioners yet",
        "The calendar has a column for each person who sees patients.",
        action=when(
            ShellState.may["schedule:write"],
            link_button(
                "Add the first practitioner",
                href="/settings/practitioners",
                kind="primary",
                icon_name="plus",
            ),
        ),
        icon_name="stethoscope",
    )


def _nobody_chosen() -> rx.Component:
    return empty_state(
        "Nobody is chosen",
        "Every practitioner is hidden by the filter.",
        action=button("Show everybody", on_click=CalendarState.show_all),
        icon_name="filter",
    )


def _skeleton() -> rx.Component:
    column = html.div(
        html.div(skeleton("round"), skeleton("half"), class_name="calendar-waiting-head"),
        *[html.div(class_name="skeleton") for _ in range(3)],
    )
    return html.div(
        html.span("Loading", class_name="sr-only"),
        *[column for _ in range(5)],
        role="status",
        aria_busy="true",
        class_name="calendar-waiting",
    )
