"""The visit sheet: details, note, history, and the steps one may take."""

import reflex as rx

from clinic_app.scheduling.visit.visit_rows import VisitStep
from clinic_app.web.outside.patient_link_part import patient_link
from clinic_app.web.outside.told_part import told_lines
from clinic_app.web.people.doubt_part import doubts
from clinic_app.web.scheduling.groups.group_sheet import group_sheet
from clinic_app.web.scheduling.groups.group_state import GroupState
from clinic_app.web.scheduling.series.series_change_part import (
    change_series_button,
    series_change_dialog,
)
from clinic_app.web.scheduling.series.series_scope_part import scope_choice, series_words
from clinic_app.web.scheduling.visit.check_in_code import check_in_code_dialog
from clinic_app.web.scheduling.visit.check_in_code_state import CheckInCodeState
from clinic_app.web.scheduling.visit.visit_assistants import assistants_line
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.scheduling.visit.visit_words import StepButton
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_button, text_link
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.field import form
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    classes,
    each,
    either,
    entry,
    is_set,
    list_of,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import missed_tag, state_tag, tag
from clinic_app.web.ui.text_field import text_area, text_field

VISIT = VisitState.visit

_USUAL_REASONS = (
    "Patient cancelled",
    "Patient is ill",
    "Practitioner is away",
    "Booked by mistake",
)


def visit_sheet() -> rx.Component:
    """The sheet, for every page on which a visit can be opened."""
    return html.fragment(
        _sheet(),
        group_sheet(),
        when(
            ShellState.may["appointment:write"],
            html.fragment(check_in_code_dialog(), series_change_dialog()),
        ),
        on_mount=VisitState.begin_afresh,
    )


def _sheet() -> rx.Component:
    return sheet(
        doubts(VisitState.doubts),
        _details(),
        _note(),
        patient_link(VISIT.id, may_link=VISIT.may_link, has_link=VISIT.has_link),
        told_lines(VISIT.told, VISIT.id, VISIT.may_edit),
        _history(),
        open=VisitState.shown,
        on_open_change=VisitState.show,
        title=VISIT.patient.name,
        beside_title=state_tag(VISIT.status),
        footer=(_deeds(),),
    )


def _details() -> rx.Component:
    return html.dl(
        _line(
            "When",
            html.span(VISIT.time.day),
            html.span(
                text(VISIT.time.start, "–", VISIT.time.end, " · ", VISIT.time.minutes, " min"),
                class_name="visit-time num",
            ),
            when(VISIT.outside_hours, tag("Outside working hours", tint="amber")),
            when(is_set(VISIT.marks), tag(VISIT.marks, tint="amber")),
        ),
        when(VISIT.series.number != 0, _series()),
        _line("Service", tag(VISIT.service, tint=VISIT.colour), _whole_group()),
        _line("With", html.span(VISIT.practitioner)),
        assistants_line(VisitState, VISIT),
        _together(),
        when(is_set(VISIT.room), _line("Room", html.span(VISIT.room))),
        when(is_set(VISIT.devices), _line("Devices", html.span(VISIT.devices))),
        _line(
            "Patient",
            text_link(VISIT.patient.name, href=text("/patients/", VISIT.patient.id)),
            html.span(text("No. ", VISIT.patient.file_number), class_name="num faint"),
            when(is_set(VISIT.patient.born), html.span(text("Born ", VISIT.patient.born))),
            when(is_set(VISIT.patient.phone), html.span(VISIT.patient.phone, class_name="num")),
            when(is_set(VISIT.missed), missed_tag(VISIT.missed, VISIT.often_misses)),
        ),
        when(is_set(VISIT.ticket), _line("Ticket", html.span(VISIT.ticket, class_name="num"))),
        when(VISIT.may_link, _line("Check-in", _code())),
        class_name="visit-details",
    )


def _together() -> rx.Component:
    where = when(is_set(VISIT.elsewhere), tag(VISIT.elsewhere, tint="blue"))
    return when(is_set(VISIT.together), _line("Together with", html.span(VISIT.together), where))


def _series() -> rx.Component:
    change = when(
        VISIT.may_edit, change_series_button(VISIT.id, VISIT.series, ahead=VISIT.may_move)
    )
    return _line("Series", series_words(VISIT.series), change)


