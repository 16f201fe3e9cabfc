"""The dialog about the waiting room's screens."""

import reflex as rx

from clinic_app.scheduling.desk.list_screen_links import ScreenRow
from clinic_app.web.react.widgets import copy_text
from clinic_app.web.scheduling.desk.screen_links_state import ScreenLinksState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, link_button, text_button
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import RowVar, each, either, entry, is_empty, is_set, text, when
from clinic_app.web.ui.text_field import text_field


def screen_button() -> rx.Component:
    """Opens the dialog."""
    return button(
        icon("monitor"),
        html.span("Screen", class_name="queue-screen-word"),
        kind="ghost",
        aria_label="Waiting-room screen",
        on_click=ScreenLinksState.open,
    )


def screen_dialog() -> rx.Component:
    """What there is, a form for another, and the address of the one just made."""
    return dialog(
        html.p(
            "A screen shows tickets and rooms, and no names. Open it here, or give a television"
            " a link of its own, which needs nobody to sign in."
        ),
        link_button("Open the screen here", href="/queue/screen", icon_name="monitor", wide=True),
        when(is_set(ScreenLinksState.address), _made()),
        _screens(),
        form(
            text_field(
                "label",
                "Name of another screen",
                id="screen-label",
                placeholder="Waiting room, ground floor",
                error=entry(ScreenLinksState.errors, "label"),
                max_length=60,
                auto_complete="off",
                key=ScreenLinksState.address,
            ),
            form_actions(button("Make a link", kind="primary", submit=True)),
            on_submit=ScreenLinksState.make,
        ),
        open=ScreenLinksState.shown,
        on_open_change=ScreenLinksState.show,
        title="Waiting-room screen",
    )


def _made() -> rx.Component:
    return banner(
        html.p("Open this address on the screen. It is shown only now."),
        html.p(
            copy_text(ScreenLinksState.address, label="Copy the address"),
            class_name="secret-address",
        ),
        kind="good",
        title="The link is ready",
    )


def _screens() -> rx.Component:
    return either(
        is_empty(ScreenLinksState.screens),
        html.p("No screen has a link yet.", class_name="faint"),
        html.ul(each(ScreenLinksState.screens, _screen), role="list", class_name="rows"),
    )


def _screen(row: RowVar[ScreenRow]) -> rx.Component:
    return html.li(
        html.div(
            html.span(
                html.span(row.label, class_name="row-name"),
                html.span(text("since ", row.since), class_name="row-detail"),
                class_name="row-text",
            ),
            text_button(
                "Take back",
                html.span(text(" the link of ", row.label), class_name="sr-only"),
                on_click=ScreenLinksState.revoke(row.id),
            ),
            class_name="row-link",
        ),
        key=row.id,
    )
