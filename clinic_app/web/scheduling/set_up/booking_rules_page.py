"""The clinic's booking rules: how soon, how far ahead, and how long a form keeps its time."""

import reflex as rx

from clinic_app.scheduling.telling.notice_rules import TELLS
from clinic_app.web.scheduling.set_up.booking_rules_state import BookingRulesState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.card import card
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.feedback import skeleton_rows
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import either, entry, text
from clinic_app.web.ui.text_field import number_field


def booking_rules_body() -> rx.Component:
    """One form, and a word where the other rules are set."""
    return html.fragment(
        page_header(
            "Booking rules",
            subtitle="They hold for every service that has none of its own, whoever books.",
        ),
        page_body(
            card(either(BookingRulesState.loaded, _form(), skeleton_rows(3)), title="Booking"),
            narrow=True,
        ),
    )


def _form() -> rx.Component:
    return form(
        *_fields(),
        html.p(
            "A service can have rules of its own, and services and practitioners a most of visits"
            " a day: see Services and Practitioners. At the desk, “Another time” books against"
            " the rules on purpose; such a visit is marked.",
            class_name="field-hint",
        ),
        form_actions(button("Save", kind="primary", submit=True)),
        on_submit=BookingRulesState.save,
        key=text("rules-", BookingRulesState.version),
    )


def _fields() -> tuple[rx.Component, ...]:
    errors = BookingRulesState.errors
    return (
        form_row(
            select_field(
                *("notice_minutes", "Shortest notice", BookingRulesState.notices),
                hint="Later than that, a time is no longer offered.",
                error=entry(errors, "notice_minutes"),
                default_value=BookingRulesState.notice,
            ),
            select_field(
                *("ahead_days", "How far ahead", BookingRulesState.aheads),
                hint="The last day that can be booked, counted from today.",
                error=entry(errors, "ahead_days"),
                default_value=BookingRulesState.ahead,
            ),
        ),
        number_field(
            *("hold_minutes", "Hold a time for"),
            unit="min",
            hint="While somebody fills in a booking form, nobody else gets their time.",
            error=entry(errors, "hold_minutes"),
            default_value=BookingRulesState.hold,
            input_mode="numeric",
            required=True,
        ),
        _tells(),
    )


def _tells() -> rx.Component:
    return select_field(
        *("tells", "Patients hear of changes", tuple(TELLS.items())),
        hint="When staff book, move or cancel a visit: by email, else by text message, two"
        " minutes later, so that a slip put right is not told.",
        error=entry(BookingRulesState.errors, "tells"),
        default_value=BookingRulesState.tells,
    )
