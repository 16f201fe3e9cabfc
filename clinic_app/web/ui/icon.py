"""Lucide icons; hidden from screen readers unless they carry a label of their own."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx

from clinic_app.web.ui.html import Text
from clinic_app.web.ui.reactive import classes
from clinic_app.web.ui.untyped import rx_any


def icon(
    name: str, *, size: int = 16, label: str | None = None, class_name: Text = ""
) -> rx.Component:
    """A lucide icon by its name in kebab or snake case.

    Without a label it is decoration (aria-hidden); with one it speaks for itself.
    """
    spoken: dict[str, Any] = (
        {"aria_hidden": "true"}
        if label is None
        # `role` is no prop of Reflex's icon: as a keyword it would end up as a style.
        else {"custom_attrs": {"role": "img"}, "aria_label": label}
    )
    made: Any = rx_any.icon(
        name.replace("-", "_"),
        size=size,
        class_name=classes("icon", class_name),
        **spoken,
    )
    return cast("rx.Component", made)
