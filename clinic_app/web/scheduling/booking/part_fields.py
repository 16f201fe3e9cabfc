"""Two short fields beside a name: from which minute of a visit somebody assists, and how long."""

from typing import Any

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Text


def minute_input(
    label: Text,
    value: rx.Var[str],
    placeholder: str,
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """Some minutes, in a line of words; the placeholder says what nothing means."""
    return html.input_(
        aria_label=label,
        default_value=value,
        placeholder=placeholder,
        input_mode="numeric",
        auto_complete="off",
        max_length=3,
        class_name="input input--number part-minutes",
        **props,
    )
