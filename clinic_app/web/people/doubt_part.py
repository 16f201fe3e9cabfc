"""The part that asks whether a registration is of somebody who is a patient already."""

from typing import Any

import reflex as rx

from clinic_app.people.doubts.list_doubts import DoubtRow
from clinic_app.people.patients.patient_rows import PatientRow
from clinic_app.web.people.doubt_state import DoubtState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_link
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.reactive import (
    RowVar,
    both,
    each,
    either,
    is_empty,
    is_set,
    list_of,
    negate,
    row_of,
    text,
    when,
)


def doubts(rows: Any) -> rx.Component:  # noqa: ANN401  # a list var of DoubtRow
    """One card a doubt, for those who may decide; nothing where there is none."""
    lines = list_of(rows, DoubtRow)
    return when(
        both(ShellState.may["patient:write"], negate(is_empty(lines))),
        html.div(each(lines, _doubt), class_name="doubts"),
    )


def _doubt(line: RowVar[DoubtRow]) -> rx.Component:
    fresh, known = row_of(line.fresh, PatientRow), row_of(line.known, PatientRow)
    return html.div(
        banner(
            html.div(
                _person("Booked online as", fresh, line.contact),
                _person("May be", known, line.known_contact),
                class_name="doubt-pair",
            ),
            html.p(
                text(line.reasons, ". That is no proof: if in doubt, call the number you know."),
                class_name="faint",
            ),
            _answers(line),
            kind="warn",
            title="The same person?",
        ),
        key=line.id,
    )


def _person(lead: str, row: RowVar[PatientRow], contact: rx.Var[str]) -> rx.Component:
    return html.div(
        html.span(lead, class_name="faint"),
        text_link(row.name, href=text("/patients/", row.id)),
        html.span(
            text("No. ", row.file_number), when(is_set(row.born), text(" · ", row.born)),
            class_name="num",
        ),
        when(is_set(contact), html.span(contact, class_name="num")),
    )  # fmt: skip


def _answers(line: RowVar[DoubtRow]) -> rx.Component:
    """Three answers where the known one can be reached already, else two."""
    reached = is_set(line.known_contact)
    return html.div(
        when(
            reached,
            button(
                "Same person, keep contact",
                size="small",
                on_click=DoubtState.same(line.id, False),
            ),
        ),
        button(
            either(reached, "Same person, new contact", "Same person"),
            size="small",
            on_click=DoubtState.same(line.id, True),
        ),
        button("Another person", size="small", on_click=DoubtState.another(line.id)),
        class_name="btn-group doubt-answers",
    )