def _whole_group() -> rx.Component:
    """Of a group: the way to its session, and to all who come."""
    see = [VisitState.show(False), GroupState.open(VISIT.group_id)]
    return when(is_set(VISIT.group_id), text_button("See the whole session", on_click=see))


def _code() -> rx.Component:
    return text_button("Show check-in code", on_click=CheckInCodeState.open(VISIT.id))


def _line(label: str, *values: Child) -> rx.Component:
    return html.div(html.dt(label), html.dd(*values), class_name="visit-line")


def _section(heading: Text, *children: Child, deed: Child | None = None) -> rx.Component:
    head = html.div(
        html.h3(heading), *([deed] if deed is not None else []), class_name="visit-section-head"
    )
    return html.section(head, *children, class_name="visit-section")


def _note() -> rx.Component:
    words = either(
        is_set(VISIT.note),
        html.p(VISIT.note, class_name="visit-note"),
        html.p("No note.", class_name="faint"),
    )
    edit = when(
        both(VISIT.may_edit, negate(VisitState.noting)),
        text_button("Edit", on_click=VisitState.write_note(True), aria_label="Edit the note"),
    )
    return _section("Note", either(VisitState.noting, _note_form(), words), deed=edit)


def _note_form() -> rx.Component:
    return form(
        text_area(
            "note",
            "What the desk was told",
            id="visit-note",
            default_value=VISIT.note,
            error=entry(VisitState.errors, "note"),
            max_length=1000,
            auto_focus=True,
        ),
        html.div(
            button("Leave it", on_click=VisitState.write_note(False)),
            button("Save", kind="primary", submit=True, loading=VisitState.busy),
            class_name="form-actions",
        ),
        on_submit=[VisitState.begin, VisitState.save_note],
    )


def _history() -> rx.Component:
    return _section(
        "History",
        html.ol(each(list_of(VISIT.history, VisitStep), _step), class_name="visit-history"),
        deed=when(is_set(VISIT.back), _back_button()),
    )


def _step(step: RowVar[VisitStep]) -> rx.Component:
    return html.li(
        html.span(step.what),
        when(is_set(step.why), html.span(text("“", step.why, "”"), class_name="visit-why")),
        html.span(text(step.who, " · ", step.at), class_name="faint num"),
        key=text(step.at, step.what),
    )


def _deeds() -> rx.Component:
    return either(
        VisitState.cancelling,
        _why_form(),
        html.div(
            when(
                VisitState.may_cancel,
                button(
                    "Cancel visit",
                    kind="ghost",
                    class_name="visit-cancel",
                    on_click=VisitState.ask_why(True),
                ),
            ),
            when(VISIT.may_move, button("Move", on_click=VisitState.move)),
            each(VisitState.steps, _step_button),
            class_name="visit-deeds",
        ),
    )


def _back_button() -> rx.Component:
    """Take a wrong click back."""
    return text_button(
        text("Back to “", VISIT.back, "”"),
        disabled=VisitState.busy,
        on_click=[VisitState.begin, VisitState.go_back],
    )


def _step_button(step: RowVar[StepButton]) -> rx.Component:
    return html.button(
        step.words,
        type="button",
        class_name=classes("btn", value_if(step.main, "btn--primary", "btn--secondary")),
        disabled=any_of(VisitState.busy, False),
        on_click=[VisitState.begin, VisitState.step(step.state)],
        key=step.state,
    )


def _usual(reason: str) -> rx.Component:
    return button(reason, size="small", on_click=VisitState.give_reason(reason))


def _why_form() -> rx.Component:
    return form(
        text_field(
            "reason",
            "Why is the visit cancelled?",
            id="visit-reason",
            error=entry(VisitState.errors, "reason"),
            required=True,
            max_length=300,
            auto_complete="off",
            auto_focus=True,
            default_value=VisitState.reason,
            key=VisitState.reason,
        ),
        html.div(*map(_usual, _USUAL_REASONS), class_name="visit-reasons"),
        scope_choice(VISIT.series, VisitState.errors),
        html.div(
            button("Keep it", on_click=VisitState.ask_why(False)),
            button("Cancel the visit", kind="danger", submit=True, loading=VisitState.busy),
            class_name="form-actions",
        ),
        on_submit=[VisitState.begin, VisitState.cancel],
    )
