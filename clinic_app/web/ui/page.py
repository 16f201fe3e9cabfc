"""The frame of one page's content: header with title and deeds, toolbar, body, tabs."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Text
from clinic_app.web.ui.reactive import classes, value_if


def page_header(
    title: Child, *actions: Child, subtitle: Child | None = None, lead: Child | None = None
) -> rx.Component:
    """The page's heading (its only h1), a line under it, deeds at the right.

    `lead` stands before the heading: an avatar, say.
    """
    return html.header(
        *([lead] if lead is not None else []),
        html.div(
            html.h1(title, class_name="page-title"),
            *([html.div(subtitle, class_name="page-subtitle")] if subtitle is not None else []),
            class_name="page-header-text",
        ),
        *([html.div(*actions, class_name="btn-group")] if actions else []),
        class_name="page-header",
    )


def page_body(*children: Child, narrow: bool = False) -> rx.Component:
    """What stands under the header, with the page's margins; `narrow` for forms and settings."""
    return html.div(*children, class_name=classes("page-body", (narrow, "page-body--narrow")))


def toolbar(*filters: Child, end: Sequence[Child] = ()) -> rx.Component:
    """Search, filters and, at the right, what else belongs to a list."""
    return html.div(
        *filters,
        *([html.div(*end, class_name="toolbar-end")] if end else []),
        class_name="toolbar",
    )


def row(*children: Child, between: bool = False) -> rx.Component:
    """Children side by side; `between` pushes them apart."""
    return html.div(*children, class_name=classes("row", (between, "row--between")))


def here(active: Condition) -> Text:
    """The value of `aria-current` for a link that may lead to the page one is on."""
    if isinstance(active, bool):
        return "page" if active else "false"
    return value_if(active, "page", "false")
