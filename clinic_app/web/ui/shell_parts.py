"""The frame of the signed-in app, as pure functions: data comes in as vars.

app_shell(
    sidebar(groups, organization=organization_card(...), me=me_card(...)),
    content,
    phone=[bottom_bar(items, drawer=...)],
)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.web.react.clinic_time import ClinicClock, clinic_time
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.feedback import kbd
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.menu import menu
from clinic_app.web.ui.page import here
from clinic_app.web.ui.reactive import when
from clinic_app.web.ui.untyped import any_var
from clinic_app.web.ui.wordmark import wordmark


@dataclass(frozen=True)
class NavItem:
    """A link of the menu; `shown` follows the role, `active` the address, `count` is live."""

    label: str
    href: str
    icon: str
    active: Condition = False
    shown: Condition = True
    count: rx.Var[int] | None = None


@dataclass(frozen=True)
class NavGroup:
    """Links that belong together, with an optional heading."""

    items: Sequence[NavItem]
    heading: str | None = None
    shown: Condition = True


def app_shell(side: Child, *content: Child, phone: Sequence[Child] = ()) -> rx.Component:
    """Sidebar and content; the first Tab stop of the page skips to the content."""
    return html.div(
        html.plain_a("Skip to content", href="#content", class_name="skip-link"),
        side,
        html.div(*content, class_name="shell-main"),
        *phone,
        class_name="shell",
    )


def content_area(*children: Child) -> rx.Component:
    """The page itself, under the top bar."""
    return html.main(*children, id="content", tab_index=-1, class_name="content")


def sidebar(groups: Sequence[NavGroup], *, organization: Child, me: Child) -> rx.Component:
    """Wordmark, organization, menu and, at the bottom, the person."""
    return html.aside(
        wordmark(),
        organization,
        navigation(groups),
        html.div(me, class_name="sidebar-end"),
        class_name="sidebar",
        aria_label="Polyclinic",
    )


def navigation(groups: Sequence[NavGroup], *, label: str = "Main") -> rx.Component:
    """The menu, for the sidebar and for the drawer of a phone."""
    return html.nav(*[_group(group) for group in groups], aria_label=label)


def _group(group: NavGroup) -> rx.Component:
    links = html.ul(*[_shown(item.shown, html.li(nav_link(item))) for item in group.items])
    heading = [] if group.heading is None else [html.p(group.heading, class_name="nav-heading")]
    return _shown(group.shown, html.div(*heading, links, class_name="nav-group"))


def nav_link(item: NavItem) -> rx.Component:
    """One link of the menu, with its live count while that is above zero."""
    return html.a(
        icon(item.icon, size=17),
        html.span(item.label, class_name="truncate"),
        *_count(item.count),
        href=item.href,
        aria_current=here(item.active),
        class_name="nav-link",
    )


def _count(count: rx.Var[int] | None) -> list[rx.Component]:
    if count is None:
        return []
    return [when(any_var(count) > 0, html.span(count, class_name="count num"))]


def _shown(condition: Condition, component: rx.Component) -> rx.Component:
    return component if condition is True else when(condition, component)


def organization_card(
    name: Text, *, letters: Text, clock: ClinicClock | rx.Var[Any], items: Sequence[Child] = ()
) -> rx.Component:
    """The clinic with its city and local time; with `items`, a menu to switch clinics."""
    parts = [
        html.span(letters, class_name="org-mark", aria_hidden="true"),
        html.span(
            html.span(name, class_name="truncate"),
            html.span(clinic_time(clock), class_name="num"),
            class_name="two-lines",
        ),
    ]
    if not items:
        return html.div(*parts, class_name="org-card")
    trigger = html.button(
        html.span("My clinics", class_name="sr-only"),
        *parts,
        icon("chevrons-up-down", size=14),
        type="button",
        class_name="org-card",
    )
    return menu(trigger, *items)


def me_card(name: Text, role: Text, *, letters: Text, items: Sequence[Child]) -> rx.Component:
    """The person at the bottom of the sidebar, with a menu: account, theme, sign out."""
    trigger = html.button(
        html.span("My menu", class_name="sr-only"),
        avatar(letters),
        html.span(html.span(name, class_name="truncate"), html.span(role), class_name="two-lines"),
        icon("ellipsis", size=16),
        type="button",
        class_name="me-card",
    )
    return menu(trigger, *items)


def search_button(on_click: Event) -> rx.Component:
    """Looks like a search box and opens the palette, as Ctrl/⌘ K does."""
    return html.button(
        icon("search", size=15),
        html.span("Find or do anything"),
        kbd("⌘", "K"),
        type="button",
        aria_keyshortcuts="Control+K Meta+K",
        class_name="search-button",
        on_click=on_click,
    )


def bottom_bar(items: Sequence[NavItem], *more: Child) -> rx.Component:
    """The phone's bar under the thumb: up to five links, or four and the drawer's button."""
    return html.nav(
        *[_shown(item.shown, _bottom_link(item)) for item in items],
        *more,
        aria_label="Main, short",
        class_name="bottom-bar",
    )


def _bottom_link(item: NavItem) -> rx.Component:
    return html.a(
        icon(item.icon, size=19),
        html.span(item.label),
        *_count(item.count),
        href=item.href,
        aria_current=here(item.active),
        class_name="bottom-link",
    )
