"""Checking in from one's own telephone: a birth date, a ticket, and a seat."""

import reflex as rx

from clinic_app.web.scheduling.desk.check_in_state import CheckInState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.field import form
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import choose, entry
from clinic_app.web.ui.text_field import date_field, text_field

_ERROR = entry(CheckInState.errors, "born")


def check_in_page() -> rx.Component:
    """One heading for every situation."""
    return outside_layout(
        "Check in",
        choose(
            CheckInState.situation,
            ("day", _form(_day())),
            ("year", _form(_year())),
            ("desk", _desk()),
            ("done", _done()),
            ("gone", _gone()),
            default=html.div(skeleton_rows(2), aria_busy="true"),
        ),
    )


def _form(field: rx.Component) -> rx.Component:
    return form(
        html.p(
            "Welcome to ",
            html.strong(CheckInState.clinic),
            ". Tell us that it is you, and we know that you are here.",
        ),
        field,
        button("Check in", kind="primary", submit=True, wide=True, loading=CheckInState.busy),
        on_submit=[CheckInState.begin, CheckInState.check_in],
    )


def _day() -> rx.Component:
    return date_field(
        "born",
        "Your date of birth",
        id="check-in-born",
        min="1900-01-01",
        max="2100-12-31",
        auto_complete="bday",
        error=_ERROR,
        required=True,
    )


def _year() -> rx.Component:
    return text_field(
        "born",
        "Your year of birth",
        id="check-in-year",
        input_mode="numeric",
        auto_complete="bday-year",
        placeholder="1984",
        max_length=4,
        error=_ERROR,
        required=True,
    )


def _done() -> rx.Component:
    return html.div(
        html.div(
            html.p("You are checked in, please sit down."),
            html.p(CheckInState.ticket, class_name="check-in-ticket num"),
            html.p("This is your ticket. You will be called by it.", class_name="faint"),
            class_name="check-in-done",
        ),
        role="status",
    )


def _desk() -> rx.Component:
    return banner(
        html.p("We cannot check you in here. Please go to the desk, they are glad to help."),
        kind="info",
        title="Please go to the desk",
    )


def _gone() -> rx.Component:
    return banner(
        html.p(
            "Checking in here works on the day of the visit, from two hours before it begins"
            " until it ends. At any other time, please ask at the desk."
        ),
        kind="info",
        title="There is nothing to check in for just now",
    )
