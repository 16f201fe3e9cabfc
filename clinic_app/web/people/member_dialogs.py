"""The dialogs of the members' page: invite, change a role, and the questions before grave deeds."""

from typing import Any

import reflex as rx

from clinic_app.web.people.member_deeds_state import PASSWORD_FIELD, MemberDeedsState
from clinic_app.web.people.members_state import MembersState
from clinic_app.web.session.messenger import say
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.dialog import confirm_dialog, dialog
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.html import Event, Text
from clinic_app.web.ui.reactive import classes, either, entry, negate, text, when
from clinic_app.web.ui.text_field import text_field
from clinic_app.web.ui.untyped import rx_any


def invite_dialog() -> rx.Component:
    """An address and a role."""
    return dialog(
        form(
            _address(),
            select_field(
                *("role", "Role", MembersState.roles),
                required=True,
                placeholder="Choose a role",
                hint="It can be changed later.",
                error=entry(MembersState.errors, "role"),
            ),
            form_actions(
                button("Cancel", on_click=MembersState.show_inviting(False)),
                button("Send invitation", kind="primary", submit=True),
            ),
            on_submit=MembersState.invite,
        ),
        open=MembersState.inviting,
        on_open_change=MembersState.show_inviting,
        title="Invite somebody",
        description="They get a mail with a link that works once, for this address only,"
        " within seven days.",
        size="small",
    )


def _address() -> rx.Component:
    return text_field(
        *("email", "Email"),
        type="email",
        required=True,
        error=entry(MembersState.errors, "email"),
        auto_complete="off",
        auto_capitalize="none",
        auto_focus=True,
    )


def member_dialogs() -> list[rx.Component]:
    """Every question about one member."""
    return [_role_dialog(), _deactivate_dialog(), _remove_dialog(), _password_dialog()]


def _asked(question: str) -> dict[str, Any]:
    return {
        "open": MemberDeedsState.question == question,
        "on_open_change": MemberDeedsState.show,
    }


def _role_dialog() -> rx.Component:
    return dialog(
        html.div(
            select_field(
                *("new_role", "Role", MemberDeedsState.roles),
                error=entry(MemberDeedsState.errors, "role"),
                value=MemberDeedsState.role,
                on_change=MemberDeedsState.choose_role,
            ),
            class_name="form",
        ),
        title=text("Role of ", MemberDeedsState.name),
        description="It holds at once, on the pages that they have open as well.",
        footer=[
            button("Cancel", on_click=MemberDeedsState.show(False)),
            button("Save", kind="primary", on_click=MemberDeedsState.save_role),
        ],
        size="small",
        **_asked("role"),
    )


def _deactivate_dialog() -> rx.Component:
    return confirm_dialog(
        title=text("Deactivate ", MemberDeedsState.name, "?"),
        sentence="They are signed out of this clinic at once and cannot come back until you"
        " reactivate them. Everything they did stays.",
        confirm="Deactivate",
        on_confirm=MemberDeedsState.deactivate,
        **_asked("deactivate"),
    )


def _remove_dialog() -> rx.Component:
    return confirm_dialog(
        title=text("Remove ", MemberDeedsState.name, " from the clinic?"),
        sentence="They lose access at once. Everything they did stays, and they can only come"
        " back by a new invitation.",
        confirm="Remove",
        on_confirm=MemberDeedsState.remove,
        **_asked("remove"),
    )


def _password_dialog() -> rx.Component:
    is_set = MemberDeedsState.password_is_set
    return dialog(
        html.div(
            _password_row(),
            when(
                negate(is_set),
                html.p(
                    "Polyclinic makes one up. They are signed out everywhere, get a mail that says"
                    " so, and must choose their own at the next sign-in."
                ),
            ),
            class_name="form",
        ),
        title=text("Temporary password for ", MemberDeedsState.name),
        footer=[either(is_set, _done(), _set_or_not())],
        size="small",
        **_asked("password"),
    )


def _password_row() -> rx.Component:
    return html.div(
        text_field(
            *("temporary_password", "Temporary password"),
            id=PASSWORD_FIELD,
            hint="Shown this once. Copy it now and hand it over in person or by phone.",
            read_only=True,
            auto_complete="off",
            spell_check=False,
            class_name="input mono",
        ),
        icon_button("copy", "Copy the password", on_click=_copy()),
        class_name=_hidden_until(MemberDeedsState.password_is_set),
    )


def _done() -> rx.Component:
    return button("Done", kind="primary", on_click=MemberDeedsState.show(False))


def _set_or_not() -> rx.Component:
    return html.div(
        button("Cancel", on_click=MemberDeedsState.show(False)),
        button("Set it", kind="primary", on_click=MemberDeedsState.set_password),
        class_name="btn-group",
    )


def _hidden_until(shown: rx.Var[bool]) -> Text:
    """The field is there from the start, so that the password finds it when it comes."""
    return classes("copy-row", (negate(shown), "is-hidden"))


def _copy() -> Event:
    """Copy in the browser: the password makes no second journey."""
    words = f"navigator.clipboard?.writeText(document.getElementById('{PASSWORD_FIELD}').value)"
    return [rx_any.event.run_script(rx_any.Var(words)), say("Copied.")]
