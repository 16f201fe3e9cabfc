"""Initials on a soft tint, and a person's line with name and detail."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.reactive import classes, text

_TINTS = ("violet", "blue", "green", "amber", "teal", "red")


def tint_for(key: str) -> str:
    """A tint that stays the same for a key (an id or a name) on every page."""
    return _TINTS[sum(key.encode()) % len(_TINTS)]


def avatar(
    letters: Text, *, tint: Text = "violet", size: Literal["small", "medium", "large"] = "medium"
) -> rx.Component:
    """A round badge with initials; decoration, since the name stands beside it."""
    return html.span(
        letters,
        class_name=classes("avatar", text("tint-", tint), (size != "medium", f"avatar--{size}")),
        aria_hidden="true",
    )


def person(
    name: Child, *, letters: Text, tint: Text = "violet", detail: Child | None = None
) -> rx.Component:
    """Avatar, name and a line under it."""
    lines: list[Child] = [html.div(name, class_name="person-name truncate")]
    if detail is not None:
        lines.append(html.div(detail, class_name="person-detail truncate"))
    return html.div(
        avatar(letters, tint=tint), html.div(*lines, class_name="grow"), class_name="person"
    )
