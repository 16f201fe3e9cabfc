"""The last row of the booking dialog."""

import reflex as rx

from clinic_app.web.react.submit_keys import submit_keys
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.reactive import either, is_empty, is_set, negate, text, value_if


def _what() -> rx.Component:
    services = BookingState.more.length() + BookingState.apart.length() + 1
    one_day = is_empty(BookingState.apart)
    every = value_if(services == 2, "both", text("all ", services))
    return either(one_day, BookingState.start_label, every)


def booking_buttons() -> rx.Component:
    """Cancel, and the button that says what it books."""
    verb = value_if(is_set(BookingState.moving), "Move to ", "Book ")
    return html.div(
        button("Cancel", on_click=BookingState.show(False)),
        button(
            either(
                is_set(BookingState.start_label),
                html.span(verb, _what()),
                html.span("Choose a time"),
            ),
            submit_keys(),
            kind="primary",
            submit=True,
            loading=BookingState.saving,
            disabled=negate(is_set(BookingState.start)),
        ),
        class_name="form-actions",
    )
