"""The phone's drawer: the whole menu, behind the last button of the bottom bar."""

from __future__ import annotations

from typing import cast

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button
from clinic_app.web.ui.html import Child
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.untyped import rx_any
from clinic_app.web.ui.wordmark import wordmark


def drawer(*children: Child, label: str = "Menu") -> rx.Component:
    """A button for `bottom_bar` that opens the drawer; following a link closes it."""
    box = rx_any.dialog
    trigger = html.button(
        icon("menu", size=19), html.span(label), type="button", class_name="bottom-link"
    )
    head = html.div(
        wordmark(href=None),
        box.title(label, class_name="sr-only"),
        box.close(icon_button("x", "Close", kind="ghost", class_name="dialog-close")),
        class_name="dialog-head",
    )
    content = box.content(
        head,
        # Any click on a link inside reaches this wrapper, which closes the drawer.
        box.close(html.div(*children, class_name="dialog-body drawer-body")),
        class_name="dialog sheet sheet--left",
        aria_describedby=rx_any.Var("undefined"),
    )
    return cast("rx.Component", box.root(box.trigger(trigger), content))
