"""The frame of one page's content: header with title and deeds, toolbar, body, tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def stack(*children: Child, tight: bool = False) -> rx.Component:
    """Children one under the other."""
    return html.div(*children, class_name=classes("stack", (tight, "stack--tight")))


def row(*children: Child, between: bool = False) -> rx.Component:
    """Children side by side; `between` pushes them apart."""
    return html.div(*children, class_name=classes("row", (between, "row--between")))


@dataclass(frozen=True)
class Tab:
    """A tab is a link to an address of its own; `active` marks where one is."""

    label: Text
    href: Text
    active: Condition = False
    count: rx.Var[int] | None = None


def tabs(*items: Tab, label: str) -> rx.Component:
    """Links to the parts of a page; `label` names the row for screen readers."""
    return html.nav(*[_tab(item) for item in items], aria_label=label, class_name="tabs")


def _tab(item: Tab) -> rx.Component:
    return html.a(
        item.label,
        *([html.span(item.count, class_name="count")] if item.count is not None else []),
        href=item.href,
        aria_current=here(item.active),
        class_name="tab",
    )


def here(active: Condition) -> Text:
    """The value of `aria-current` for a link that may lead to the page one is on."""
    if isinstance(active, bool):
        return "page" if active else "false"
    return value_if(active, "page", "false")
