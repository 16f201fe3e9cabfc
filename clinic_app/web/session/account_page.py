"""My account: name and username, password, theme, and where one is signed in."""

import reflex as rx

from clinic_app.web.react.post_form import post_button
from clinic_app.web.session.account_state import AccountState, SessionRow
from clinic_app.web.session.account_theme import account_theme
from clinic_app.web.session.password_pages import change_password_form
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.card import card
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.page import page_body, page_header, row
from clinic_app.web.ui.reactive import RowVar, each, either, entry, text, when
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import text_field
from clinic_app.web.ui.untyped import any_var

_THEMES = [("light", "Light"), ("dark", "Dark"), ("system", "System")]


def account_body() -> rx.Component:
    """Everything about oneself, on one page."""
    return html.fragment(
        page_header("My account", subtitle=AccountState.email),
        page_body(
            when(
                AccountState.changed,
                banner(
                    html.p("Your password was changed, and you were signed out everywhere else."),
                    kind="good",
                ),
            ),
            card(
                either(AccountState.loaded, _profile(), skeleton_rows(2)), title="Name and username"
            ),
            card(_password(), title="Password"),
            card(_theme(), title="Theme"),
            card(
                either(AccountState.loaded, _sessions(), skeleton_rows(2)),
                title="Where you are signed in",
                flush=True,
            ),
            narrow=True,
        ),
    )


def _profile() -> rx.Component:
    return form(
        form_row(
            text_field(
                "name",
                "Your name",
                required=True,
                error=entry(AccountState.errors, "name"),
                default_value=AccountState.name,
                auto_complete="name",
                max_length=120,
                key=text("name-", AccountState.name),
            ),
            text_field(
                "username",
                "Username",
                hint="Another way to sign in. 3 to 32 letters, digits, dots and underscores.",
                error=entry(AccountState.errors, "username"),
                optional_mark=True,
                default_value=AccountState.username,
                auto_complete="username",
                auto_capitalize="none",
                spell_check=False,
                max_length=32,
                key=text("username-", AccountState.username),
            ),
        ),
        form_actions(button("Save", kind="primary", submit=True)),
        on_submit=AccountState.save,
    )


def _password() -> rx.Component:
    return change_password_form("Present password")


def _theme() -> rx.Component:
    return html.div(
        account_theme(AccountState.theme),
        row(
            segmented_control(
                "Theme",
                _THEMES,
                name="theme",
                value=AccountState.theme,
                on_change=AccountState.choose,
            )
        ),
        html.p("It goes with your account, to every browser you use.", class_name="field-hint"),
        class_name="stack stack--tight",
    )


def _sessions() -> rx.Component:
    return html.div(
        html.ul(each(AccountState.sessions, _session), class_name="sessions"),
        html.div(
            button("Sign out everywhere else", on_click=AccountState.end_others),
            post_button(
                "Sign out everywhere",
                action="/api/session/end",
                fixed={"everywhere": True},
                class_name="btn",
            ),
            class_name="sessions-foot",
        ),
    )


def _session(one: RowVar[SessionRow]) -> rx.Component:
    return html.li(
        either(one.is_phone, icon("smartphone", size=18), icon("monitor", size=18)),
        html.div(
            html.div(
                html.span(one.device, class_name="session-device"),
                when(one.is_this, tag("this one", tint="teal")),
                class_name="session-head",
            ),
            html.div(
                html.span(one.address),
                html.span(text("last used ", one.last_used)),
                html.span(text("signed in ", one.started)),
                class_name="session-facts",
            ),
            class_name="grow",
        ),
        either(
            one.is_this,
            post_button("Sign out", action="/api/session/end", class_name="btn btn--small"),
            button(
                "Sign out",
                size="small",
                aria_label=text("Sign out of ", one.device),
                on_click=any_var(AccountState.end)(one.id),
            ),
        ),
        class_name="session",
        key=one.id,
    )
