"""Dropdown menus and popovers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import ChoiceRow
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import ListVar, each, is_empty, when
from clinic_app.web.ui.untyped import rx_any


def menu(trigger: Child, *items: Child, align: str = "start") -> rx.Component:
    """A menu that opens from a button; arrow keys, Enter, Esc and typing work."""
    box = rx_any.dropdown_menu
    made = box.root(
        box.trigger(trigger),
        box.content(*items, align=align, variant="soft", color_scheme="gray"),
        modal=False,
    )
    return cast("rx.Component", made)


def adding_menu(
    words: str, label: Text, rows: ListVar[Sequence[ChoiceRow]], *, on_add: Callable[[Text], Event]
) -> rx.Component:
    """A list to add from: a click or Enter adds, going through it does not.

    label: the button's whole name, which holds its words; on_add gets what was chosen.
    """
    return menu(
        button(words, icon_name="plus", wide=True, aria_label=label),
        each(rows, lambda row: menu_item(row.label, on_click=on_add(row.value))),
        when(is_empty(rows), menu_label("There is nothing else to add.")),
    )


def menu_item(
    label: Child,
    *,
    on_click: Event = None,
    icon_name: str | None = None,
    shortcut: str | None = None,
    danger: bool = False,
    disabled: Condition = False,
) -> rx.Component:
    """One deed of a menu."""
    extra: dict[str, object] = {} if on_click is None else {"on_select": on_click}
    if shortcut is not None:
        extra["shortcut"] = shortcut
    made = rx_any.dropdown_menu.item(
        *([icon(icon_name, size=15)] if icon_name else []),
        label,
        disabled=disabled,
        class_name="menu-danger" if danger else "",
        **extra,
    )
    return cast("rx.Component", made)


def menu_link(label: Child, *, href: Text, icon_name: str | None = None) -> rx.Component:
    """A menu's link to a page."""
    link = html.a(*([icon(icon_name, size=15)] if icon_name else []), label, href=href)
    return cast("rx.Component", rx_any.dropdown_menu.item(link, as_child=True))


def menu_label(label: Child) -> rx.Component:
    """A heading inside a menu."""
    return html.div(label, class_name="menu-label")


def menu_line() -> rx.Component:
    """A rule between groups of a menu."""
    return cast("rx.Component", rx_any.dropdown_menu.separator())


def popover(trigger: Child, *children: Child) -> rx.Component:
    """A small panel that opens from a button."""
    box = rx_any.popover
    made = box.root(box.trigger(trigger), box.content(*children, class_name="popover"))
    return cast("rx.Component", made)
