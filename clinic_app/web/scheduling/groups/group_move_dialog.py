"""The dialog that moves a group: all of it or one patient, to where it was dropped or to a time."""

import reflex as rx

from clinic_app.scheduling.groups.group_rows import GroupPatient
from clinic_app.web.scheduling.booking.booking_words import SlotChoice
from clinic_app.web.scheduling.groups.group_move_state import ONE, WHOLE, GroupMoveState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.field import Wiring, field, form, form_actions
from clinic_app.web.ui.html import Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    classes,
    each,
    either,
    entry,
    is_empty,
    is_set,
    list_of,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.text_field import date_field

State = GroupMoveState
GROUP = State.group
_DROPPED = is_set(State.target)


def group_move_dialog() -> rx.Component:
    """The dialog, beside the sheet."""
    return dialog(
        form(
            _stands(),
            either(_DROPPED, _dropped(), _choose_place()),
            html.p(
                entry(State.errors, "start"),
                id="group-start-error",
                class_name="field-error",
                role="alert",
            ),
            when(State.anyway, _anyway()),
            _buttons(),
            on_submit=[State.begin_saving, State.move],
            id="group-move-form",
        ),
        open=State.shown,
        on_open_change=State.show,
        title=text("Move ", GROUP.service),
    )


def _stands() -> rx.Component:
    return html.p(
        text(GROUP.time.day, ", ", GROUP.time.start, "–", GROUP.time.end, " · "),
        text(GROUP.practitioner, " · ", GROUP.coming),
        class_name="booking-remark",
    )


def _buttons() -> rx.Component:
    return form_actions(
        button("Cancel", on_click=State.show(False)),
        button(
            "Move",
            kind="primary",
            submit=True,
            loading=State.saving,
            disabled=negate(any_of(_DROPPED, is_set(State.start))),
        ),
    )


def _dropped() -> rx.Component:
    return html.fragment(
        html.p(text("To ", State.target), class_name="booking-whose"),
        when(negate(State.staffs), _who_moves()),
        when(State.scope == ONE, _which()),
    )


def _who_moves() -> rx.Component:
    return html.fieldset(
        html.legend("Who moves?", class_name="field-label"),
        _scope(WHOLE, text("The whole session (", GROUP.coming, ")")),
        _scope(ONE, "One patient only"),
        class_name="choices",
    )


def _scope(scope: str, words: Text) -> rx.Component:
    box = html.input_(
        type="radio",
        name="scope",
        value=scope,
        checked=State.scope == scope,
        on_change=State.choose(scope),
        class_name="radio",
    )
    return html.label(box, html.span(words), class_name="choice")


def _which() -> rx.Component:
    wiring = Wiring("group-visit", "Patient")
    control = html.div(
        html.select(
            each(list_of(GROUP.patients, GroupPatient), _option),
            name="visit",
            class_name="input",
            **wiring.aria(),
        ),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )
    return field(wiring, control)


def _option(patient: RowVar[GroupPatient]) -> rx.Component:
    return html.option(patient.name, value=patient.visit_id, key=patient.visit_id)


def _choose_place() -> rx.Component:
    return html.fragment(
        html.div(_practitioner(), _room(), class_name="booking-pair"),
        date_field(
            "day",
            "Day",
            id="group-day",
            value=State.day,
            on_change=State.pick_day,
            min="2000-01-01",
            max="2200-12-31",
        ),
        either(is_empty(State.slots), _nothing(), _times()),
    )


def _practitioner() -> rx.Component:
    return select_field(
        "group-practitioner",
        "Practitioner",
        State.practitioners,
        value=State.practitioner_id,
        on_change=State.pick_practitioner,
    )


def _room() -> rx.Component:
    """Which room, of a service that needs one."""
    choice = select_field(
        "group-room",
        "Room",
        State.rooms,
        placeholder="Its own, or any that fits",
        value=State.room_id,
        on_change=State.pick_room,
    )
    return when(negate(is_empty(State.rooms)), choice)


def _nothing() -> rx.Component:
    return html.div(
        html.p("No free time for the whole session on this day.", class_name="booking-empty"),
        button("Next free time", icon_name="arrow-right", on_click=State.next_free),
        class_name="booking-nothing",
    )


def _times() -> rx.Component:
    return html.div(
        each(State.slots, _slot), role="group", aria_label="Free times", class_name="slots"
    )


def _slot(slot: RowVar[SlotChoice]) -> rx.Component:
    chosen = slot.start == State.start
    return html.button(
        slot.label,
        type="button",
        class_name=classes("slot", (chosen, "is-chosen")),
        aria_pressed=value_if(chosen, "true", "false"),
        on_click=State.pick(slot.start),
        key=slot.start,
    )


def _anyway() -> rx.Component:
    box = html.input_(type="checkbox", name="anyway", class_name="check")
    return html.label(box, html.span("Move it anyway, marked"), class_name="choice")
