"""The end of a booking: what was booked, and the page when it was forgotten."""

import reflex as rx

from clinic_app.web.outside.booking_state import PublicBookingState
from clinic_app.web.outside.layout import contact, good_to_know
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, button_group, text_button
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.html import Child
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.qr import qr_picture
from clinic_app.web.ui.reactive import is_set, text, value_if, when

State = PublicBookingState


def booked() -> rx.Component:
    """What was booked, and the ways on from there."""
    return html.div(
        html.dl(
            _fact("What", State.service),
            _fact("With", State.practitioner),
            _fact("When", text(State.start_words, ", ", State.zone)),
            class_name="public-chosen",
        ),
        banner(
            html.p("The confirmation is on its way to ", contact(State.contact), "."), kind="good"
        ),
        button_group(
            html.plain_a(
                icon("calendar-plus", size=15),
                "Add to my calendar",
                href=State.file_path,
                class_name="btn btn--secondary",
            ),
            _way("See, move or cancel", State.visit_path),
            _way("Check in on the day", State.check_in),
        ),
        html.div(
            qr_picture(State.check_in_code, "QR code of the check-in page"),
            html.p("On the day, scan this code or open the link above to say that you are there."),
            class_name="public-qr",
        ),
        when(is_set(State.policy), good_to_know(State.policy)),
        _leave(),
        class_name="stack",
    )


def _leave() -> rx.Component:
    return html.p(
        text_button("Book another visit", on_click=State.start_over),
        " · ",
        text_button("Done, clear this page", on_click=State.forget),
        class_name="public-ways",
    )


def cleared(words: str) -> rx.Component:
    """Nothing of anybody any more."""
    return html.div(
        html.p(words),
        button_group(button("Book a visit", kind="primary", on_click=State.start_over)),
        class_name="stack",
    )


def _way(words: str, address: rx.Var[str]) -> rx.Component:
    """A link to a page of its own: none of them may stand in a frame."""
    return html.plain_a(
        words,
        href=address,
        target=value_if(State.embedded, "_blank", "_self"),
        class_name="btn btn--secondary",
    )


def _fact(label: str, words: Child) -> rx.Component:
    return html.div(html.dt(label), html.dd(words), class_name="public-line")
