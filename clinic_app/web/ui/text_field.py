"""Fields one types into: text, password, number, date, time, long text, search.

All take `name` (also the id unless `id` is given), a label, and optionally hint and error;
`default_value`, `on_blur`, `on_change`, `auto_complete` and the like go through `props`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import reflex as rx

from clinic_app.web.react.widgets import password_input, steady_input
from clinic_app.web.ui import html
from clinic_app.web.ui.field import Wiring, field
from clinic_app.web.ui.html import Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import debounced


def text_field(
    name: str,
    label: Text,
    *,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = False,
    optional_mark: bool = False,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    type: str = "text",  # noqa: A002  # the attribute's own name
    icon_name: str | None = None,
    unit: Text | None = None,
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """One line of text; `type` may be email, tel, url, date and so on."""
    wiring = Wiring(id or name, label, hint, error, required, optional_mark)
    look = props.pop("class_name", "input")
    control = html.div(
        *([icon(icon_name, size=15, class_name="field-icon")] if icon_name else []),
        _box(type, props)(name=name, class_name=look, **wiring.aria(), **props),
        *([] if unit is None else [html.span(unit, class_name="field-unit", aria_hidden="true")]),
        class_name="field-control",
    )
    return field(wiring, control)


def _box(type: str, props: dict[str, Any]) -> Callable[..., rx.Component]:  # noqa: A002  # as above
    followed = type in {"date", "time"} and "value" in props
    return partial(steady_input if followed else html.input_, type=type)


def number_field(
    name: str,
    label: Text,
    *,
    unit: Text | None = None,
    **props: Any,  # noqa: ANN401  # as text_field
) -> rx.Component:
    """A number, as text with a numeric keyboard, so that nothing typed is swallowed.

    The handler gets a text and parses it; `unit` ("min", "%") stands inside the field.
    """
    props.setdefault("input_mode", "decimal")
    props.setdefault("auto_complete", "off")
    return text_field(name, label, unit=unit, class_name="input input--number", **props)


def date_field(name: str, label: Text, **props: Any) -> rx.Component:  # noqa: ANN401  # as text_field
    """A calendar date; the value is ISO, "2026-11-20".

    With `value` a state follows it: `on_change` comes after a pause, and typing is not disturbed.
    """
    return text_field(name, label, type="date", **props)


def time_field(name: str, label: Text, **props: Any) -> rx.Component:  # noqa: ANN401  # as text_field
    """A wall time; the value is "09:30". With `value` as a date."""
    return text_field(name, label, type="time", **props)


def password_field(
    name: str,
    label: Text,
    *,
    new: bool = False,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = True,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """A password with a button that shows it; `new` tells password managers to offer one."""
    wiring = Wiring(id or name, label, hint, error, required)
    control = password_input(
        name=name,
        auto_complete="new-password" if new else "current-password",
        **wiring.aria(),
        **props,
    )
    return field(wiring, control)


def text_area(
    name: str,
    label: Text,
    *,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = False,
    optional_mark: bool = False,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    rows: int = 3,
    **props: Any,  # noqa: ANN401  # attributes of the textarea
) -> rx.Component:
    """Several lines of text."""
    wiring = Wiring(id or name, label, hint, error, required, optional_mark)
    control = html.textarea(name=name, rows=str(rows), class_name="input", **wiring.aria(), **props)
    return field(wiring, control)


def search_field(
    label: str,
    *,
    on_change: Event,
    name: str = "search",
    placeholder: str | None = None,
    wait: int = 200,
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """A search box for lists: its label is for screen readers, its event waits for a pause."""
    return html.div(
        icon("search", size=15, class_name="field-icon"),
        html.input_(
            name=name,
            id=props.pop("id", name),
            type="search",
            aria_label=label,
            placeholder=placeholder or label,
            auto_complete="off",
            spell_check=False,
            class_name="input",
            on_change=debounced(on_change, wait),
            **props,
        ),
        class_name="field-control toolbar-search",
    )
