"""Buttons: primary, secondary, ghost, danger, icon only, and links that look like buttons."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import any_of, classes, either, value_if, when

Kind = Literal["primary", "secondary", "ghost", "danger"]
Size = Literal["medium", "small"]


def spinner(*, label: str | None = None) -> rx.Component:
    """A turning ring; with a label it tells screen readers what is going on."""
    return icon("loader-circle", class_name="icon--spin", label=label)


def button(
    *children: Child,
    kind: Kind = "secondary",
    size: Size = "medium",
    icon_name: str | None = None,
    loading: Condition = False,
    disabled: Condition = False,
    submit: bool = False,
    wide: bool = False,
    on_click: Event = None,
    class_name: Text = "",
    **props: object,
) -> rx.Component:
    """A button; while `loading` it shows a ring, keeps its words and cannot be pressed."""
    return html.button(
        _lead(icon_name, loading),
        *children,
        type="submit" if submit else "button",
        class_name=_look(kind, size, class_name, wide=wide),
        disabled=any_of(loading, disabled),
        aria_busy=_busy(loading),
        **_click(on_click),
        **props,
    )


def icon_button(
    icon_name: str,
    label: Text,
    *,
    kind: Kind = "secondary",
    size: Size = "medium",
    loading: Condition = False,
    disabled: Condition = False,
    on_click: Event = None,
    class_name: Text = "",
    **props: object,
) -> rx.Component:
    """A square button with an icon; `label` is its name for screen readers and its tip."""
    return html.button(
        either(loading, spinner(), icon(icon_name)) if loading is not False else icon(icon_name),
        type="button",
        aria_label=label,
        title=label,
        class_name=classes(_look(kind, size, class_name), "btn--icon"),
        disabled=any_of(loading, disabled),
        aria_busy=_busy(loading),
        **_click(on_click),
        **props,
    )


def link_button(
    *children: Child,
    href: Text,
    kind: Kind = "secondary",
    size: Size = "medium",
    icon_name: str | None = None,
    wide: bool = False,
    class_name: Text = "",
    **props: object,
) -> rx.Component:
    """A link to a page of the app that looks like a button."""
    return html.a(
        _lead(icon_name, loading=False),
        *children,
        href=href,
        class_name=_look(kind, size, class_name, wide=wide),
        **props,
    )


def button_group(*buttons: Child, end: bool = False) -> rx.Component:
    """Buttons side by side."""
    return html.div(*buttons, class_name=classes("btn-group", (end, "btn-group--end")))


def text_link(*children: Child, href: Text, class_name: Text = "", **props: object) -> rx.Component:
    """A link in running text, in the accent colour."""
    return html.a(*children, href=href, class_name=classes("link", class_name), **props)


def text_button(*children: Child, on_click: Event, **props: object) -> rx.Component:
    """A button that reads as a link: for small deeds beside a heading."""
    return html.button(*children, type="button", class_name="link", on_click=on_click, **props)


def _lead(icon_name: str | None, loading: Condition) -> rx.Component:
    still = html.fragment() if icon_name is None else icon(icon_name, size=15)
    if loading is False:
        return still
    return when(loading, spinner()) if icon_name is None else either(loading, spinner(), still)


def _look(kind: Kind, size: Size, class_name: Text, *, wide: bool = False) -> Text:
    return classes(
        "btn", f"btn--{kind}", (size == "small", "btn--small"), (wide, "btn--wide"), class_name
    )


def _busy(loading: Condition) -> Text:
    return "false" if loading is False else value_if(loading, "true", "false")


def _click(on_click: Event) -> dict[str, Event]:
    return {} if on_click is None else {"on_click": on_click}
