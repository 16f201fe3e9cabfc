"""The booking dialog's part for more than one: who assists, and further services."""

import reflex as rx

from clinic_app.web.react.widgets import steady_focus
from clinic_app.web.scheduling.booking.booking_apart import apart_part
from clinic_app.web.scheduling.booking.booking_parts import MorePart
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.booking_team import (
    add_assistant,
    quiet_deed,
    service_row,
    team,
    team_of_part,
)
from clinic_app.web.ui import html
from clinic_app.web.ui.menu import adding_menu
from clinic_app.web.ui.reactive import (
    NumberVar,
    RowVar,
    each_numbered,
    entry,
    is_set,
    negate,
    text,
    when,
)


def further_parts() -> rx.Component:
    """Who assists, the services that follow, and lists to add to them."""
    chosen = is_set(BookingState.service_id)
    return steady_focus(
        team(0, BookingState.assisting),
        when(
            chosen,
            add_assistant(0, "Add assistant", BookingState.may_assist),
        ),
        each_numbered(BookingState.more, _part),
        each_numbered(BookingState.apart, apart_part),
        when(
            chosen,
            html.div(
                adding_menu(
                    "Another service",
                    "Add another service",
                    BookingState.services,
                    on_add=BookingState.add_part,
                ),
                class_name="booking-add",
            ),
        ),
        html.p(
            entry(BookingState.errors, "assistants"), class_name="field-error", aria_live="polite"
        ),
        class_name="booking-further",
    )


def parts_to_move() -> rx.Component:
    """The services that go along when a whole coming is moved: who gives each."""
    return when(
        BookingState.whole,
        html.div(each_numbered(BookingState.more, _part), class_name="booking-further"),
    )


def _part(row: RowVar[MorePart], index: NumberVar[int]) -> rx.Component:
    alone = negate(BookingState.whole)
    return html.div(
        service_row(
            row,
            "then",
            on_give=BookingState.give_part(index),
            on_drop=BookingState.drop_part(index),
            may_drop=alone,
        ),
        when(alone, team_of_part(row, index + 1)),  # the first service is 0
        when(
            alone,
            quiet_deed(
                "On another day",
                text(row.service, " on another day"),
                on_click=BookingState.set_apart(index),
            ),
        ),
        class_name="booking-further-part",
    )
