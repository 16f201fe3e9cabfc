"""The list of a group's session to print: on the screen as on paper."""

import reflex as rx

from clinic_app.scheduling.visit.visit_rows import Assistant
from clinic_app.web.react.widgets import print_button
from clinic_app.web.scheduling.groups.group_print_state import GroupPrintState, PrintedPatient
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import link_button
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    either,
    is_empty,
    is_set,
    list_of,
    text,
    value_if,
    when,
)

GROUP = GroupPrintState.group
_HEADS = ("No.", "Patient", "File", "Phone", "State", "Signature")


def group_print_page() -> rx.Component:
    """Lay out the whole page."""
    return html.main(
        html.div(
            link_button(
                "Back to the calendar",
                href=text("/calendar?date=", GROUP.time.date),
                icon_name="arrow-left",
            ),
            print_button("Print"),
            class_name="print-bar",
        ),
        either(is_set(GROUP.id), _head(), html.h1("Session", class_name="print-title")),
        either(
            is_empty(GroupPrintState.lines),
            when(GroupPrintState.loaded, html.p("Nobody comes to this session.")),
            _list(),
        ),
        id="content",
        aria_busy=value_if(GroupPrintState.loaded, "false", "true"),
        class_name="print-page",
    )


def _head() -> rx.Component:
    return html.header(
        html.h1(GROUP.service, class_name="print-title"),
        html.p(
            text(GROUP.time.day, ", ", GROUP.time.start, "–", GROUP.time.end, " · "),
            GROUP.practitioner,
            each(list_of(GROUP.assistants, Assistant), _assistant),
            when(is_set(GROUP.room), text(" · ", GROUP.room)),
        ),
        html.p(
            text(ShellState.clinic, " · ", GROUP.taken, " of ", GROUP.seats, " seats · "),
            GroupPrintState.printed,
            class_name="faint num",
        ),
    )


def _assistant(one: RowVar[Assistant]) -> rx.Component:
    return html.span(text(" · ", one.name), when(is_set(one.span), text(" ", one.span)), key=one.id)


def _list() -> rx.Component:
    return html.table(
        html.thead(html.tr(*[html.th(words, scope="col") for words in _HEADS])),
        html.tbody(each(GroupPrintState.lines, _line)),
        class_name="print-table print-roster",
    )


def _line(row: RowVar[PrintedPatient]) -> rx.Component:
    return html.tr(
        html.td(row.number, class_name="num"),
        html.td(row.name),
        html.td(row.file_number, class_name="num"),
        html.td(row.phone, class_name="num"),
        html.td(row.state),
        html.td(),
        key=row.id,
    )
