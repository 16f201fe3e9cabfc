"""The calendar's two menus: which columns are shown, and what the colours mean."""

import reflex as rx

from clinic_app.web.scheduling.calendar.calendar_sheet import LegendRow
from clinic_app.web.scheduling.calendar.calendar_shown import PractitionerChoice
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.button import button, text_button, text_link
from clinic_app.web.ui.choice_field import segmented_control
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.menu import popover
from clinic_app.web.ui.reactive import RowVar, each, text, when

_SIGNS = (
    ("flag", "Booked against a rule"),
    ("moon", "Outside working hours"),
    ("repeat", "One of a series"),
    ("link-2", "One of several services"),
    ("user-plus", "Assists somebody else"),
)


def practitioner_menu() -> rx.Component:
    """Columns of what; and whose visits, of all or of one alone."""
    return popover(
        button(
            icon("users", class_name="phone-only"),
            html.span(CalendarState.filter_words, class_name="calendar-filter-words"),
            icon("chevron-down", size=14, class_name="desk-only"),
            kind="ghost",
        ),
        _columns(),
        html.div(
            html.p("Practitioners", class_name="calendar-menu-title"),
            text_button("Show all", on_click=CalendarState.show_all),
            class_name="row row--between",
        ),
        html.ul(each(CalendarState.choices, _choice), role="list", class_name="calendar-menu"),
        when(
            ShellState.may["time_off:write"],
            text_link("Enter time off", href="/visits-to-move?time-off=1"),
        ),
    )


def _columns() -> rx.Component:
    return when(
        CalendarState.view == "day",
        html.div(
            html.p("Columns", class_name="calendar-menu-title"),
            segmented_control(
                "Columns",
                [("practitioner", "Practitioners"), ("room", "Rooms"), ("device", "Devices")],
                name="calendar-columns",
                value=CalendarState.columns_by,
                on_change=CalendarState.show_columns,
            ),
            class_name="calendar-columns desk-only",
        ),
    )


def _choice(choice: RowVar[PractitionerChoice]) -> rx.Component:
    return html.li(
        html.label(
            html.input_(
                type="checkbox",
                class_name="check",
                checked=choice.shown,
                on_change=CalendarState.toggle(choice.id),
            ),
            avatar(choice.initials, tint=choice.tint, size="small"),
            html.span(choice.name, class_name="truncate"),
            class_name="calendar-menu-choice",
        ),
        text_button(
            "Only",
            html.span(text(" ", choice.name), class_name="sr-only"),
            on_click=CalendarState.show_only(choice.id),
        ),
        key=choice.id,
    )


def colour_menu() -> rx.Component:
    """Colours by service, practitioner or state, and what each of them stands for."""
    return popover(
        button(
            icon("palette"),
            html.span("Colours", class_name="sr-only"),
            kind="ghost",
            title="Colours",
            class_name="btn--icon desk-only",
        ),
        html.p("Colours by", class_name="calendar-menu-title"),
        segmented_control(
            "Colours by",
            [("service", "Service"), ("practitioner", "Practitioner"), ("state", "State")],
            name="calendar-colours",
            value=CalendarState.colour_by,
            on_change=CalendarState.colour,
        ),
        html.ul(each(CalendarState.legend, _legend), role="list", class_name="calendar-menu"),
        html.p("Signs", class_name="calendar-menu-title"),
        html.ul(*map(_sign, _SIGNS), role="list", class_name="calendar-menu"),
    )


def _sign(sign: tuple[str, str]) -> rx.Component:
    name, words = sign
    return html.li(icon(name, size=14, class_name=f"calendar-sign is-{name}"), words)


def _legend(row: RowVar[LegendRow]) -> rx.Component:
    return html.li(
        html.span(aria_hidden="true", class_name=text("calendar-swatch tint-", row.tint)),
        row.words,
        key=row.words,
    )
