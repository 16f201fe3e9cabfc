"""Puts a page's body into its surroundings: the shell for members, nothing for others."""

from functools import wraps
from typing import cast

import reflex as rx

from clinic_app.people.organizations.organization_rows import OrganizationCard
from clinic_app.web.react.command import command_palette
from clinic_app.web.session.account_state import AccountState
from clinic_app.web.session.account_theme import account_theme
from clinic_app.web.session.idle import idle_guard
from clinic_app.web.shell.navigation import NAVIGATION, NavEntry
from clinic_app.web.shell.page import Body, Page
from clinic_app.web.shell.palette_state import PaletteState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.drawer import drawer
from clinic_app.web.ui.html import Event
from clinic_app.web.ui.menu import menu_item, menu_label, menu_line, menu_link
from clinic_app.web.ui.reactive import RowVar, each, negate, text, value_if, when
from clinic_app.web.ui.shell_parts import (
    NavGroup,
    NavItem,
    app_shell,
    bottom_bar,
    content_area,
    me_card,
    navigation,
    organization_card,
    search_button,
    sidebar,
)
from clinic_app.web.ui.theme import ThemeName, set_theme


def whole(page: Page) -> Body:
    """Return what draws the page in its surroundings.

    It counts as the body's own: what a page needs in the browser stands by its module, so that a
    patient's telephone does not load the staff's pages.
    """

    @wraps(page.body)
    def drawn() -> rx.Component:
        return _framed(page)

    return drawn


def _framed(page: Page) -> rx.Component:
    if page.permission is None:
        return page.body()
    if not page.framed:
        return html.fragment(*_keepers(), page.body())
    return html.fragment(
        *_keepers(),
        app_shell(_side(), content_area(page.body()), phone=[_bottom()]),
        command_palette(
            PaletteState.items,
            PaletteState.found,
            on_query=PaletteState.search,
            on_pick=PaletteState.pick,
        ),
    )


def _keepers() -> list[rx.Component]:
    """What runs beside every signed-in page: the account's theme, the watch for idleness."""
    return [account_theme(ShellState.theme), idle_guard(ShellState.idle_minutes)]


def _side() -> rx.Component:
    return sidebar(
        _groups(),
        organization=html.fragment(
            organization_card(
                ShellState.clinic,
                letters=ShellState.clinic_initials,
                clock=ShellState.clock,
                items=_clinic_menu(),
            ),
            search_button(None),
        ),
        me=me_card(
            ShellState.name,
            ShellState.role_name,
            letters=ShellState.name_initials,
            items=_my_menu(),
        ),
    )


def _bottom() -> rx.Component:
    items = [_item(entry) for entry in NAVIGATION if entry.in_bottom_bar]
    return bottom_bar(
        items,
        drawer(
            html.p(ShellState.clinic, class_name="drawer-clinic"),
            each(ShellState.clinics, _other_clinic),
            navigation(_groups(), label="Main, whole"),
            button("Sign out", icon_name="log-out", kind="ghost", on_click=ShellState.sign_out),
        ),
    )


def _groups() -> list[NavGroup]:
    headings = list(dict.fromkeys(entry.group for entry in NAVIGATION))
    return [
        NavGroup(
            [_item(entry) for entry in NAVIGATION if entry.group == heading],
            heading=heading or None,
            shown=True if heading != "Clinic" else ShellState.may["schedule:write"],
        )
        for heading in headings
    ]


def _item(entry: NavEntry) -> NavItem:
    return NavItem(
        entry.label,
        entry.route,
        entry.icon,
        active=ShellState.route == entry.route,
        shown=ShellState.may[entry.permission.value],
        count=cast("rx.Var[int]", ShellState.counts[entry.badge]) if entry.badge else None,
    )


def _clinic_menu() -> list[rx.Component]:
    return [
        menu_label("Your clinics"),
        each(ShellState.clinics, _clinic_line),
        menu_line(),
        menu_link("Create a clinic", href="/welcome", icon_name="plus"),
    ]


def _clinic_line(clinic: RowVar[OrganizationCard]) -> rx.Component:
    return menu_item(
        html.span(
            html.span(clinic.name, class_name="truncate"),
            html.span(
                text(clinic.role, " · ", value_if(clinic.active, "you are here", clinic.city)),
                class_name="faint",
            ),
            class_name="two-lines",
        ),
        on_click=ShellState.switch(clinic.id),
        disabled=clinic.active,
    )


def _other_clinic(clinic: RowVar[OrganizationCard]) -> rx.Component:
    go = button(
        text("Switch to ", clinic.name),
        icon_name="arrow-left-right",
        kind="ghost",
        on_click=ShellState.switch(clinic.id),
    )
    return html.fragment(when(negate(clinic.active), go), key=clinic.id)


def _theme(name: ThemeName) -> Event:
    """Change this browser at once, and the account for all the others."""
    return [set_theme(name), AccountState.choose(name)]


def _my_menu() -> list[rx.Component]:
    return [
        menu_link("My account", href="/account", icon_name="circle-user"),
        menu_line(),
        menu_label("Theme"),
        menu_item("Light", icon_name="sun", on_click=_theme("light")),
        menu_item("Dark", icon_name="moon", on_click=_theme("dark")),
        menu_item("As the system", icon_name="monitor", on_click=_theme("system")),
        menu_line(),
        menu_item("Sign out", icon_name="log-out", on_click=ShellState.sign_out),
    ]
