"""The footer of a list: what is shown of how many, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button
from clinic_app.web.ui.html import Condition, Event
from clinic_app.web.ui.reactive import either, text, value_if
from clinic_app.web.ui.untyped import any_var

PAGE_SIZE = 50


def pagination(
    *,
    page: rx.Var[int],
    total: rx.Var[int],
    on_page: Callable[..., Any],
    page_size: int = PAGE_SIZE,
    more: Condition = False,
) -> rx.Component:
    """ "1–50 of 312" with previous and next; `on_page` gets the number of the page, from 1.

    more: the count stopped at `total` ("1–50 of 1000+").
    """
    current, count = any_var(page), any_var(total)
    first = (current - 1) * page_size + 1
    last = value_if(current * page_size < count, current * page_size, count)
    shown: rx.Component = either(
        count > 0,
        html.span(text(first, "–", last, " of ", count, value_if(more, "+", ""))),
        html.span("0 of 0"),
    )
    return html.nav(
        html.span(shown, class_name="num", aria_live="polite"),
        html.div(
            _step("chevron-left", "Previous page", current <= 1, on_page(current - 1)),
            _step("chevron-right", "Next page", current * page_size >= count, on_page(current + 1)),
            class_name="btn-group",
        ),
        aria_label="Pages",
        class_name="pager",
    )


def _step(icon_name: str, label: str, disabled: rx.Var[bool], on_click: Event) -> rx.Component:
    return icon_button(icon_name, label, size="small", disabled=disabled, on_click=on_click)
