"""Rooms and devices: two pages of one kind."""

from collections.abc import Callable

import reflex as rx

from clinic_app.web.scheduling.set_up.devices_state import DevicesState
from clinic_app.web.scheduling.set_up.rooms_state import RoomsState
from clinic_app.web.scheduling.set_up.setup_parts import (
    archived_tag,
    row_menu,
    save_or_add,
    setup_page,
)
from clinic_app.web.scheduling.set_up.setup_rows import ResourceLine
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.data_table import Column, data_table
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form
from clinic_app.web.ui.reactive import RowVar, entry, is_set, value_if
from clinic_app.web.ui.text_field import text_field

ResourcesState = type[RoomsState] | type[DevicesState]


def rooms_body() -> rx.Component:
    """The list of rooms."""
    return setup_page(
        "Rooms",
        "Where visits are given. One visit at a time in each.",
        _list(RoomsState, "room", "Services that name it", "door-open"),
        _dialog(RoomsState, "room", "For example “Room 1” or “Imaging”."),
        add="Add room",
        on_add=RoomsState.add,
        archived=RoomsState.archived,
        on_archived=RoomsState.show_archived,
    )


def devices_body() -> rx.Component:
    """The list of devices."""
    return setup_page(
        "Devices",
        "What a visit can need beside a room. One visit at a time for each.",
        _list(DevicesState, "device", "Services that need it", "scan-line"),
        _dialog(DevicesState, "device", "For example “Ultrasound US-1”."),
        add="Add device",
        on_add=DevicesState.add,
        archived=DevicesState.archived,
        on_archived=DevicesState.show_archived,
    )


def _list(state: ResourcesState, word: str, services: str, icon_name: str) -> rx.Component:
    return data_table(
        state.lines,
        [
            Column("Name", _name),
            Column(services, lambda row: row.services),
            Column("Actions", _menu(state), align="end"),
        ],
        caption=f"{word.capitalize()}s, in the clinic’s order",
        on_open=lambda row: state.edit(row.id),
        loading=state.loading,
        empty=empty_state(
            f"No {word}s yet",
            f"Add the first {word}; then services can ask for it.",
            action=button(f"Add {word}", kind="primary", on_click=state.add),
            icon_name=icon_name,
        ),
    )


def _name(row: RowVar[ResourceLine]) -> rx.Component:
    return html.span(
        html.span(row.name, class_name="truncate"), archived_tag(row), class_name="swatched"
    )


def _menu(state: ResourcesState) -> Callable[[RowVar[ResourceLine]], rx.Component]:
    return lambda row: row_menu(
        row, edit=state.edit, move=state.move, archive=state.archive, restore=state.restore
    )


def _dialog(state: ResourcesState, word: str, hint: str) -> rx.Component:
    known = is_set(state.row_id)
    return dialog(
        form(
            text_field(
                "name",
                "Name",
                required=True,
                default_value=state.name,
                error=entry(state.errors, "name"),
                hint=hint,
                auto_complete="off",
            ),
            save_or_add(known, on_cancel=state.show(False)),
            on_submit=state.save,
            key=state.row_id,
        ),
        open=state.opened,
        on_open_change=state.show,
        title=value_if(known, f"Rename {word}", f"New {word}"),
        size="small",
    )
