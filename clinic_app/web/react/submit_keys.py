"""Ctrl or ⌘ with Enter submits a form; the keys stand on its button as a reminder."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx
from reflex.components.component import NoSSRComponent


class SubmitKeys(NoSSRComponent):
    """The keys, drawn small; they work in the whole form around them."""

    library = "$/public/react/submit_keys.jsx"
    tag = "SubmitKeys"


def submit_keys() -> rx.Component:
    """Place it inside the submit button of a form."""
    made: Any = cast("Any", SubmitKeys).create()
    return cast("rx.Component", made)
