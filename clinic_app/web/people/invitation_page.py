"""An invitation: which clinic and role, and the way in that fits who opened it."""

import reflex as rx

from clinic_app.web.people.invitation_state import InvitationState
from clinic_app.web.react.post_form import post_button, post_form
from clinic_app.web.session.sign_up_page import account_fields
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, link_button
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import choose, text


def invitation_body() -> rx.Component:
    """One heading for every situation; the rest follows who is here."""
    return outside_layout(
        "Your invitation",
        choose(
            InvitationState.situation,
            ("stranger", _stranger()),
            ("mine", _mine()),
            ("anothers", _anothers()),
            ("gone", _gone()),
            default=skeleton_rows(2),
        ),
    )


def _card() -> rx.Component:
    return html.div(
        html.p(
            "You are invited to join ",
            html.strong(InvitationState.clinic),
            text(" (", InvitationState.city, ") as "),
            html.strong(InvitationState.role),
            ".",
        ),
        html.p(text("Good until ", InvitationState.until, "."), class_name="faint"),
        class_name="invitation-card",
    )


def _stranger() -> rx.Component:
    return html.div(
        _card(),
        html.h2("Make an account to join"),
        html.p("Use the email address that the invitation was sent to.", class_name="field-hint"),
        post_form(
            *account_fields(),
            action="/api/invitation/join",
            submit="Make account and join",
            from_path="token",
        ),
        html.p("Have an account with that address?", class_name="outside-way"),
        # The address of this page goes along, so that signing in leads back here.
        _sign_in(),
        class_name="stack",
    )


def _sign_in() -> rx.Component:
    path = InvitationState.router.url.path
    return link_button("Sign in", href=text("/sign-in?next=", path), wide=True)


def _mine() -> rx.Component:
    return html.div(
        _card(),
        html.p(text("Signed in as ", InvitationState.me, "."), class_name="faint"),
        button("Join the clinic", kind="primary", wide=True, on_click=InvitationState.accept),
        class_name="stack",
    )


def _anothers() -> rx.Component:
    return html.div(
        _card(),
        banner(
            html.p(
                text(
                    "This invitation is for another email address than yours (",
                    InvitationState.me,
                    "). Sign out, then open the link again.",
                )
            ),
            kind="warn",
            title="Not for this account",
        ),
        post_button("Sign out", action="/api/session/end"),
        link_button("Go to my start page", href="/"),
        class_name="stack",
    )


def _gone() -> rx.Component:
    return html.div(
        banner(
            html.p(
                "The link was used already, was taken back, or is older than seven days."
                " Ask your clinic to send a new one."
            ),
            kind="info",
            title="This invitation is no longer good",
        ),
        link_button("Go to the start page", href="/", wide=True),
        class_name="stack",
    )
