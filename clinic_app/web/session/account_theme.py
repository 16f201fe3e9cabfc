"""Applies the theme that the account keeps, so that it is the same in every browser."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx


class AccountTheme(rx.Component):
    """The React component (assets/react/account_theme.jsx); it shows nothing."""

    library = "$/public/react/account_theme.jsx"
    tag = "AccountTheme"

    theme: rx.Var[str]


def account_theme(theme: rx.Var[str]) -> rx.Component:
    """Follow a var of "light", "dark" or "system"; empty until it is known."""
    made: Any = cast("Any", AccountTheme).create(theme=theme)
    return cast("rx.Component", made)
