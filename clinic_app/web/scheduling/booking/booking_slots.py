"""The right half of the booking dialog: the day's times, and what the chosen one takes."""

import reflex as rx

from clinic_app.web.scheduling.booking.apart_rows import ApartPart
from clinic_app.web.scheduling.booking.booking_buttons import booking_buttons
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, Take
from clinic_app.web.scheduling.booking.day_slots import SOONEST
from clinic_app.web.scheduling.booking.time_by_hand import FIRST, SECOND
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_button, text_link
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    classes,
    each,
    either,
    entry,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import time_field

_ERROR = "booking-start-error"


def when_and_what_it_takes() -> rx.Component:
    """The grid of times and everything below it."""
    return html.div(
        html.div(
            html.h3(_heading(), id="booking-times", class_name="field-label"),
            when(BookingState.may_override, _by_hand_switch()),
            class_name="booking-times-head",
        ),
        when(is_set(BookingState.lost), banner(html.p(BookingState.lost), _nearest(), kind="warn")),
        either(BookingState.by_hand, _by_hand(), _times()),
        html.p(
            entry(BookingState.errors, "start"),
            id=_ERROR,
            class_name="field-error",
            aria_live="polite",
        ),
        when(negate(is_set(BookingState.lost)), _nearest()),
        when(negate(is_empty(BookingState.takes)), _takes()),
        booking_buttons(),
        class_name="booking-side",
    )


def _heading() -> rx.Component:
    words = value_if(BookingState.by_hand, "A time on ", "Free times on ")
    return html.span(words, BookingState.day_words)


def _by_hand_switch() -> rx.Component:
    return text_button(
        value_if(BookingState.by_hand, "Free times", "Another time"),
        on_click=BookingState.type_by_hand(negate(BookingState.by_hand)),
    )


def _by_hand() -> rx.Component:
    return html.fragment(_typed(), when(BookingState.twice, _which()))


def _which() -> rx.Component:
    return segmented_control(
        "The clocks go back over this time: which of the two?",
        ((FIRST, "The first"), (SECOND, "The second")),
        name="booking_pass",
        value=value_if(BookingState.second, SECOND, FIRST),
        on_change=BookingState.choose_pass,
    )


def _typed() -> rx.Component:
    return time_field(
        "time",
        "Time, also outside working hours",
        id="booking-time",
        value=BookingState.typed_time,
        on_change=BookingState.type_time,
        hint="A visit outside working hours or booking rules is marked.",
        aria_errormessage=_ERROR,
    )


def _times() -> rx.Component:
    return either(
        negate(is_set(BookingState.service_id)),
        either(is_empty(BookingState.services), _no_service(), _choose_service()),
        either(is_empty(BookingState.slots), _nothing(), _grid()),
    )


def _no_service() -> rx.Component:
    """What a new clinic lacks: a service that nobody gives cannot be chosen either."""
    return html.p(
        "No service can be booked yet. An owner or admin adds it under ",
        either(
            ShellState.may["schedule:write"],
            text_link("Services", href="/settings/services"),
            "Services",
        ),
        " and ticks who gives it.",
        class_name="booking-empty",
    )


def _choose_service() -> rx.Component:
    return html.p(
        "Choose a service to see its free times.",
        when(
            both(is_set(BookingState.wanted), BookingState.wanted != SOONEST),
            text(" ", BookingState.wanted, " is chosen if it is one of them."),
        ),
        class_name="booking-empty",
    )


def _nothing() -> rx.Component:
    return html.div(
        html.p(BookingState.nobody, class_name="booking-empty"),
        _next_button(),
        class_name="booking-nothing",
    )


def _grid() -> rx.Component:
    return html.fragment(
        html.div(
            each(BookingState.slots, _slot),
            role="group",
            aria_labelledby="booking-times",
            class_name="slots",
        ),
        html.p(BookingState.remark, class_name="booking-remark", aria_live="polite"),
        when(negate(BookingState.any_free), _next_button()),
    )


def _next_button() -> rx.Component:
    return button("Next free time", icon_name="arrow-right", on_click=BookingState.next_free)


def _slot(slot: RowVar[SlotChoice]) -> rx.Component:
    """A taken time can be pressed as well: it says why."""
    taken = is_set(slot.taken)
    chosen = slot.start == BookingState.start
    yours = text("held by you in another window until ", slot.yours, "; press to take it over")
    return html.button(
        slot.label,
        when(is_set(slot.seats), html.span(slot.seats, class_name="slot-seats")),
        when(taken, html.span(text(", ", slot.taken), class_name="sr-only")),
        when(is_set(slot.yours), html.span(", ", yours, class_name="sr-only")),
        type="button",
        class_name=classes(
            "slot", (taken, "is-taken"), (is_set(slot.yours), "is-yours"), (chosen, "is-chosen")
        ),
        aria_pressed=value_if(chosen, "true", "false"),
        aria_disabled=value_if(taken, "true", "false"),
        title=value_if(
            taken, text(slot.label, " is ", slot.taken), value_if(is_set(slot.yours), yours, "")
        ),
        on_click=BookingState.pick(slot.start),
        key=slot.start,
    )


def _nearest() -> rx.Component:
    """The free times around one that cannot be had, in place."""
    return when(
        negate(is_empty(BookingState.nearest)),
        html.div(
            html.span("Nearest free:", class_name="booking-nearest-word"),
            each(BookingState.nearest, _slot),
            class_name="booking-nearest",
        ),
    )


def _takes() -> rx.Component:
    return html.div(
        html.h3("Takes", class_name="field-label"),
        html.div(
            each(BookingState.takes, _chip),
            each(BookingState.apart, _apart_chip),
            class_name="tags",
        ),
        when(
            is_set(BookingState.held_until),
            html.p("Held for you until ", BookingState.held_until, ".", class_name="field-hint"),
        ),
        class_name="field",
    )


def _apart_chip(row: RowVar[ApartPart]) -> rx.Component:
    return when(is_set(row.takes), tag(row.takes, tint="blue"))


def _chip(take: RowVar[Take]) -> rx.Component:
    return tag(take.words, tint=take.tint)
