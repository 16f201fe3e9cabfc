"""The first part of a patient's page: demographics, kin, national ids, consent, what comes."""

from typing import Any

import reflex as rx

from clinic_app.people.patients.patient_rows import IdentifierRow
from clinic_app.web.people.consent_state import ConsentState
from clinic_app.web.people.identifier_state import IdentifierState
from clinic_app.web.people.patient_state import PatientState
from clinic_app.web.people.patient_visits import coming_visits
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, button_group, icon_button, text_button
from clinic_app.web.ui.card import card, facts
from clinic_app.web.ui.html import Child, Event
from clinic_app.web.ui.reactive import (
    RowVar,
    choose,
    each,
    either,
    is_empty,
    is_set,
    text,
    when,
)
from clinic_app.web.ui.tag import tag


def patient_summary() -> rx.Component:
    """Cards in as many columns as there is room for."""
    return html.div(
        _about(),
        html.div(_kin(), _identifiers(), class_name="stack"),
        html.div(_messages(), coming_visits(), class_name="stack"),
        class_name="patient-summary",
    )


def _about() -> rx.Component:
    fields, patient = PatientState.fields, PatientState.patient
    return card(
        facts(
            ("Full name", patient.name),
            ("Born", either(is_set(patient.born), _born(), _unknown())),
            ("Sex", _known(patient.sex)),
            ("Phone", either(is_set(patient.phone), _phone(patient.phone), _unknown())),
            ("Email", either(is_set(fields.email), _mail(fields.email), _unknown())),
            ("Address", either(is_set(fields.address), _lines(fields.address), _unknown())),
            ("Language", _known(PatientState.language)),
            ("File number", html.span(patient.file_number, class_name="num")),
            ("Registered", PatientState.registered),
        ),
        title="About",
    )


def _born() -> rx.Component:
    return html.span(PatientState.patient.born, " · ", PatientState.patient.age)


def _kin() -> rx.Component:
    fields = PatientState.fields
    return card(
        facts(
            ("Name", _known(fields.kin_name)),
            ("Relation", _known(fields.kin_relation)),
            (
                "Phone",
                either(is_set(PatientState.kin_phone), _phone(PatientState.kin_phone), _unknown()),
            ),
        ),
        title="Next of kin",
    )


def _identifiers() -> rx.Component:
    may_change = ShellState.may["identifier:read"]
    return card(
        either(
            is_empty(PatientState.identifiers),
            html.p("No national id is kept.", class_name="faint"),
            html.ul(each(PatientState.identifiers, _identifier), class_name="rows"),
        ),
        title="National ids",
        action=when(may_change, text_button("Add", on_click=IdentifierState.begin)),
    )


def _identifier(row: RowVar[IdentifierRow]) -> rx.Component:
    shown: Any = IdentifierState.shown_id == row.id
    number = either(shown, IdentifierState.shown_number, row.masked)
    return html.li(
        html.div(
            html.span(
                html.span(row.label, class_name="row-detail"),
                html.span(number, class_name="row-name num"),
                class_name="row-text",
            ),
            when(ShellState.may["identifier:read"], _identifier_deeds(row, shown)),
            class_name="row-link",
        ),
        key=row.id,
    )


def _identifier_deeds(row: RowVar[IdentifierRow], shown: rx.Var[bool]) -> rx.Component:
    def deed(icon_name: str, word: str, on_click: Event) -> rx.Component:
        label = text(word, " the ", row.label, " number")
        return icon_button(icon_name, label, kind="ghost", on_click=on_click)

    return html.span(
        either(
            shown,
            deed("eye-off", "Hide", IdentifierState.hide),
            deed("eye", "Show", IdentifierState.reveal(row.id)),
        ),
        deed("trash-2", "Remove", IdentifierState.ask_to_remove(row.id)),
        class_name="btn-group",
    )


def _messages() -> rx.Component:
    said = html.p(
        text(PatientState.consent_at, ", written down by ", PatientState.consent_by),
        class_name="faint",
    )
    return card(
        html.div(
            choose(
                PatientState.consent,
                ("yes", html.div(tag("agrees to messages", tint="green"), said)),
                ("no", html.div(tag("wants no messages", tint="red"), said)),
                default=html.p("Nobody has asked yet.", class_name="faint"),
            ),
            when(
                ShellState.may["patient:write"],
                button_group(
                    when(PatientState.consent != "yes", _consent("They agree", given=True)),
                    when(PatientState.consent != "no", _consent("They do not", given=False)),
                ),
            ),
            class_name="stack stack--tight",
        ),
        title="Messages",
    )


def _consent(words: str, *, given: bool) -> rx.Component:
    return button(words, size="small", on_click=ConsentState.write_down(given))


def _known(value: rx.Var[str]) -> Child:
    return either(is_set(value), html.span(value), _unknown())


def _unknown() -> rx.Component:
    return html.span(
        html.span("–", aria_hidden="true"),
        html.span("not known", class_name="sr-only"),
        class_name="faint",
    )


def _phone(number: rx.Var[str]) -> rx.Component:
    return html.plain_a(number, href=text("tel:", number), class_name="link num")


def _mail(address: rx.Var[str]) -> rx.Component:
    return html.plain_a(address, href=text("mailto:", address), class_name="link")


def _lines(value: rx.Var[str]) -> rx.Component:
    return html.span(value, class_name="pre-line")
