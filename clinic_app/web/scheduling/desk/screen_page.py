"""The waiting room's screen, as large as the television: tickets and rooms, no names."""

from typing import Any

import reflex as rx

from clinic_app.web.react.clinic_time import clinic_time
from clinic_app.web.scheduling.desk.screen_rows import CalledTicket
from clinic_app.web.scheduling.desk.screen_state import LinkScreenState, ScreenState
from clinic_app.web.ui import html
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import RowVar, each, either, is_empty, negate, text, value_if, when
from clinic_app.web.ui.untyped import any_var


def staff_screen() -> rx.Component:
    """The screen of somebody signed in."""
    return _screen(ScreenState)


def link_screen() -> rx.Component:
    """The screen behind a link; one that was taken back says so."""
    return either(
        LinkScreenState.gone,
        outside_layout(
            "This screen is switched off",
            html.p("Its link does not work, or no longer. The desk can make a new one."),
        ),
        _screen(LinkScreenState),
    )


def _screen(state: Any) -> rx.Component:  # noqa: ANN401  # either of the two states
    return html.main(
        html.header(
            html.h1("Now called", class_name="screen-title"),
            html.p(clinic_time(state.clock), class_name="screen-clock num"),
            class_name="screen-head",
        ),
        either(
            is_empty(state.called),
            html.p(
                "Please take a seat. You will be called by your ticket.", class_name="screen-calm"
            ),
            html.ol(each(state.called, _called), class_name="screen-called", aria_live="polite"),
        ),
        when(negate(is_empty(state.waiting)), _waiting_part(state)),
        id="content",
        aria_busy=value_if(state.loaded, "false", "true"),
        class_name="screen",
    )


def _waiting_part(state: Any) -> rx.Component:  # noqa: ANN401  # either of the two states
    return html.section(
        html.h2("Waiting", class_name="screen-subtitle"),
        html.ul(
            each(state.waiting, _waiting),
            when(any_var(state.more) > 0, html.li(text("+ ", state.more))),
            role="list",
            class_name="screen-waiting",
        ),
    )


def _called(one: RowVar[CalledTicket]) -> rx.Component:
    return html.li(
        html.span(one.ticket, class_name="screen-ticket num"),
        html.span(one.where, class_name="screen-where"),
        class_name="screen-call",
        key=one.ticket,
    )


def _waiting(ticket: rx.Var[str]) -> rx.Component:
    return html.li(ticket, class_name="num", key=ticket)
