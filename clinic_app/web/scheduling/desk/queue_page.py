"""The queue page: today's patients from expected to done, and the deeds of the desk."""

import reflex as rx

from clinic_app.scheduling.desk.queue_rows import RoomChoice
from clinic_app.scheduling.desk.queue_rules import LONG_WAIT, TOO_LONG
from clinic_app.web.react.queue_board import queue_board
from clinic_app.web.scheduling.booking.booking_dialog import booking_dialog
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.desk.queue_sheet import QUEUE_COLUMNS
from clinic_app.web.scheduling.desk.queue_state import QueueState
from clinic_app.web.scheduling.desk.screen_links_dialog import screen_button, screen_dialog
from clinic_app.web.scheduling.visit.visit_sheet import visit_sheet
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import filter_select
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.feedback import banner, error_panel, skeleton_cards
from clinic_app.web.ui.page import page_header
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    classes,
    each,
    either,
    is_set,
    negate,
    text,
    when,
)
from clinic_app.web.ui.tag import tag

_MAY_MOVE: rx.Var[bool] = ShellState.may["appointment:write"]


def queue_page() -> rx.Component:
    """Lay out the whole page."""
    return html.div(
        _bar(),
        _stale(),
        _content(),
        when(_MAY_MOVE, html.fragment(booking_dialog(), _rooms(), screen_dialog())),
        visit_sheet(),
        class_name="queue-page",
    )


def _bar() -> rx.Component:
    return page_header(
        "Queue",
        filter_select(
            "Practitioner",
            QueueState.practitioners,
            name="queue-practitioner",
            value=QueueState.practitioner_id,
            on_change=QueueState.filter,
        ),
        when(_MAY_MOVE, screen_button()),
        when(
            _MAY_MOVE,
            button(
                "Walk-in",
                kind="primary",
                icon_name="plus",
                on_click=BookingState.walk_in(QueueState.practitioner_id),
            ),
        ),
        subtitle=html.fragment(
            html.span(text(QueueState.day, " · "), class_name="desk-only"),
            text(ShellState.clock.city, " time"),
        ),
    )


def _stale() -> rx.Component:
    """Something is shown, but it could not be renewed."""
    return when(
        both(QueueState.failed, QueueState.loaded),
        banner(
            html.p("The queue could not be loaded. What you see may be out of date."),
            kind="warn",
            action=button("Try again", size="small", on_click=QueueState.retry),
        ),
    )


def _content() -> rx.Component:
    board = queue_board(
        columns=QUEUE_COLUMNS,
        cards=QueueState.cards,
        now=QueueState.now,
        editable=_MAY_MOVE,
        long_wait=LONG_WAIT,
        too_long=TOO_LONG,
        on_open=VisitState.open,
        on_step=QueueState.step,
    )
    return either(
        both(QueueState.failed, negate(QueueState.loaded)),
        error_panel("The queue could not be loaded.", on_retry=QueueState.retry),
        either(QueueState.loaded, board, html.div(skeleton_cards(4), aria_busy="true")),
    )


def _rooms() -> rx.Component:
    return dialog(
        html.ul(each(QueueState.rooms, _room), role="list", class_name="queue-rooms"),
        open=is_set(QueueState.calling),
        on_open_change=QueueState.show_rooms,
        title="Call into which room?",
        description=QueueState.called,
        size="small",
    )


def _room(room: RowVar[RoomChoice]) -> rx.Component:
    return html.li(
        html.button(
            html.span(room.name, class_name="queue-room-name"),
            when(room.planned, tag("planned", tint="teal")),
            when(is_set(room.inside), tag(room.inside, " is in it", tint="amber")),
            when(is_set(room.taken), tag(room.taken, tint="slate")),
            type="button",
            class_name=classes("btn btn--secondary queue-room-button"),
            disabled=is_set(room.taken),
            auto_focus=QueueState.first_room == room.id,
            on_click=QueueState.call_into(room.id),
        ),
        key=room.id,
    )
