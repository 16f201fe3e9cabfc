"""API keys: which programs may act for the clinic, and what they may do."""

import reflex as rx

from clinic_app.people.api_keys.key_rows import KeyRow
from clinic_app.web.people.key_dialogs import make_dialog, revoke_dialog
from clinic_app.web.people.keys_state import KeysState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.data_table import Column, data_table
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import (
    RowVar,
    classes,
    each,
    list_of,
    pick,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.untyped import any_var


def keys_body() -> rx.Component:
    """The list, and the way to the description."""
    return html.fragment(
        page_header(
            "API keys",
            button(
                "New key", kind="primary", icon_name="plus", on_click=KeysState.show_making(True)
            ),
            subtitle="Programs of the clinic's, such as its website, act with a key.",
        ),
        page_body(
            html.p(
                "What they can do, with examples, is described at ",
                # The API writes that page, not the front end.
                html.plain_a("/api/docs", href="/api/docs", class_name="link"),
                ".",
                class_name="faint",
            ),
            html.div(_list(), class_name="api-keys"),
        ),
        make_dialog(),
        revoke_dialog(),
    )


def _list() -> rx.Component:
    return data_table(
        KeysState.rows,
        [
            Column("Name", _name),
            Column("May", _scopes),
            Column("Last used", _last_used),
            Column("Good until", _expires),
            Column("Made", lambda row: text(row.made, " by ", row.made_by), phone=False),
            Column("Actions", _deeds, align="end"),
        ],
        caption="API keys",
        loading=KeysState.loading,
        error=KeysState.failed,
        on_retry=KeysState.reload,
        empty=empty_state(
            "No keys yet",
            "Make one for each program, so that each can be revoked by itself.",
            icon_name="key-round",
        ),
    )


def _name(row: RowVar[KeyRow]) -> rx.Component:
    words = pick(row.state, {"revoked": "Revoked", "expired": "Expired"}, "")
    tint = pick(row.state, {"revoked": "slate"}, "amber")
    return html.div(
        html.div(
            html.strong(row.name),
            when(row.state != "active", tag(words, tint=tint)),
            class_name="tags",
        ),
        html.span(text(row.prefix, "_…"), class_name="faint mono"),
        class_name=classes("two-lines", (row.state != "active", "is-resting")),
    )


def _scopes(row: RowVar[KeyRow]) -> rx.Component:
    return html.ul(
        each(list_of(row.scopes, str), lambda scope: html.li(any_var(scope), key=scope)),
        class_name="api-key-scopes",
    )


def _last_used(row: RowVar[KeyRow]) -> rx.Component:
    return html.span(value_if(row.last_used == "", "Never", row.last_used))


def _expires(row: RowVar[KeyRow]) -> rx.Component:
    return html.span(value_if(row.expires == "", "Revoked", row.expires))


def _deeds(row: RowVar[KeyRow]) -> rx.Component:
    return when(
        row.state == "active",
        button(
            "Revoke",
            size="small",
            kind="ghost",
            aria_label=text("Revoke the key ", row.name),
            on_click=any_var(KeysState.ask_to_revoke)(row.id),
        ),
    )
