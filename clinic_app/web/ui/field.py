"""What every field shares: label, hint, error beside the field, and how they are wired.

The control's `aria-describedby` names hint and error; `aria-invalid` follows the error.
Fields are uncontrolled by default (`default_value`, read on submit or blur): typing then
never waits for the server. Give `key=` a new value to start such a field afresh.
"""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Text
from clinic_app.web.ui.reactive import is_set, value_if


@dataclass(frozen=True)
class Wiring:
    """Ids and texts of one field; `id` must be unique on the page."""

    id: str
    label: Text
    hint: Text | None = None
    error: Text | None = None
    required: bool = False
    optional_mark: bool = False

    def aria(self) -> dict[str, object]:
        """Attributes that tie the control to its hint and error."""
        described = [
            *([f"{self.id}-hint"] if self.hint is not None else []),
            *([f"{self.id}-error"] if self.error is not None else []),
        ]
        attributes: dict[str, object] = {"id": self.id}
        if described:
            attributes["aria_describedby"] = " ".join(described)
        if self.error is not None:
            attributes["aria_invalid"] = invalid(self.error)
        if self.required:
            attributes["required"] = True
            attributes["aria_required"] = "true"
        return attributes


def invalid(error: Text) -> Text:
    """The value of `aria-invalid` for an error text."""
    wrong: Condition = is_set(error)
    if isinstance(wrong, bool):
        return "true" if wrong else "false"
    return value_if(wrong, "true", "false")


def field(wiring: Wiring, control: Child, *, class_name: str = "field") -> rx.Component:
    """Label, control, hint and error, one under the other."""
    return html.div(
        html.label(*label_words(wiring), html_for=wiring.id, class_name="field-label"),
        control,
        *field_notes(wiring),
        class_name=class_name,
    )


def label_words(wiring: Wiring) -> list[Child]:
    """The label with its mark: a star for required, or "optional"."""
    words: list[Child] = [wiring.label]
    if wiring.required:
        words.append(html.span("*", class_name="field-required", aria_hidden="true"))
    elif wiring.optional_mark:
        words.append(html.span(" optional", class_name="field-optional"))
    return words


def field_notes(wiring: Wiring) -> list[rx.Component]:
    """Hint and error; the error is announced when it appears."""
    notes: list[rx.Component] = []
    if wiring.hint is not None:
        notes.append(html.p(wiring.hint, id=f"{wiring.id}-hint", class_name="field-hint"))
    if wiring.error is not None:
        notes.append(
            html.p(
                wiring.error,
                id=f"{wiring.id}-error",
                class_name="field-error",
                aria_live="polite",
            )
        )
    return notes


def form(*children: Child, on_submit: object, **props: object) -> rx.Component:
    """A form whose `on_submit` handler gets the fields as a dict, by name (boxes as booleans).

    Fields whose id differs from their name come under both: read the ones you know, ignore
    the rest. The browser's own bubbles are off: errors are ours, beside the field.
    """
    return html.form(*children, on_submit=on_submit, no_validate=True, class_name="form", **props)


def form_row(*fields: Child) -> rx.Component:
    """Fields side by side where there is room, one under the other on a phone."""
    return html.div(*fields, class_name="form-row")


def form_actions(*buttons: Child) -> rx.Component:
    """The buttons at the end of a form."""
    return html.div(*buttons, class_name="form-actions")
