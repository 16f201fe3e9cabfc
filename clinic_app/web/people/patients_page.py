"""The list of patients."""

from collections.abc import Callable

import reflex as rx

from clinic_app.people.patients.patient_rules import SEXES
from clinic_app.web.people.doubt_part import doubts
from clinic_app.web.people.patient_line import PatientLine
from clinic_app.web.people.patients_state import PatientsState
from clinic_app.web.people.register_patient_form import register_patient_sheet
from clinic_app.web.people.register_state import RegisterState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import filter_select
from clinic_app.web.ui.data_table import Column, Paging, Sorting, data_table
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.page import page_body, page_header, toolbar
from clinic_app.web.ui.reactive import RowVar, either, negate, text, value_if, when
from clinic_app.web.ui.text_field import search_field

_SEXES = [("", "Any sex"), *SEXES.items()]
_PHONES = [("", "With or without phone"), ("yes", "With phone"), ("no", "Without phone")]
_REGISTERED = [("", "Registered any time"), ("month", "Registered this month")]


def patients_page() -> rx.Component:
    """Lay out the whole page."""
    register = button(
        "Register",
        kind="primary",
        icon_name="user-plus",
        on_click=RegisterState.begin(PatientsState.search),
    )
    return html.div(
        page_header("Patients", when(ShellState.may["patient:write"], register)),
        page_body(doubts(PatientsState.doubts), _toolbar(), _table()),
        register_patient_sheet(RegisterState),
    )


def _toolbar() -> rx.Component:
    state = PatientsState
    return toolbar(
        search_field(
            "Name, phone or file number",
            name="patients-search",
            on_change=state.search_for,
            default_value=state.search,
        ),
        _filter("Sex", _SEXES, "sex", state.sex),
        _filter("Phone", _PHONES, "has_phone", state.has_phone),
        _filter("Registered", _REGISTERED, "registered", state.registered),
    )


def _filter(
    label: str, options: list[tuple[str, str]], name: str, value: rx.Var[str]
) -> rx.Component:
    return filter_select(
        label,
        options,
        name=f"patients-{name}",
        value=value,
        on_change=PatientsState.filter_by(name),
    )


def _table() -> rx.Component:
    return data_table(
        PatientsState.rows,
        [
            Column("Name", _name, sort="name"),
            Column("File number", _figures("file_number"), sort="file_number", phone=False),
            Column("Born", _figures("born"), sort="born", phone=False),
            Column("Sex", lambda row: row.sex, phone=False),
            Column("Phone", _figures("phone"), phone=False),
            Column("Last visit", _figures("last_visit"), phone=False),
            Column("Next visit", _figures("next_visit"), phone=False),
        ],
        caption="Patients",
        href=lambda row: text("/patients/", row.id),
        sorting=Sorting(PatientsState.sort, PatientsState.descending, PatientsState.sort_by),
        paging=Paging(
            PatientsState.page,
            PatientsState.total,
            PatientsState.go_to,
            more=PatientsState.more_than_total,
        ),
        loading=negate(PatientsState.loaded),
        empty=either(PatientsState.narrowed, _nobody_found(), _nobody_yet()),
    )


def _name(row: RowVar[PatientLine]) -> rx.Component:
    return html.span(
        avatar(row.initials, tint=row.tint, size="small"),
        html.span(
            html.span(row.name, class_name="truncate"),
            html.span(row.brief, class_name="name-brief num truncate"),
            class_name="row-text",
        ),
        class_name="name-cell",
    )


def _figures(name: str) -> Callable[[RowVar[PatientLine]], rx.Component]:
    def cell(row: RowVar[PatientLine]) -> rx.Component:
        return html.span(getattr(row, name), class_name="num")

    return cell


def _nobody_found() -> rx.Component:
    return empty_state(
        "Nobody found",
        "Try a part of the name, the last digits of the phone, or the file number.",
        action=html.div(
            button("Show all patients", on_click=PatientsState.show_all),
            class_name="btn-group",
        ),
        icon_name="search-x",
    )


def _nobody_yet() -> rx.Component:
    return empty_state(
        "No patients yet",
        value_if(
            ShellState.may["patient:write"],
            "Everything else begins with one: only the name is needed.",
            "They appear here once the desk has registered them.",
        ),
        action=when(
            ShellState.may["patient:write"],
            button(
                "Register the first patient",
                kind="primary",
                icon_name="user-plus",
                on_click=RegisterState.begin(""),
            ),
        ),
        icon_name="users",
    )
