"""Layouts without the frame: signing in and joining, not found, forbidden, errors."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import button_group, link_button
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.reactive import classes
from clinic_app.web.ui.wordmark import wordmark


def outside_layout(
    title: Text,
    *children: Child,
    lead: Child | None = None,
    below: Child | None = None,
    wide: bool = False,
) -> rx.Component:
    """A calm panel under the wordmark; `below` stands beneath it ("No account? Sign up")."""
    heading = html.div(
        html.h1(title),
        *([html.p(lead, class_name="outside-lead")] if lead is not None else []),
    )
    panel = html.div(
        heading, *children, class_name=classes("outside-panel", (wide, "outside-panel--wide"))
    )
    return html.div(
        html.header(wordmark()),
        html.main(
            panel,
            *([below] if below is not None else []),
            id="content",
            class_name="outside-main",
        ),
        html.footer("Polyclinic"),
        class_name="outside",
    )


def message_page(
    title: Text, sentence: Text, *, actions: Sequence[Child] = (), lead: Child | None = None
) -> rx.Component:
    """A page that only says something and leads on; inside the frame or alone."""
    ways = actions or [link_button("Go to my start page", href="/", kind="primary")]
    return html.div(
        *([lead] if lead is not None else []),
        html.h1(title),
        html.p(sentence),
        button_group(*ways),
        class_name="message-page",
    )


def not_found_page() -> rx.Component:
    """For an address that leads nowhere, or to something of another clinic."""
    return html.main(
        message_page(
            "There is nothing here",
            "The page does not exist, or it belongs to another clinic.",
            lead=wordmark(href=None),
        ),
        id="content",
    )


def crash_page() -> rx.Component:
    """When drawing a page failed in the browser; loading it afresh is the mend."""
    return html.main(
        html.div(
            wordmark(href=None),
            html.h1("This page stopped working"),
            html.p("What you saved is safe. Load the page again to carry on."),
            button_group(
                html.plain_a("Load again", href="", class_name="btn btn--primary"),
                html.plain_a("Go to my start page", href="/", class_name="btn"),
            ),
            class_name="message-page",
        ),
        id="content",
    )
