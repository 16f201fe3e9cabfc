"""The part of a visit's sheet that says what the patient was told."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.visit.visit_rows import ToldLine
from clinic_app.web.outside.told_state import ToldState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_button
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    choose,
    classes,
    each,
    is_empty,
    list_of,
    negate,
    when,
)


def told_lines(told: Any, visit_id: Any, may_edit: Any) -> rx.Component:  # noqa: ANN401  # vars
    """List the messages, what waits first; nothing where there are none."""

    def line(row: RowVar[ToldLine]) -> rx.Component:
        leave = text_button("Do not tell", on_click=ToldState.leave(visit_id))
        return html.li(
            _picture(row),
            html.span(row.words, when(both(may_edit, row.kind == "waits"), leave)),
            class_name=classes("told-line", (row.kind == "failed", "is-failed")),
            key=row.words,
        )

    lines = list_of(told, ToldLine)
    return when(
        negate(is_empty(lines)),
        html.section(
            html.div(html.h3("Told to the patient"), class_name="visit-section-head"),
            html.ul(each(lines, line), class_name="told-list"),
            class_name="visit-section",
        ),
    )


def _picture(row: RowVar[ToldLine]) -> rx.Component:
    return choose(
        row.kind,
        ("waits", icon("clock", size=14)),
        ("sent", icon("check", size=14)),
        ("failed", icon("triangle-alert", size=14)),
        default=icon("minus", size=14),
    )
