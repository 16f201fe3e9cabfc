"""The booking dialog: the patient on the left, the free times on the right."""

from typing import Any

import reflex as rx

from clinic_app.web.people.register_patient_form import register_patient_sheet
from clinic_app.web.scheduling.booking.booking_further import further_parts, parts_to_move
from clinic_app.web.scheduling.booking.booking_slots import when_and_what_it_takes
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.desk_register_state import DeskRegisterState
from clinic_app.web.scheduling.booking.patient_field import patient_field
from clinic_app.web.scheduling.booking.walk_in_part import here_box
from clinic_app.web.scheduling.series.series_part import repeat_button, series_dialog
from clinic_app.web.scheduling.series.series_scope_part import scope_choice
from clinic_app.web.scheduling.series.series_state import SeriesState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.choice_field import ChoiceRow
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.field import Wiring, field, form
from clinic_app.web.ui.html import Condition
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    each,
    either,
    entry,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import date_field, text_area
from clinic_app.web.ui.untyped import rx_any


def booking_dialog() -> rx.Component:
    """The dialog, for every page on which one may book, and the registration over it."""
    return html.fragment(
        _dialog(),
        series_dialog(),
        register_patient_sheet(DeskRegisterState),
        on_mount=BookingState.begin_afresh,
    )


def _dialog() -> rx.Component:
    return dialog(
        form(
            html.div(
                _left(),
                when_and_what_it_takes(),
                class_name="booking",
                custom_attrs={"data-come-back": _come_back()},
            ),
            on_submit=[BookingState.begin_saving, BookingState.book],
            id="booking-form",
        ),
        open=BookingState.shown,
        on_open_change=BookingState.show,
        title=value_if(is_set(BookingState.moving), "Move a visit", "Book a visit"),
        beside_title=tag(BookingState.day_words, " · ", ShellState.clock.city, " time"),
        size="large",
    )


def _come_back() -> rx.Var[Any]:
    """The address that begins this again, for who was signed out meanwhile."""
    asks = {
        "patient": BookingState.patient_id,
        "service": BookingState.service_id,
        "practitioner": BookingState.practitioner_id,
        "date": BookingState.day,
        "start": BookingState.start.replace("+00:00", "Z"),
    }
    new = text("/calendar?book=1", *[part for name in asks for part in (f"&{name}=", asks[name])])
    moved = text("/calendar?visit=", BookingState.moving, "&date=", BookingState.day)
    return value_if(is_set(BookingState.moving), moved, new)


def _left() -> rx.Component:
    return html.div(
        either(is_set(BookingState.moving), _whose(), _patient()),
        when(is_set(BookingState.patient_misses), tag(BookingState.patient_misses, tint="red")),
        either(is_set(BookingState.moving), _scope(), _service()),
        _practitioner(),
        html.div(_day(), when(_roomy(), _room()), class_name="booking-pair"),
        either(is_set(BookingState.moving), parts_to_move(), further_parts()),
        when(negate(is_set(BookingState.moving)), _note()),
        here_box(BookingState.walk_in_on == BookingState.day),
        when(_repeatable(), repeat_button()),
        class_name="booking-side",
    )


def _scope() -> rx.Component:
    """Which visits are moved: it decides on the times, so it stands before them."""
    return scope_choice(BookingState.series, BookingState.errors, on_pick=BookingState.choose_scope)


def _repeatable() -> Condition:
    """A series is of one service."""
    alone = both(is_empty(BookingState.more), is_empty(BookingState.apart))
    return both(negate(is_set(BookingState.moving)), alone)


def _whose() -> rx.Component:
    return html.div(
        html.p("Patient", class_name="field-label"),
        html.p(BookingState.patient, class_name="booking-whose"),
        html.p(BookingState.stands, class_name="booking-remark"),
        class_name="field",
    )


def _patient() -> rx.Component:
    return patient_field(
        *(BookingState, BookingState.errors),
        id="booking-patient",
        create_words=value_if(BookingState.may_register, "Register “{}” as a new patient", ""),
        on_create=DeskRegisterState.begin,
        auto_focus=negate(is_set(BookingState.patient_id)),  # else one begins with the service
    )


def _service() -> rx.Component:
    return _select(
        Wiring(
            "booking-service",
            "Service",
            hint=BookingState.service_needs,
            error=entry(BookingState.errors, "service"),
            required=True,
        ),
        html.option("Choose a service", value="", disabled=True),
        each(BookingState.services, _option),
        value=BookingState.service_id,
        on_change=BookingState.pick_service,
        custom_attrs={
            "data-first": value_if(is_set(BookingState.patient_id), "", rx_any.Var("undefined"))
        },
    )


def _practitioner() -> rx.Component:
    return _select(
        Wiring(
            "booking-practitioner",
            value_if(BookingState.whole, "Practitioner of the first", "Practitioner"),
            error=entry(BookingState.errors, "practitioner"),
        ),
        when(
            any_of(negate(is_set(BookingState.moving)), BookingState.whole),
            html.option("Anybody who is free", value=""),
        ),
        each(BookingState.practitioners, _option),
        value=BookingState.practitioner_id,
        on_change=BookingState.pick_practitioner,
    )


def _day() -> rx.Component:
    return date_field(
        "day",
        "Day",
        id="booking-day",
        value=BookingState.day,
        on_change=BookingState.pick_day,
        min="2000-01-01",
        max="2200-12-31",
    )


def _roomy() -> Condition:
    """A visit that is moved keeps its room where that is free."""
    return both(negate(is_set(BookingState.moving)), negate(is_empty(BookingState.rooms)))


def _room() -> rx.Component:
    return _select(
        Wiring("booking-room", value_if(is_empty(BookingState.more), "Room", "Room of the first")),
        html.option("Any that fits", value=""),
        each(BookingState.rooms, _option),
        value=BookingState.room_id,
        on_change=BookingState.pick_room,
    )


def _select(wiring: Wiring, *options: rx.Component, **props: object) -> rx.Component:
    control = html.div(
        html.select(*options, name=wiring.id, class_name="input", **wiring.aria(), **props),
        icon("chevron-down", size=14, class_name="field-chevron"),
        class_name="field-control",
    )
    return field(wiring, control)


def _option(row: RowVar[ChoiceRow]) -> rx.Component:
    return html.option(row.label, value=row.value, key=row.value)


def _note() -> rx.Component:
    return text_area(
        "note",
        "Note",
        id="booking-note",
        placeholder="What should the doctor know?",
        error=entry(BookingState.errors, "note"),
        max_length=1000,
        on_blur=SeriesState.keep_note,
        key=BookingState.opened,
    )
