"""The dialogs of the API keys' page: a new key, shown once, and the question before revoking."""

import reflex as rx

from clinic_app.people.api_keys.key_rules import LIFETIMES, SCOPES
from clinic_app.web.people.keys_state import KEY_FIELD, KeysState
from clinic_app.web.session.messenger import say
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.choice_field import checkbox_field, select_field
from clinic_app.web.ui.dialog import confirm_dialog, dialog
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.html import Event
from clinic_app.web.ui.reactive import classes, either, entry, is_set, negate, text, when
from clinic_app.web.ui.text_field import text_field
from clinic_app.web.ui.untyped import rx_any

_LIFETIMES = [(str(days), words) for days, words in LIFETIMES.items()]


def make_dialog() -> rx.Component:
    """What the key is for and what it may do; then the key itself."""
    return dialog(
        html.div(
            # There from the start, so that the key finds it when it comes.
            _key_row(),
            either(KeysState.made, _done(), _form()),
            class_name="form",
        ),
        open=KeysState.making,
        on_open_change=KeysState.show_making,
        title="New API key",
        size="medium",
    )


def _form() -> rx.Component:
    return form(
        text_field(
            *("name", "Name"),
            required=True,
            hint="What the program is: “Website”, “Reception phone”.",
            error=entry(KeysState.errors, "name"),
            max_length=60,
            auto_complete="off",
            auto_focus=True,
        ),
        _scopes(),
        select_field(
            *("days", "Ends", _LIFETIMES),
            error=entry(KeysState.errors, "days"),
            default_value="365",
        ),
        form_actions(
            button("Cancel", on_click=KeysState.show_making(False)),
            button("Make key", kind="primary", submit=True),
        ),
        on_submit=KeysState.make,
    )


def _scopes() -> rx.Component:
    error = entry(KeysState.errors, "scopes")
    return html.fieldset(
        html.legend("The program may"),
        *(
            checkbox_field(f"scope:{scope.value}", words, id=f"scope-{number}")
            for number, (scope, words) in enumerate(SCOPES.items())
        ),
        when(is_set(error), html.p(error, class_name="field-error", role="alert")),
        class_name="api-key-choices",
    )


def _key_row() -> rx.Component:
    return html.div(
        text_field(
            *("new_api_key", "The key"),
            id=KEY_FIELD,
            hint="Shown this once. Copy it now into the program; Polyclinic keeps no copy.",
            read_only=True,
            auto_complete="off",
            spell_check=False,
            class_name="input mono",
        ),
        icon_button("copy", "Copy the key", on_click=_copy()),
        class_name=classes("copy-row", (negate(KeysState.made), "is-hidden")),
    )


def _done() -> rx.Component:
    return form_actions(button("Done", kind="primary", on_click=KeysState.show_making(False)))


def _copy() -> Event:
    """Copy in the browser: the key makes no second journey."""
    words = f"navigator.clipboard?.writeText(document.getElementById('{KEY_FIELD}').value)"
    return [rx_any.event.run_script(rx_any.Var(words)), say("Copied.")]


def revoke_dialog() -> rx.Component:
    """There is no way back."""
    return confirm_dialog(
        title=text("Revoke the key “", KeysState.name, "”?"),
        sentence="The program that uses it can do nothing from this moment on. Make a new key to"
        " let it in again.",
        confirm="Revoke",
        on_confirm=KeysState.revoke,
        open=KeysState.revoking != "",
        on_open_change=KeysState.show_revoking,
    )
