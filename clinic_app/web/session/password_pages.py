"""The ways to another password: a mailed link, the link's page, and a temporary one's end."""

import reflex as rx

from clinic_app.web.react.post_form import post_button, post_form
from clinic_app.web.session.outside_state import OutsideState
from clinic_app.web.session.sign_up_page import PASSWORD_HINT
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_link
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form_row
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import either
from clinic_app.web.ui.text_field import password_field, text_field


def forgot_password_body() -> rx.Component:
    """Ask for a link. What comes back is the same whether or not there is an account."""
    return outside_layout(
        "Forgotten password",
        either(OutsideState.notice == "sent", _sent(), _ask()),
        below=html.p(text_link("Back to signing in", href="/sign-in"), class_name="outside-below"),
    )


def _ask() -> rx.Component:
    return html.div(
        html.p(
            "We mail you a link to set a new one. It is good for one hour.",
            class_name="outside-lead",
        ),
        post_form(
            text_field(
                "login",
                "Email or username",
                required=True,
                auto_complete="username",
                auto_capitalize="none",
                spell_check=False,
            ),
            action="/api/password-reset",
            submit="Send the link",
        ),
        class_name="stack",
    )


def _sent() -> rx.Component:
    return html.div(
        banner(
            html.p(
                "If there is such an account, a mail with a link is on its way. "
                "The link is good for one hour and works once."
            ),
            kind="good",
            title="Look into your mail",
        ),
        html.p(
            "Nothing there after some minutes? Look among unwanted mail, or ask the owner or an "
            "admin of your clinic to set a temporary password.",
            class_name="outside-lead",
        ),
        class_name="stack",
    )


def reset_password_body() -> rx.Component:
    """Set a new password with a mailed link."""
    return outside_layout(
        "Set a new password",
        post_form(
            password_field("password", "New password", new=True, hint=PASSWORD_HINT),
            action="/api/password-reset/use",
            submit="Set password",
            from_path="token",
        ),
        lead="You will be signed out everywhere and sign in with it.",
        below=html.p(
            text_link("Ask for another link", href="/forgot-password"), class_name="outside-below"
        ),
    )


def change_password_body() -> rx.Component:
    """Replace a temporary password, before anything else can be done."""
    return outside_layout(
        "Choose a password of your own",
        change_password_form("Temporary password"),
        lead="The one you signed in with was set for you, so somebody else knows it.",
        below=html.div(
            post_button("Sign out", action="/api/session/end", class_name="link"),
            class_name="outside-below",
        ),
    )


def change_password_form(current: str) -> rx.Component:
    """The known password and the new one."""
    return post_form(
        form_row(
            password_field("current", current),
            password_field("password", "New password", new=True, hint=PASSWORD_HINT),
        ),
        action="/api/password",
        submit="Change password",
        wide=False,
        label="Change password",
    )
