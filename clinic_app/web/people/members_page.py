"""Members: who works here, who is invited, and what to do about either."""

import reflex as rx

from clinic_app.people.members.list_members import PAGE_SIZE, MemberSort
from clinic_app.people.members.member_rows import InvitationRow, MemberRow
from clinic_app.web.people.member_deeds_state import MemberDeedsState
from clinic_app.web.people.member_dialogs import invite_dialog, member_dialogs
from clinic_app.web.people.members_state import MembersState
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import person
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.data_table import Column, Paging, Sorting, data_table
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.html import Event
from clinic_app.web.ui.menu import menu, menu_item, menu_line
from clinic_app.web.ui.page import page_body, page_header, toolbar
from clinic_app.web.ui.reactive import (
    RowVar,
    classes,
    each,
    either,
    is_empty,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import role_tag, tag
from clinic_app.web.ui.text_field import search_field
from clinic_app.web.ui.untyped import any_var


def members_body() -> rx.Component:
    """The invitations that wait, then the list."""
    return html.fragment(
        page_header(
            "Members",
            button(
                "Invite",
                kind="primary",
                icon_name="user-plus",
                disabled=MembersState.loading,  # the roles to offer come with the list
                on_click=MembersState.show_inviting(True),
            ),
            subtitle="Who works in this clinic, and what they may see and do.",
        ),
        page_body(
            when(negate(is_empty(MembersState.invitations)), _invitations()),
            toolbar(search_field("Find a member by name or email", on_change=MembersState.find)),
            html.div(_list(), class_name="members"),
        ),
        invite_dialog(),
        *member_dialogs(),
    )


def _list() -> rx.Component:
    state = MembersState
    return data_table(
        state.rows,
        [
            Column("Name", _who, sort=MemberSort.NAME),
            Column("Role", _role, sort=MemberSort.ROLE),
            Column("Last used", lambda row: row.last_used, sort=MemberSort.LAST_USED, phone=False),
            Column("Member since", lambda row: row.since, sort=MemberSort.SINCE, phone=False),
            Column("Actions", _menu, align="end"),
        ],
        caption="Members",
        sorting=Sorting(state.sort, state.descending, state.sort_by),
        paging=Paging(state.page, state.total, state.go_to_page, size=PAGE_SIZE),
        loading=state.loading,
        error=state.failed,
        on_retry=state.reload,
        empty=empty_state("Nobody found", "Try a part of the name or address.", icon_name="search"),
    )


def _who(row: RowVar[MemberRow]) -> rx.Component:
    name = html.span(row.name, when(row.is_me, html.span(" (you)", class_name="faint")))
    return html.div(
        person(name, letters=row.letters, detail=row.email),
        class_name=classes((negate(row.active), "is-resting")),
    )


def _role(row: RowVar[MemberRow]) -> rx.Component:
    return html.div(
        role_tag(row.role),
        when(negate(row.active), tag("Deactivated", tint="slate", icon_name="pause")),
        class_name="tags",
    )


def _menu(row: RowVar[MemberRow]) -> rx.Component:
    opener = icon_button("ellipsis", text("Actions for ", row.name), kind="ghost", size="small")
    return when(row.has_menu, menu(opener, *_deeds(row), align="end"))


def _deeds(row: RowVar[MemberRow]) -> list[rx.Component]:
    back = menu_item(
        "Reactivate", icon_name="play", on_click=any_var(MemberDeedsState.reactivate)(row.id)
    )
    return [
        when(
            any_var(row.roles).length() > 0,
            menu_item("Change role", icon_name="shield", on_click=_ask("role", row)),
        ),
        when(
            row.may_set_password,
            menu_item("Temporary password", icon_name="key-round", on_click=_ask("password", row)),
        ),
        when(row.may_reactivate, back),
        when(
            row.may_deactivate,
            menu_item("Deactivate", icon_name="pause", on_click=_ask("deactivate", row)),
        ),
        when(row.may_remove, menu_line()),
        when(row.may_remove, _remove(row)),
    ]


def _remove(row: RowVar[MemberRow]) -> rx.Component:
    return menu_item(
        "Remove from clinic", icon_name="user-minus", danger=True, on_click=_ask("remove", row)
    )


def _ask(question: str, row: RowVar[MemberRow]) -> Event:
    return any_var(MemberDeedsState.ask)(question, row.id)


def _invitations() -> rx.Component:
    return html.section(
        html.h2("Invitations", class_name="section-title"),
        html.ul(each(MembersState.invitations, _invitation), class_name="invitations"),
        aria_label="Invitations",
    )


def _invitation(row: RowVar[InvitationRow]) -> rx.Component:
    return html.li(
        html.div(
            html.div(
                html.span(row.email, class_name="truncate"),
                role_tag(row.role),
                when(row.is_expired, tag("Expired", tint="red")),
                class_name="invitation-head",
            ),
            html.div(
                text("Sent ", row.sent, value_if(row.invited_by != "", " by ", ""), row.invited_by),
                " · ",
                either(
                    row.is_expired,
                    html.span(text("was good until ", row.expires)),
                    html.span(text("good until ", row.expires)),
                ),
                class_name="faint",
            ),
            class_name="grow",
        ),
        when(row.may_change, _invitation_deeds(row)),
        class_name="invitation",
        key=row.id,
    )


def _invitation_deeds(row: RowVar[InvitationRow]) -> rx.Component:
    return html.div(
        button(
            "Send again",
            size="small",
            aria_label=text("Send the invitation of ", row.email, " again"),
            on_click=any_var(MembersState.resend)(row.id),
        ),
        button(
            "Revoke",
            size="small",
            kind="ghost",
            aria_label=text("Revoke the invitation of ", row.email),
            on_click=any_var(MembersState.revoke)(row.id),
        ),
        class_name="btn-group",
    )
