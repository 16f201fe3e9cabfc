"""Ctrl or ⌘ with Enter presses a dialog's main button; the keys stand on it as a reminder."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx
from reflex.components.component import NoSSRComponent


class SubmitKeys(NoSSRComponent):
    """The keys, drawn small; they work in the whole dialog, or form, around them."""

    library = "$/public/react/submit_keys.jsx"
    tag = "SubmitKeys"


def submit_keys() -> rx.Component:
    """Place it inside the button."""
    made: Any = cast("Any", SubmitKeys).create()
    return cast("rx.Component", made)
