"""The dialogs about national ids: adding one, and the question before one is removed."""

from typing import Any

import reflex as rx

from clinic_app.people.identifiers.identifier_rules import IDENTIFIER_KINDS
from clinic_app.web.people.identifier_state import IdentifierState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.dialog import confirm_dialog, dialog
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.reactive import entry, is_set, when
from clinic_app.web.ui.text_field import text_field

State = IdentifierState


def identifier_dialogs() -> rx.Component:
    """Place both dialogs."""
    return html.fragment(_add(), _remove())


def _add() -> rx.Component:
    return dialog(
        form(
            select_field(
                "kind",
                "Kind",
                list(IDENTIFIER_KINDS.items()),
                id="identifier-kind",
                error=entry(State.errors, "kind"),
                default_value=State.kind,
                on_change=State.choose_kind,
            ),
            when(State.kind == "other", _line("label", "What the number is", "Passport")),
            _line("number", "Number", required=True, on_blur=State.look_at),
            when(is_set(State.warning), banner(State.warning, kind="warn")),
            form_actions(
                button("Cancel", on_click=State.show(False)),
                button("Add", kind="primary", submit=True, loading=State.saving),
            ),
            on_submit=[State.begin_saving, State.add],
        ),
        open=State.adding,
        on_open_change=State.show,
        title="Add a national id",
        description="The number is kept encrypted, and shown only on request.",
    )


def _line(name: str, label: str, placeholder: str = "", **props: Any) -> rx.Component:  # noqa: ANN401  # as text_field
    return text_field(
        name,
        label,
        id=f"identifier-{name}",
        error=entry(State.errors, name),
        placeholder=placeholder,
        auto_complete="off",
        max_length=60,
        **props,
    )


def _remove() -> rx.Component:
    return confirm_dialog(
        open=is_set(State.removing),
        on_open_change=State.keep,
        title="Remove this number?",
        sentence="It will be shown and searched no more.",
        confirm="Remove",
        on_confirm=State.remove,
    )
