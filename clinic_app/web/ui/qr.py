"""A QR code, drawn."""

from __future__ import annotations

from typing import Any

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.reactive import text


def qr_picture(code: Any, label: str) -> rx.Component:  # noqa: ANN401  # a var of a QrCode
    """Draw a `kit.qr.QrCode` of a state; always dark on light, as cameras want it."""
    return html.svg(
        html.path(d=code.path),
        view_box=text("0 0 ", code.size, " ", code.size),
        role="img",
        aria_label=label,
        class_name="qr",
    )
