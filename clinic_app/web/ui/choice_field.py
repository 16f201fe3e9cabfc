"""Fields one chooses in: select, checkbox, switch, radio buttons, colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars import ArrayVar

from clinic_app.web.ui import html
from clinic_app.web.ui.field import Wiring, field, field_notes, label_words
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import RowVar, each

# The palette for practitioners, services and kinds of visit; tokens.css has the values.
PALETTE: tuple[str, ...] = ("teal", "blue", "violet", "green", "amber", "red", "slate")

Choice = tuple[str, Text]  # value, label


@dataclass(frozen=True)
class ChoiceRow:
    """One choice of a list that a state holds."""

    value: str
    label: str


Options = Sequence[Choice] | ArrayVar[Sequence[ChoiceRow]]


def select_field(
    name: str,
    label: Text,
    options: Options,
    *,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = False,
    optional_mark: bool = False,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    placeholder: str | None = None,
    **props: Any,  # noqa: ANN401  # attributes of the select
) -> rx.Component:
    """One of a list, the browser's own control.

    `options` are (value, label) pairs, or a var of type `list[ChoiceRow]`.
    """
    wiring = Wiring(id or name, label, hint, error, required, optional_mark)
    control = html.div(
        html.select(
            *([html.option(placeholder, value="")] if placeholder is not None else []),
            *_options(options),
            name=name,
            class_name="input",
            **wiring.aria(),
            **props,
        ),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )
    return field(wiring, control)


def filter_select(
    label: Text, options: Options, *, name: Text, placeholder: str | None = None, **props: object
) -> rx.Component:
    """A select for toolbars: its label is for screen readers only."""
    first = [html.option(placeholder, value="")] if placeholder is not None else []
    return html.div(
        html.select(
            *first,
            *_options(options),
            name=name,
            id=name,
            aria_label=label,
            class_name="input",
            **props,
        ),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )


def checkbox_field(
    name: str,
    label: Child,
    *,
    hint: Text | None = None,
    error: Text | None = None,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """A box to tick; `checked`/`default_checked` and `on_change` (a bool) through props."""
    return _tick("check", name, label, Wiring(id or name, "", hint, error), props)


def switch_field(
    name: str,
    label: Child,
    *,
    hint: Text | None = None,
    error: Text | None = None,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    **props: Any,  # noqa: ANN401  # attributes of the input
) -> rx.Component:
    """On or off, at once; for settings that need no Save."""
    return _tick(
        "switch", name, label, Wiring(id or name, "", hint, error), {"role": "switch", **props}
    )


def _tick(
    look: str, name: str, label: Child, wiring: Wiring, props: dict[str, Any]
) -> rx.Component:
    box = html.input_(type="checkbox", name=name, class_name=look, **wiring.aria(), **props)
    # The notes stand outside the label, or they would become part of the box's name.
    return html.div(
        html.label(box, html.span(label), html_for=wiring.id, class_name="choice"),
        *field_notes(wiring),
        class_name="field field--tick",
    )


def radio_field(
    name: str,
    label: Text,
    options: Sequence[Choice],
    *,
    value: Text | None = None,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = False,
    inline: bool = False,
    **props: Any,  # noqa: ANN401  # attributes of each input, such as on_change
) -> rx.Component:
    """One of few, all in sight, as radio buttons."""
    wiring = Wiring(name, label, hint, error, required)

    def one(option: Choice) -> rx.Component:
        return html.label(
            _radio("radio", name, option, value, props),
            html.span(option[1]),
            class_name="choice",
        )

    return _group(wiring, [one(option) for option in options], inline=inline)


def segmented_field(
    name: str,
    label: Text,
    options: Sequence[Choice],
    *,
    value: Text | None = None,
    default: str | None = None,
    hint: Text | None = None,
    error: Text | None = None,
    first: bool = False,
    **props: Any,  # noqa: ANN401  # attributes of each input, such as on_change
) -> rx.Component:
    """One of few, in one bar; radio buttons underneath, so arrow keys work.

    `default` is chosen at first and left to the browser; `value` is a state's. first: what is
    chosen has the focus as its dialog opens.
    """
    wiring = Wiring(name, label, hint, error)
    segments = [
        html.label(
            _radio("", name, option, value, _begin(option, default, props)),
            html.span(option[1]),
            class_name="segmented-item",
        )
        for option in options
    ]
    bar = html.div(*segments, class_name="segmented")
    begins: dict[str, Any] = {"custom_attrs": {"data-first": "true"}} if first else {}
    return _group(wiring, [bar], **begins)


def segmented_control(
    label: str,
    options: Sequence[Choice],
    *,
    name: str,
    value: Text,
    **props: Any,  # noqa: ANN401
) -> rx.Component:
    """The same bar for toolbars (Day, Week, Month); `on_change` gets the value."""
    return html.div(
        *_segments(name, options, value, props),
        role="radiogroup",
        aria_label=label,
        class_name="segmented",
    )


def colour_field(
    name: str,
    label: Text,
    *,
    value: Text | None = None,
    chosen: Text | None = None,
    hint: Text | None = None,
    error: Text | None = None,
    palette: Sequence[str] = PALETTE,
    **props: Any,  # noqa: ANN401  # attributes of each input
) -> rx.Component:
    """A colour of the palette, by name: `value` rules it, or `chosen` is only where it begins."""
    words = {"slate": "Grey"}

    def begins(tint: str) -> dict[str, Any]:
        return {} if chosen is None else {"default_checked": chosen == tint}

    swatches = [
        _radio(
            f"colour tint-{tint}",
            name,
            (tint, tint),
            value,
            {"aria_label": words.get(tint, tint.capitalize()), **begins(tint), **props},
        )
        for tint in palette
    ]
    return _group(Wiring(name, label, hint, error), [html.div(*swatches, class_name="colours")])


def _segments(
    name: str, options: Sequence[Choice], value: Text | None, props: dict[str, Any]
) -> list[rx.Component]:
    return [
        html.label(
            _radio("", name, option, value, props),
            html.span(option[1]),
            class_name="segmented-item",
        )
        for option in options
    ]


def _begin(option: Choice, default: str | None, props: dict[str, Any]) -> dict[str, Any]:
    return props if default is None else {**props, "default_checked": option[0] == default}


def _radio(
    look: str, name: str, option: Choice, value: Text | None, props: dict[str, Any]
) -> rx.Component:
    # No id: the label is around it, and Reflex would add every id to what a form submits.
    chosen: dict[str, Any] = {} if value is None else {"checked": value == option[0]}
    return html.input_(
        type="radio",
        name=name,
        value=option[0],
        class_name=look,
        **({"read_only": True} if value is not None and "on_change" not in props else {}),
        **chosen,
        **props,
    )


def _group(
    wiring: Wiring, controls: Sequence[Child], *, inline: bool = False, **props: object
) -> rx.Component:
    aria = {key: given for key, given in wiring.aria().items() if key == "aria_describedby"}
    return html.fieldset(
        html.legend(*label_words(wiring), class_name="field-label"),
        html.div(*controls, class_name="choice-list"),
        *field_notes(wiring),
        class_name="choices choices--inline" if inline else "choices",
        **aria,
        **props,
    )


def _options(options: Options) -> list[rx.Component]:
    if isinstance(options, rx.Var):
        return [each(options, _option)]
    return [html.option(label, value=value) for value, label in options]


def _option(row: RowVar[ChoiceRow]) -> rx.Component:
    return html.option(row.label, value=row.value, key=row.value)
