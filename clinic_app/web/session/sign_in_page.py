"""Signing in, and in demo mode the accounts to try."""

import reflex as rx

from clinic_app.web.react.post_form import post_button, post_form
from clinic_app.web.session.demo_choices import DemoChoice, DemoClinic
from clinic_app.web.session.outside_state import OutsideState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_link
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import RowVar, choose, each, is_empty, list_of, negate, when
from clinic_app.web.ui.tag import role_tag
from clinic_app.web.ui.text_field import password_field, text_field

ROUTE = "/api/session"


def sign_in_body() -> rx.Component:
    """Email or username, password, and the ways on from here."""
    return outside_layout(
        "Sign in",
        _notice(),
        post_form(
            text_field(
                "login",
                "Email or username",
                required=True,
                auto_complete="username",
                auto_capitalize="none",
                spell_check=False,
                auto_focus=True,
            ),
            password_field("password", "Password"),
            action=ROUTE,
            submit="Sign in",
            from_query=["next"],
        ),
        html.p(text_link("Forgotten password?", href="/forgot-password"), class_name="outside-way"),
        below=html.div(
            html.p("New here? ", text_link("Make an account", href="/sign-up")),
            when(negate(is_empty(OutsideState.demo)), _demo()),
            class_name="outside-below",
        ),
    )


def _notice() -> rx.Component:
    return choose(
        OutsideState.notice,
        ("again", banner(html.p("You were signed out. Please sign in again."), kind="info")),
        ("over", banner(html.p("Your session had run out. Please sign in again."), kind="info")),
        ("reset", banner(html.p("Your new password is set. Sign in with it."), kind="good")),
        default=html.fragment(),
    )


def _demo() -> rx.Component:
    return html.section(
        html.h2("Try the demo"),
        html.p("One click signs you in. The people and their patients are made up."),
        html.div(each(OutsideState.demo, _clinic), class_name="demo-clinics"),
        html.p(
            "Mail that the demo sends is kept in its ", text_link("outbox", href="/outbox"), "."
        ),
        class_name="demo",
    )


def _clinic(clinic: RowVar[DemoClinic]) -> rx.Component:
    return html.div(
        html.h3(clinic.name),
        html.ul(each(list_of(clinic.accounts, DemoChoice), _account)),
        class_name="demo-clinic",
        key=clinic.name,
    )


def _account(account: RowVar[DemoChoice]) -> rx.Component:
    return html.li(
        post_button(
            html.span(account.name, class_name="truncate"),
            role_tag(account.role),
            action=ROUTE,
            fixed={"login": account.email, "password": account.password},
            class_name="demo-account",
        ),
        key=account.email,
    )
