"""Cards and figures."""

from __future__ import annotations

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.reactive import classes


def card(
    *children: Child,
    title: Text | None = None,
    action: Child | None = None,
    flush: bool = False,
    class_name: Text = "",
    **props: object,
) -> rx.Component:
    """A panel with an optional heading and a deed beside it; `flush` drops the padding."""
    head: list[Child] = []
    if title is not None:
        head.append(html.h2(title, class_name="truncate"))
    if action is not None:
        head.append(action)
    body = html.div(*children, class_name=classes("card-body", (flush, "card-body--flush")))
    return html.section(
        *([html.div(*head, class_name="card-head")] if head else []),
        body,
        class_name=classes("card", class_name),
        **props,
    )


def cards(*children: Child) -> rx.Component:
    """Cards in as many columns as there is room for."""
    return html.div(*children, class_name="cards")


def stat_card(
    label: Text,
    value: Text | rx.Var[int],
    *,
    unit: str | None = None,
    detail: Text | None = None,
    href: str | None = None,
) -> rx.Component:
    """One figure with its name; a link where a list stands behind it."""
    parts: list[Child] = [
        html.span(label, class_name="stat-label"),
        html.span(
            value,
            *([html.span(unit, class_name="stat-unit")] if unit else []),
            class_name="stat-value num",
        ),
    ]
    if detail is not None:
        parts.append(html.span(detail, class_name="stat-detail"))
    if href is not None:
        return html.a(*parts, href=href, class_name="card stat")
    return html.div(*parts, class_name="card stat")


def stats(*children: Child) -> rx.Component:
    """Figures side by side."""
    return html.div(*children, class_name="stats")


def facts(*pairs: tuple[str, Child]) -> rx.Component:
    """Names and values, such as a patient's demographics."""
    parts = [part for name, value in pairs for part in (html.dt(name), html.dd(value))]
    return html.dl(*parts, class_name="facts")
