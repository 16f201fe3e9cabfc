"""What a page says about itself: empty, loading, failed, progress, notices."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.html import Child, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import classes

_NOTICES = {
    "info": ("info", "blue"),
    "good": ("circle-check", "green"),
    "warn": ("triangle-alert", "amber"),
    "danger": ("octagon-alert", "red"),
}


def empty_state(
    title: Text, sentence: Text, *, action: Child | None = None, icon_name: str = "inbox"
) -> rx.Component:
    """An empty list says what it would hold and what to do next."""
    return html.div(
        html.div(icon(icon_name, size=20), class_name="empty-icon"),
        html.p(title, class_name="empty-title"),
        html.p(sentence, class_name="empty-text"),
        *([html.div(action, class_name="empty-action")] if action is not None else []),
        class_name="empty",
    )


def error_panel(
    sentence: Text = "This could not be loaded.",
    *,
    on_retry: Event = None,
    title: str = "Something went wrong",
) -> rx.Component:
    """A list that could not be loaded: never to be taken for an empty one."""
    return html.div(
        html.div(icon("cloud-off", size=20), class_name="empty-icon"),
        html.p(title, class_name="empty-title"),
        html.p(sentence, class_name="empty-text"),
        *(
            [
                html.div(
                    button("Try again", icon_name="rotate-cw", on_click=on_retry),
                    class_name="empty-action",
                )
            ]
            if on_retry is not None
            else []
        ),
        class_name="empty empty--error",
        role="alert",
    )


def banner(
    *children: Child,
    kind: Literal["info", "good", "warn", "danger"] = "info",
    title: Text | None = None,
    action: Child | None = None,
    sticky: bool = False,
) -> rx.Component:
    """A notice in the page; `sticky` stays at the top while one scrolls (a patient's alerts)."""
    icon_name, tint = _NOTICES[kind]
    return html.div(
        icon(icon_name),
        html.div(
            *([html.p(title, class_name="banner-title")] if title is not None else []),
            *children,
            class_name="banner-body",
        ),
        *([action] if action is not None else []),
        class_name=classes("banner", f"tint-{tint}", (sticky, "banner--sticky")),
        role="alert" if kind == "danger" else "status",
    )


def skeleton(look: Literal["short", "half", "long", "round"] = "long") -> rx.Component:
    """One grey bar that breathes while something loads."""
    return html.span(class_name=f"skeleton skeleton--{look}", aria_hidden="true")


def skeleton_rows(count: int = 6) -> rx.Component:
    """A list while it loads."""
    return _loading(
        *[
            html.div(
                skeleton("round"),
                html.div(skeleton("half"), skeleton("short")),
                class_name="skeleton-row",
            )
            for _ in range(count)
        ]
    )


def skeleton_cards(count: int = 3) -> rx.Component:
    """Cards while they load."""
    return _loading(
        *[
            html.div(
                skeleton("short"),
                skeleton("long"),
                skeleton("half"),
                class_name="card card-body skeleton-card",
            )
            for _ in range(count)
        ],
        class_name="cards",
    )


def _loading(*bars: Child, class_name: str = "") -> rx.Component:
    return html.div(
        html.span("Loading", class_name="sr-only"), *bars, role="status", class_name=class_name
    )


def kbd(*keys: str) -> rx.Component:
    """Keys to press, such as kbd("⌘", "K"); for eyes only, `aria_keyshortcuts` tells others."""
    return html.kbd("".join(keys), class_name="kbd", aria_hidden="true")
