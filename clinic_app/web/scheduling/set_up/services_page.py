"""Services: what patients come for."""

import reflex as rx

from clinic_app.web.scheduling.set_up.duty_fields import duty_fields
from clinic_app.web.scheduling.set_up.services_state import ServicesState, ServiceState
from clinic_app.web.scheduling.set_up.setup_parts import (
    archived_tag,
    row_menu,
    save_or_add,
    setup_page,
    tick_list,
)
from clinic_app.web.scheduling.set_up.setup_rows import ServiceLine
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import colour_field, select_field, switch_field
from clinic_app.web.ui.data_table import Column, data_table
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form, form_row
from clinic_app.web.ui.reactive import RowVar, classes, entry, is_set, text, value_if, when
from clinic_app.web.ui.text_field import number_field, text_field


def services_body() -> rx.Component:
    """The list, and the sheet of one service."""
    return setup_page(
        "Services",
        "What can be booked: how long, by whom, where and with what.",
        _list(),
        _sheet(),
        add="Add service",
        on_add=ServiceState.add,
        archived=ServicesState.archived,
        on_archived=ServicesState.show_archived,
    )


def _list() -> rx.Component:
    return data_table(
        ServicesState.lines,
        [
            Column("Service", _name),
            Column("Lasts", lambda row: html.span(row.lasts, class_name="num")),
            Column("Given by", lambda row: row.given_by),
            Column("Needs", lambda row: row.needs, phone=False),
            Column("Price", lambda row: html.span(row.price, class_name="nowrap"), align="end"),
            Column("Actions", _menu, align="end"),
        ],
        caption="Services, in the order in which booking offers them",
        on_open=lambda row: ServiceState.edit(row.id),
        loading=ServicesState.loading,
        empty=empty_state(
            "No services yet",
            "Add what patients come for; only services can be booked.",
            action=button("Add service", kind="primary", on_click=ServiceState.add),
            icon_name="list-checks",
        ),
    )


def _name(row: RowVar[ServiceLine]) -> rx.Component:
    return html.span(
        html.span(class_name=classes("swatch", text("tint-", row.colour)), aria_hidden="true"),
        html.span(row.name, class_name="truncate"),
        archived_tag(row),
        class_name="swatched",
    )


def _menu(row: RowVar[ServiceLine]) -> rx.Component:
    return row_menu(
        row,
        edit=ServiceState.edit,
        move=ServicesState.move,
        archive=ServicesState.archive,
        restore=ServicesState.restore,
    )


def _sheet() -> rx.Component:
    known = is_set(ServiceState.service_id)
    return sheet(
        _form(),
        open=ServiceState.opened,
        on_open_change=ServiceState.show,
        title=value_if(known, ServiceState.name, "New service"),
    )


def _form() -> rx.Component:
    errors = ServiceState.errors
    return form(
        text_field(
            "name",
            "Name",
            required=True,
            default_value=ServiceState.name,
            error=entry(errors, "name"),
            auto_complete="off",
        ),
        *_numbers(errors),
        colour_field("colour", "Colour", chosen=ServiceState.colour, error=entry(errors, "colour")),
        *_needs(),
        *_limits(errors),
        save_or_add(is_set(ServiceState.service_id), on_cancel=ServiceState.show(False)),
        on_submit=ServiceState.save,
        key=ServiceState.service_id,
    )


def _numbers(errors: rx.Var[dict[str, str]]) -> tuple[rx.Component, ...]:
    return (
        form_row(
            _minutes("duration_minutes", "Duration", ServiceState.duration, errors, required=True),
            number_field(
                "price",
                "Price",
                optional_mark=True,
                unit=ServiceState.currency,
                default_value=ServiceState.price,
                error=entry(errors, "price"),
            ),
        ),
        form_row(
            _minutes("buffer_before", "Kept free before", ServiceState.before, errors),
            _minutes("buffer_after", "Kept free after", ServiceState.after, errors),
        ),
    )


def _limits(errors: rx.Var[dict[str, str]]) -> tuple[rx.Component, ...]:
    return (
        form_row(
            select_field(
                *("notice_minutes", "Shortest notice", ServiceState.notices),
                default_value=ServiceState.notice,
                error=entry(errors, "notice_minutes"),
            ),
            select_field(
                *("ahead_days", "How far ahead", ServiceState.aheads),
                default_value=ServiceState.ahead,
                error=entry(errors, "ahead_days"),
            ),
        ),
        number_field(
            *("visits_a_day", "Most visits a day"),
            optional_mark=True,
            hint="Empty for any number.",
            default_value=ServiceState.visits_a_day,
            error=entry(errors, "visits_a_day"),
            input_mode="numeric",
        ),
        _together(errors),
    )


def _together(errors: rx.Var[dict[str, str]]) -> rx.Component:
    return form_row(
        number_field(
            *("seats", "Seats"),
            hint="More than one for a group: patients share the time.",
            default_value=ServiceState.seats,
            error=entry(errors, "seats"),
            input_mode="numeric",
        ),
        number_field(
            *("overbook", "Overbooking, up to"),
            hint="Visits over another, by hand at the desk; marked.",
            default_value=ServiceState.overbook,
            error=entry(errors, "overbook"),
            input_mode="numeric",
        ),
    )


def _minutes(
    name: str,
    label: str,
    value: rx.Var[str],
    errors: rx.Var[dict[str, str]],
    *,
    required: bool = False,
) -> rx.Component:
    return number_field(
        name,
        label,
        unit="min",
        required=required,
        default_value=value,
        error=entry(errors, name),
    )


def _needs() -> tuple[rx.Component, ...]:
    return (
        tick_list(
            "Given by",
            ServiceState.practitioners,
            "There are no practitioners yet. Add them under Practitioners; then tick them here.",
        ),
        *duty_fields(),
        switch_field(
            "needs_room",
            "Needs a room",
            checked=ServiceState.needs_room,
            on_change=ServiceState.want_room,
        ),
        when(
            ServiceState.needs_room,
            tick_list(
                "Rooms",
                ServiceState.rooms,
                "There are no rooms yet, so it cannot be booked. Add them under Rooms.",
                "Tick none, and any room will do.",
            ),
        ),
        tick_list(
            "Devices",
            ServiceState.devices,
            "There are no devices.",
            "All that are ticked are needed each time.",
        ),
    )
