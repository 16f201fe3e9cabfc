"""An offered time: take it or let it go."""

from typing import Any

import reflex as rx

from clinic_app.web.scheduling.waiting.offer_state import OfferState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import choose, is_set, text, when
from clinic_app.web.ui.untyped import any_var

_answer: Any = any_var(OfferState.answer)


def offer_page() -> rx.Component:
    """One heading for every situation."""
    return outside_layout(
        "A time for you",
        choose(
            OfferState.situation,
            ("open", _open()),
            ("accepted", _accepted()),
            ("declined", _declined()),
            ("over", _over()),
            ("gone", _gone()),
            default=html.div(skeleton_rows(2), aria_busy="true"),
        ),
    )


def _visit() -> rx.Component:
    return html.div(
        html.p(html.strong(OfferState.day)),
        html.p(html.strong(OfferState.hours, class_name="num")),
        html.p(OfferState.what),
        html.p(OfferState.clinic, class_name="faint"),
        class_name="invitation-card",
    )


def _open() -> rx.Component:
    return html.div(
        _visit(),
        html.p(text("It is kept for you until ", OfferState.until, " (the clinic’s time).")),
        when(is_set(OfferState.refusal), banner(html.p(OfferState.refusal), kind="danger")),
        button(
            "Take this time",
            kind="primary",
            wide=True,
            loading=OfferState.busy,
            on_click=[OfferState.begin, _answer(True)],
        ),
        button(
            "No, thank you",
            wide=True,
            disabled=OfferState.busy,
            on_click=[OfferState.begin, _answer(False)],
        ),
        html.p("You stay on the waiting list if you let it go.", class_name="field-hint"),
        class_name="stack",
    )


def _accepted() -> rx.Component:
    return html.div(
        _visit(),
        banner(
            html.p("We have sent you a confirmation with a link to move or cancel it."),
            kind="good",
            title="This time is yours",
        ),
        class_name="stack",
    )


def _declined() -> rx.Component:
    return banner(
        html.p("It goes to the next person. You stay on the waiting list."),
        kind="info",
        title="You let this time go",
    )


def _over() -> rx.Component:
    return banner(
        html.p("It was not answered in time, or the clinic took it back.", " "),
        html.p("You are still on the waiting list."),
        kind="info",
        title="This offer is over",
    )


def _gone() -> rx.Component:
    return banner(
        html.p("Please look whether the whole link was copied, or call the clinic."),
        kind="info",
        title="There is no such offer",
    )
