"""The booking dialog's part for more than one: who assists, and further services."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clinic_app.web.scheduling.booking.booking_parts import MorePart
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.helper_rows import HelperRow
from clinic_app.web.scheduling.booking.part_fields import minute_input
from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button
from clinic_app.web.ui.choice_field import ChoiceRow, Options, filter_select
from clinic_app.web.ui.html import Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    ListVar,
    NumberVar,
    RowVar,
    each,
    each_numbered,
    entry,
    is_set,
    list_of,
    negate,
    text,
    when,
)


def further_parts() -> rx.Component:
    """Who assists, the services that follow, and quiet lists to add to them."""
    chosen = is_set(BookingState.service_id)
    return html.div(
        _team(0, BookingState.assisting),
        when(
            chosen,
            _add(
                "Add somebody to assist",
                "+ Assistant",
                BookingState.may_assist,
                name="booking-assist",
                on_change=BookingState.assist(0, True),
            ),
        ),
        each_numbered(BookingState.more, _part),
        when(
            chosen,
            _add(
                "Add one more right after it",
                "+ Another service",
                BookingState.services,
                name="booking-more",
                on_change=BookingState.add_part,
            ),
        ),
        html.p(
            entry(BookingState.errors, "assistants"), class_name="field-error", aria_live="polite"
        ),
        class_name="booking-further",
    )


def _add(
    label: Text, words: str, options: Options, *, name: Text, on_change: Event
) -> rx.Component:
    return html.div(
        filter_select(label, options, name=name, placeholder=words, value="", on_change=on_change),
        class_name="booking-add",
    )


def parts_to_move() -> rx.Component:
    """The services that go along when a whole coming is moved: who gives each."""
    return when(
        BookingState.whole,
        html.div(each_numbered(BookingState.more, _part), class_name="booking-further"),
    )


def _team(number: int | NumberVar[Any], team: ListVar[Sequence[HelperRow]]) -> rx.Component:
    """Who assists in a service of the coming, each with their part of it."""
    return each(team, lambda row: _assistant(number, row))


def _assistant(number: int | NumberVar[Any], row: RowVar[HelperRow]) -> rx.Component:
    return html.div(
        html.span(
            row.name, html.span(" assists", class_name="faint"), class_name="booking-further-name"
        ),
        html.span(
            html.span("from", class_name="faint"),
            minute_input(
                text(row.name, " assists from minute"),
                *(row.begins, "0"),
                on_blur=BookingState.give_minutes(number, row.id, "begins"),
            ),
            html.span("for", class_name="faint"),
            minute_input(
                text(row.name, " assists for so many minutes"),
                *(row.lasts, "all"),
                on_blur=BookingState.give_minutes(number, row.id, "lasts"),
            ),
            html.span("min", class_name="faint"),
            class_name="part-fields",
        ),
        icon_button(
            "x",
            text(row.name, " does not assist"),
            kind="ghost",
            size="small",
            on_click=BookingState.assist(number, False, row.id),
        ),
        class_name="booking-further-row",
        key=row.id,
    )


def _part(row: RowVar[MorePart], index: NumberVar[int]) -> rx.Component:
    number = index + 1  # the first service is 0
    return html.div(
        html.div(
            html.span(text("then ", row.service), class_name="booking-further-name"),
            _giver(row, index),
            when(
                negate(BookingState.whole),
                icon_button(
                    "x",
                    text("Without ", row.service),
                    kind="ghost",
                    size="small",
                    on_click=BookingState.drop_part(index),
                ),
            ),
            class_name="booking-further-row",
        ),
        when(negate(BookingState.whole), _team_of_part(row, number)),
        class_name="booking-further-part",
    )


def _giver(row: RowVar[MorePart], index: NumberVar[int]) -> rx.Component:
    return html.div(
        html.select(
            html.option("Anybody free", value=""),
            each(list_of(row.practitioners, ChoiceRow), _option),
            aria_label=text("Who gives ", row.service),
            class_name="input",
            value=row.practitioner_id,
            on_change=BookingState.give_part(index),
        ),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )


def _team_of_part(row: RowVar[MorePart], number: NumberVar[Any]) -> rx.Component:
    return html.fragment(
        _team(number, list_of(row.assisting, HelperRow)),
        _add(
            text("Add somebody to assist in ", row.service),
            "+ Assistant",
            list_of(row.may_assist, ChoiceRow),
            name=text("booking-assist-", number),
            on_change=BookingState.assist(number, True),
        ),
    )


def _option(row: RowVar[ChoiceRow]) -> rx.Component:
    return html.option(row.label, value=row.value, key=row.value)
