"""The wordmark: a rounded teal square with a white plus, and the name."""

from __future__ import annotations

import reflex as rx

from clinic_app.web.ui import html

_PLUS = (
    "M13.5 8.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v5h5a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1h-5v5"
    "a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-5h-5a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1h5z"
)


def wordmark(*, href: str | None = "/") -> rx.Component:
    """Our sign and name; a link to the landing page unless `href` is None."""
    sign = html.svg(
        html.rect(width="32", height="32", rx="9"),
        html.path(d=_PLUS, class_name="wordmark-plus"),
        view_box="0 0 32 32",
        width="22",
        height="22",
        aria_hidden="true",
        class_name="wordmark-mark",
    )
    name = html.span("Polyclinic")
    if href is None:
        return html.span(sign, name, class_name="wordmark")
    return html.a(sign, name, href=href, class_name="wordmark")
