"""A group session's sheet: its seats, who comes, and the deeds on all of them at once."""

import reflex as rx

from clinic_app.web.scheduling.groups.group_move_dialog import group_move_dialog
from clinic_app.web.scheduling.groups.group_move_state import GroupMoveState
from clinic_app.web.scheduling.groups.group_roster import who_comes
from clinic_app.web.scheduling.groups.group_state import GroupState
from clinic_app.web.scheduling.visit.visit_assistants import assistants_line
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.html import Child
from clinic_app.web.ui.reactive import (
    either,
    entry,
    is_set,
    text,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import text_field

GROUP = GroupState.group
_SEATS = text(GROUP.taken, " of ", GROUP.seats, " seats")


def group_sheet() -> rx.Component:
    """The sheet and the dialog that moves a session, for every page that shows sessions."""
    return html.fragment(
        sheet(
            _details(),
            who_comes(),
            open=GroupState.shown,
            on_open_change=GroupState.show,
            title=GROUP.service,
            beside_title=tag(_SEATS, tint=GROUP.colour),
            footer=(_deeds(),),
        ),
        group_move_dialog(),
    )


def _details() -> rx.Component:
    return html.dl(
        _line(
            "When",
            html.span(GROUP.time.day),
            html.span(
                text(GROUP.time.start, "–", GROUP.time.end, " · ", GROUP.time.minutes, " min"),
                class_name="visit-time num",
            ),
        ),
        _line("With", html.span(GROUP.practitioner)),
        assistants_line(GroupState, GROUP),
        when(is_set(GROUP.room), _line("Room", html.span(GROUP.room))),
        when(is_set(GROUP.devices), _line("Devices", html.span(GROUP.devices))),
        _line(
            "Seats",
            html.span(text(GROUP.left, " left"), class_name="num"),
            when(GROUP.held != 0, tag(text(GROUP.held, " more held"), tint="amber")),
        ),
        class_name="visit-details",
    )


def _line(label: str, *values: Child) -> rx.Component:
    return html.div(html.dt(label), html.dd(*values), class_name="visit-line")


def _deeds() -> rx.Component:
    return either(
        GroupState.cancelling,
        _why_form(),
        html.div(
            when(
                GROUP.may_cancel,
                button(
                    "Cancel session",
                    kind="ghost",
                    class_name="visit-cancel",
                    on_click=GroupState.ask_why(True),
                ),
            ),
            when(
                GROUP.may_move,
                button(
                    "Move session",
                    on_click=[GroupState.show(False), GroupMoveState.begin(GROUP.id)],
                ),
            ),
            class_name="visit-deeds",
        ),
    )


def _why_form() -> rx.Component:
    return form(
        text_field(
            "reason",
            "Why is the session cancelled?",
            id="group-reason",
            hint=text("All who come are cancelled: ", GROUP.coming, "."),
            error=entry(GroupState.errors, "reason"),
            required=True,
            max_length=300,
            auto_complete="off",
            auto_focus=True,
        ),
        form_actions(
            button("Keep it", on_click=GroupState.ask_why(False)),
            button("Cancel the session", kind="danger", submit=True, loading=GroupState.busy),
        ),
        on_submit=[GroupState.begin, GroupState.cancel],
    )
