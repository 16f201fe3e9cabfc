"""The day to print: on the screen as on paper, with a button that opens the browser's dialog."""

import reflex as rx

from clinic_app.web.react.widgets import print_button
from clinic_app.web.scheduling.calendar.print_state import PrintLine, PrintList, PrintState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import link_button
from clinic_app.web.ui.feedback import error_panel
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    each,
    either,
    is_empty,
    list_of,
    text,
    value_if,
    when,
)


def print_page() -> rx.Component:
    """Lay out the whole page."""
    return html.main(
        html.div(
            link_button(
                "Back to the calendar",
                href=text("/calendar?date=", PrintState.day),
                icon_name="arrow-left",
            ),
            print_button("Print"),
            class_name="print-bar",
        ),
        html.header(
            html.h1(PrintState.title, class_name="print-title"),
            html.p(text(ShellState.clinic, " · ", PrintState.printed), class_name="faint num"),
        ),
        either(
            PrintState.failed,
            error_panel("The day could not be loaded.", on_retry=PrintState.open),
            each(PrintState.lists, _list),
        ),
        when(
            both(PrintState.loaded, is_empty(PrintState.lists)),
            html.p("No visits on this day.", class_name="faint"),
        ),
        id="content",
        aria_busy=value_if(PrintState.loaded, "false", "true"),
        class_name="print-page",
    )


def _list(row: RowVar[PrintList]) -> rx.Component:
    return html.section(
        html.h2(row.name, class_name="print-name"),
        html.p(text(row.specialty, " · ", row.count), class_name="faint"),
        html.table(
            html.thead(
                html.tr(
                    *[
                        html.th(words, scope="col")
                        for words in ("Time", "Patient", "Service", "Room and devices")
                    ]
                )
            ),
            html.tbody(each(list_of(row.lines, PrintLine), _line)),
            class_name="print-table",
        ),
        class_name="print-list",
        key=row.id,
    )


def _line(row: RowVar[PrintLine]) -> rx.Component:
    return html.tr(
        html.td(row.time, class_name="num"),
        html.td(row.patient),
        html.td(row.service),
        html.td(row.place),
        key=row.id,
    )
