"""What stands around every page: reconnect bar, error boundary, toasts, a word before.

clinic_app.py:  rx.App(app_wraps=app_wraps(), toaster=toaster(), hydrate_fallback=loading_page, ...)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core import banner as connection

from clinic_app.web.ui import html
from clinic_app.web.ui.button import spinner
from clinic_app.web.ui.layouts import crash_page
from clinic_app.web.ui.reactive import when
from clinic_app.web.ui.untyped import any_var, rx_any


def reconnect_bar() -> rx.Component:
    """A thin line while the socket is away; it goes by itself when it is back."""
    bar = html.div(
        spinner(),
        html.span("Reconnecting. What you see may be out of date."),
        class_name="reconnect",
        role="status",
    )
    return when(any_var(connection).has_connection_errors, bar)


def loading_page() -> rx.Component:
    """What a slow network shows until the page's own code is there: not nothing."""
    return html.div(
        spinner(), html.span("Loading"), class_name="message-page loading-page", role="status"
    )


def toaster() -> rx.Component:
    """Where toasts appear: at the bottom, one upon the other, clear of a sheet's buttons."""
    made = rx_any.toast.provider(
        position="bottom-center",
        expand=False,
        close_button=True,
        visible_toasts=3,
        rich_colors=False,
    )
    return cast("rx.Component", made)


def app_wraps() -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """Our reconnect bar and crash page in place of Reflex's."""
    return {(55, "ErrorBoundary"): _boundary, (5, "Overlay"): _overlay}


def _overlay(stateful: bool) -> rx.Component | None:
    return reconnect_bar() if stateful else None


def _boundary(stateful: bool) -> rx.Component | None:
    quiet: dict[str, Any] = {} if stateful else {"on_error": rx_any.noop()}
    fallback = rx_any.vars.function.ArgsFunctionOperation.create(
        ("event_args",), rx_any.Var.create(crash_page()), _var_type=rx.Component
    )
    return cast("rx.Component", any_var(ErrorBoundary).create(fallback_render=fallback, **quiet))
