"""A button that prints the page (assets/react/printing.jsx)."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx
from reflex_base.components.component import NoSSRComponent


class PrintButton(NoSSRComponent):
    """Opens the browser's own print dialog."""

    library = "$/public/react/printing.jsx"
    tag = "PrintButton"

    label: rx.Var[str]


def print_button(label: str = "Print") -> rx.Component:
    """A button to print with; what is printed of the page is said by the style sheets."""
    made: Any = cast("Any", PrintButton).create(label=label)
    return cast("rx.Component", made)
