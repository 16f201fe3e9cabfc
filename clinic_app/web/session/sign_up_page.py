"""Making an account."""

import reflex as rx

from clinic_app.web.react.post_form import post_form
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_link
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.text_field import password_field, text_field

PASSWORD_HINT = "At least 12 characters. A few words that do not belong together are good."  # noqa: S105  # a hint


def sign_up_body() -> rx.Component:
    """Name, email and password; the clinic comes next."""
    return outside_layout(
        "Make an account",
        post_form(
            *account_fields(),
            action="/api/account",
            submit="Make account",
        ),
        lead="Then found your clinic. If somebody invited you, use the link in that mail instead.",
        below=html.p(
            "Have an account? ", text_link("Sign in", href="/sign-in"), class_name="outside-below"
        ),
    )


def account_fields() -> list[rx.Component]:
    """The fields of a new account; the invitation's page shows the same ones."""
    return [
        text_field("name", "Your name", required=True, auto_complete="name", max_length=120),
        text_field(
            "email",
            "Email",
            type="email",
            required=True,
            auto_complete="email",
            auto_capitalize="none",
        ),
        password_field("password", "Password", new=True, hint=PASSWORD_HINT),
    ]
