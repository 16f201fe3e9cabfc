"""Practitioners: who sees patients, when, and what they give."""

import reflex as rx

from clinic_app.web.scheduling.hours.dates_part import dates_part
from clinic_app.web.scheduling.hours.hours_part import hours_part
from clinic_app.web.scheduling.hours.time_off_part import time_off_part
from clinic_app.web.scheduling.set_up.practitioner_state import (
    DATES,
    DETAILS,
    HOURS,
    TIME_OFF,
    PractitionerState,
)
from clinic_app.web.scheduling.set_up.practitioners_state import PractitionersState
from clinic_app.web.scheduling.set_up.setup_parts import (
    archived_tag,
    row_menu,
    save_or_add,
    setup_page,
    tick_list,
)
from clinic_app.web.scheduling.set_up.setup_rows import PractitionerLine
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import person
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import colour_field, segmented_control, select_field
from clinic_app.web.ui.data_table import Column, data_table
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form, form_row
from clinic_app.web.ui.reactive import (
    RowVar,
    choose,
    entry,
    is_set,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag, tags
from clinic_app.web.ui.text_field import number_field, text_field

PARTS = (
    (DETAILS, "Details"),
    (HOURS, "Working hours"),
    (DATES, "Exceptions"),
    (TIME_OFF, "Time off"),
)


def practitioners_body() -> rx.Component:
    """The list, and the sheet of one practitioner."""
    return setup_page(
        "Practitioners",
        "Who sees patients here, when they work and what they give.",
        _list(),
        _sheet(),
        add="Add practitioner",
        on_add=PractitionerState.add,
        archived=PractitionersState.archived,
        on_archived=PractitionersState.show_archived,
    )


def _list() -> rx.Component:
    return data_table(
        PractitionersState.lines,
        [
            Column("Practitioner", _who),
            Column("Hours this week", lambda row: html.span(row.hours, class_name="num")),
            Column(
                "Services", lambda row: html.span(row.services, class_name="nowrap"), phone=False
            ),
            Column("Member", _member, phone=False),
            Column("Notes", _marks),
            Column("Actions", _menu, align="end"),
        ],
        caption="Practitioners, in the order of the calendar’s columns",
        on_open=lambda row: PractitionerState.edit(row.id),
        loading=PractitionersState.loading,
        empty=empty_state(
            "No practitioners yet",
            "Add the first one and their working hours; then services can be booked with them.",
            action=button("Add practitioner", kind="primary", on_click=PractitionerState.add),
            icon_name="stethoscope",
        ),
    )


def _who(row: RowVar[PractitionerLine]) -> rx.Component:
    return person(row.name, letters=row.letters, tint=row.colour, detail=row.specialty)


def _member(row: RowVar[PractitionerLine]) -> rx.Component:
    return html.span(
        value_if(is_set(row.member), row.member, "Not linked"),
        class_name=value_if(is_set(row.member), "nowrap", "nowrap faint"),
    )


def _marks(row: RowVar[PractitionerLine]) -> rx.Component:
    return tags(
        when(is_set(row.away), tag(row.away, tint="amber", icon_name="plane")),
        when(is_set(row.change), tag(row.change, tint="blue", icon_name="calendar-clock")),
        archived_tag(row),
    )


def _menu(row: RowVar[PractitionerLine]) -> rx.Component:
    return row_menu(
        row,
        edit=PractitionerState.edit,
        move=PractitionersState.move,
        archive=PractitionersState.archive,
        restore=PractitionersState.restore,
    )


def _sheet() -> rx.Component:
    known = is_set(PractitionerState.practitioner_id)
    return sheet(
        when(
            known,
            # In a box of its own: the bar would be squeezed flat by a long form under it.
            html.div(
                segmented_control(
                    "Part",
                    PARTS,
                    name="practitioner_part",
                    value=PractitionerState.part,
                    on_change=PractitionerState.turn_to,
                )
            ),
        ),
        choose(
            PractitionerState.part,
            (HOURS, hours_part()),
            (DATES, dates_part()),
            (TIME_OFF, time_off_part()),
            default=_details(),
        ),
        open=PractitionerState.opened,
        on_open_change=PractitionerState.show,
        title=value_if(known, PractitionerState.name, "New practitioner"),
    )


def _details() -> rx.Component:
    return form(
        *_fields(PractitionerState.errors),
        tick_list(
            "Services",
            PractitionerState.services,
            "There are no services yet. Add them under Services; then tick them here.",
        ),
        save_or_add(
            is_set(PractitionerState.practitioner_id), on_cancel=PractitionerState.show(False)
        ),
        on_submit=PractitionerState.save,
        key=PractitionerState.practitioner_id,
    )


def _fields(errors: rx.Var[dict[str, str]]) -> tuple[rx.Component, ...]:
    return (
        text_field(
            "name",
            "Name",
            required=True,
            default_value=PractitionerState.name,
            error=entry(errors, "name"),
            hint="As patients and the calendar shall read it.",
            auto_complete="off",
        ),
        form_row(
            text_field(
                "specialty",
                "Specialty",
                optional_mark=True,
                default_value=PractitionerState.specialty,
                error=entry(errors, "specialty"),
                auto_complete="off",
            ),
            _member_field(errors),
        ),
        _cap(errors),
        colour_field(
            "colour", "Colour", chosen=PractitionerState.colour, error=entry(errors, "colour")
        ),
    )


def _cap(errors: rx.Var[dict[str, str]]) -> rx.Component:
    return number_field(
        *("visits_a_day", "Most visits a day"),
        optional_mark=True,
        hint="Visits that they give or assist in. Empty for any number.",
        default_value=PractitionerState.visits_a_day,
        error=entry(errors, "visits_a_day"),
        input_mode="numeric",
    )


def _member_field(errors: rx.Var[dict[str, str]]) -> rx.Component:
    return select_field(
        "member_id",
        "Member",
        PractitionerState.members,
        placeholder="Not linked",
        hint="Whose account this is, so that they see their own visits.",
        default_value=PractitionerState.member_id,
        error=entry(errors, "member_id"),
    )
