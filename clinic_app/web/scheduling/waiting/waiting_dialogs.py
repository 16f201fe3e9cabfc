"""The waiting list's dialogs: an entry, a time to offer, and how freed times are offered."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.waiting.waiting_rows import SuggestedTime
from clinic_app.web.people.patient_fields import lasting_actions
from clinic_app.web.react.submit_keys import submit_keys
from clinic_app.web.scheduling.booking.patient_field import patient_field
from clinic_app.web.scheduling.set_up.setup_parts import tick_list
from clinic_app.web.scheduling.waiting.make_offer_state import MakeOfferState
from clinic_app.web.scheduling.waiting.waiting_form_state import (
    DayWindow,
    HoursRow,
    WaitingFormState,
)
from clinic_app.web.scheduling.waiting.waiting_state import WaitingState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.choice_field import select_field, switch_field
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.feedback import banner
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.html import Condition
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    either,
    entry,
    is_empty,
    is_set,
    list_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import date_field, number_field, text_area
from clinic_app.web.ui.untyped import any_var

State = WaitingFormState
_offer: Any = any_var(MakeOfferState.offer)
_PRIORITIES = [("0", "Usual"), ("1", "Soon"), ("2", "Urgent")]


def waiting_form() -> rx.Component:
    """What somebody waits for."""
    known = is_set(State.waiting_id)
    return dialog(
        form(
            either(known, html.p(html.strong(State.patient)), _patient()),
            form_row(_service(), _priority()),
            tick_list("With", State.practitioners, "First choose a service.", "None: anybody"),
            _windows(),
            form_row(_until()),
            _note(),
            _buttons(known),
            on_submit=[State.begin_saving, State.save],
            key=State.opened,
        ),
        open=State.shown,
        on_open_change=State.show,
        title=value_if(known, "What they wait for", "Put on the waiting list"),
    )


def _until() -> rx.Component:
    return date_field(
        "until",
        "Until",
        id="waiting-until",
        default_value=State.until,
        hint="Empty: until somebody takes them off.",
        error=entry(State.errors, "until"),
    )


def _note() -> rx.Component:
    return text_area(
        "note",
        "Note",
        id="waiting-note",
        rows=2,
        default_value=State.note,
        error=entry(State.errors, "note"),
        max_length=500,
    )


def _buttons(known: Condition) -> rx.Component:
    return lasting_actions(
        button("Cancel", on_click=State.show(False)),
        button(
            value_if(known, "Save", "Put on the list"),
            submit_keys(),
            kind="primary",
            submit=True,
            loading=State.saving,
        ),
    )


def _patient() -> rx.Component:
    return patient_field(State, State.errors, id="waiting-patient", auto_focus=True)


def _service() -> rx.Component:
    return select_field(
        "service",
        "Service",
        State.services,
        id="waiting-service",
        placeholder="Choose a service",
        default_value=State.service_id,
        on_change=State.pick_service,
        error=entry(State.errors, "service"),
        required=True,
    )


def _priority() -> rx.Component:
    return select_field(
        "priority",
        "How urgent",
        _PRIORITIES,
        id="waiting-priority",
        default_value=State.priority,
        error=entry(State.errors, "priority"),
    )


def _windows() -> rx.Component:
    error = entry(State.errors, "windows")
    return html.fieldset(
        html.legend("Days and hours that suit", class_name="field-label"),
        html.p("None: any day. No hours: the whole day.", class_name="field-hint"),
        html.div(each(State.windows, _window), class_name="waiting-days"),
        html.p(error, class_name="field-error", aria_live="polite"),
        class_name="choices",
    )


def _window(row: RowVar[DayWindow]) -> rx.Component:
    box = html.input_(
        type="checkbox",
        name=text("day:", row.day),
        default_checked=row.chosen,
        class_name="check",
    )
    more = icon_button(
        "plus",
        text("More hours on ", row.name),
        kind="ghost",
        size="small",
        on_click=State.add_hours(row.day),
    )
    return html.div(
        html.label(box, html.span(row.name), class_name="choice"),
        html.div(
            each(list_of(row.hours, HoursRow), lambda span: _span(row, span)),
            class_name="waiting-hours",
        ),
        more,
        class_name="waiting-day",
        key=row.day,
    )


def _span(row: RowVar[DayWindow], span: RowVar[HoursRow]) -> rx.Component:
    drop = icon_button(
        "x",
        text("Remove ", span.label),
        kind="ghost",
        size="small",
        on_click=State.drop_hours(row.day, span.key),
    )
    return html.div(
        _hour(span, "from", span.begin),
        html.span("to", aria_hidden="true", class_name="faint"),
        _hour(span, "to", span.end),
        either(span.first, html.span(class_name="waiting-no-drop"), drop),
        class_name="waiting-span",
        key=span.key,
    )


def _hour(span: RowVar[HoursRow], which: str, value: rx.Var[str]) -> rx.Component:
    return html.input_(
        type="time",
        name=text(which, ":", span.key),
        default_value=value,
        aria_label=text(span.label, f" {which}"),
        class_name="input",
    )


def make_offer_dialog() -> rx.Component:
    """Free times, those that suit first; one click holds and sends."""
    return dialog(
        html.div(
            html.p(MakeOfferState.waits_for, class_name="field-hint"),
            when(
                is_set(MakeOfferState.refusal),
                banner(html.p(MakeOfferState.refusal), kind="warn"),
            ),
            either(
                is_empty(MakeOfferState.times),
                html.p("There is no free time in the next three weeks."),
                html.ul(each(MakeOfferState.times, _time), class_name="weeks"),
            ),
            class_name="stack",
        ),
        open=MakeOfferState.shown,
        on_open_change=MakeOfferState.show,
        title=text("Offer a time to ", MakeOfferState.patient),
    )


def _time(row: RowVar[SuggestedTime]) -> rx.Component:
    return html.li(
        html.div(
            html.span(text(row.day, ", ", row.time), class_name="week-when num"),
            html.span(row.practitioner, class_name="week-summary"),
            class_name="week-pick",
        ),
        either(row.suits, tag("suits", tint="green"), tag("other hours")),
        button(
            "Offer",
            size="small",
            aria_label=text("Offer ", row.day, ", ", row.time),
            on_click=_offer(row.start, row.practitioner_id),
        ),
        class_name="week-line",
        key=text(row.start, row.practitioner_id),
    )


def rules_dialog() -> rx.Component:
    """How freed times are offered."""
    return dialog(
        form(
            number_field(
                "answer_minutes",
                "Time to answer",
                unit="min",
                default_value=WaitingState.answer_minutes,
                hint="An offer that is not answered goes on to the next person.",
                error=entry(WaitingState.errors, "answer_minutes"),
            ),
            switch_field(
                "by_itself",
                "Offer freed times by themselves",
                default_checked=WaitingState.by_itself,
                hint="Otherwise somebody at the desk offers each time by hand.",
            ),
            form_actions(
                button("Cancel", on_click=WaitingState.show_rules(False)),
                button("Save", kind="primary", submit=True),
            ),
            on_submit=WaitingState.save_rules,
        ),
        open=WaitingState.rules_opened,
        on_open_change=WaitingState.show_rules,
        title="How freed times are offered",
        size="small",
    )
