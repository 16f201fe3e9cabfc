"""Who gives a service of a booking, and who assists in it."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clinic_app.web.scheduling.booking.booking_parts import MorePart
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.helper_rows import HelperRow
from clinic_app.web.scheduling.booking.part_fields import minute_input
from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button, text_button
from clinic_app.web.ui.choice_field import ChoiceRow
from clinic_app.web.ui.html import Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.menu import adding_menu
from clinic_app.web.ui.reactive import ListVar, NumberVar, RowVar, each, list_of, text, when


def add_assistant(
    number: int | NumberVar[Any], label: Text, rows: ListVar[Sequence[ChoiceRow]]
) -> rx.Component:
    """The list to add somebody from who assists in a service of the coming."""
    return html.div(
        adding_menu(
            "Assistant", label, rows, on_add=lambda who: BookingState.assist(number, True, who)
        ),
        class_name="booking-add",
    )


def team(number: int | NumberVar[Any], team: ListVar[Sequence[HelperRow]]) -> rx.Component:
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


def service_row(
    row: RowVar[MorePart], word: str, *, on_give: Event, on_drop: Event, may_drop: Condition = True
) -> rx.Component:
    """A further service: its name, who gives it, and the way without it."""
    without = icon_button(
        "x", text("Without ", row.service), kind="ghost", size="small", on_click=on_drop
    )
    return html.div(
        html.span(text(word, " ", row.service), class_name="booking-further-name"),
        _giver(row, on_give),
        when(may_drop, without),
        class_name="booking-further-row",
    )


def quiet_deed(words: str, label: Text, *, on_click: Event) -> rx.Component:
    """What else can be done with it, beside a list to add from; label: for who hears it."""
    return html.div(
        text_button(words, aria_label=label, on_click=on_click), class_name="booking-add"
    )


def _giver(row: RowVar[MorePart], on_change: Event) -> rx.Component:
    return html.div(
        html.select(
            html.option("Anybody free", value=""),
            each(list_of(row.practitioners, ChoiceRow), _option),
            aria_label=text("Who gives ", row.service),
            class_name="input",
            value=row.practitioner_id,
            on_change=on_change,
        ),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )


def team_of_part(row: RowVar[MorePart], number: NumberVar[Any]) -> rx.Component:
    """Who assists in a further service, and the list to add somebody from."""
    return html.fragment(
        team(number, list_of(row.assisting, HelperRow)),
        add_assistant(
            number,
            text("Add assistant in ", row.service),
            list_of(row.may_assist, ChoiceRow),
        ),
    )


def _option(row: RowVar[ChoiceRow]) -> rx.Component:
    return html.option(row.label, value=row.value, key=row.value)
