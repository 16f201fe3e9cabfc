"""Holidays: the dates on which nobody works, unless their own date says otherwise."""

from typing import Any

import reflex as rx

from clinic_app.web.scheduling.hours.holidays_state import HolidayLine, HolidaysState
from clinic_app.web.scheduling.to_move.hit_question import hit_question
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.data_table import Column, data_table
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import RowVar, each, entry, text, when
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.untyped import any_var


def holidays_body() -> rx.Component:
    """The list, the dialog that adds, and the question about visits."""
    return html.fragment(
        page_header(
            "Holidays",
            button("Add holidays", kind="primary", icon_name="plus", on_click=HolidaysState.add),
            subtitle="Nobody works on these dates, except who has an exception of their own.",
        ),
        page_body(_list()),
        _dialog(),
        hit_question(HolidaysState),
    )


def _list() -> rx.Component:
    return data_table(
        HolidaysState.lines,
        [
            Column("Date", lambda row: html.span(row.when, class_name="num nowrap")),
            Column("Name", _name),
            Column("Actions", _remove, align="end"),
        ],
        caption="Holidays to come, the nearest first",
        loading=HolidaysState.loading,
        empty=empty_state(
            "No holidays to come",
            "Add the dates on which the clinic is closed; no times are offered then.",
            action=button("Add holidays", kind="primary", on_click=HolidaysState.add),
            icon_name="party-popper",
        ),
    )


def _name(row: RowVar[HolidayLine]) -> rx.Component:
    return html.span(
        html.span(row.name, class_name="truncate"),
        when(row.yearly, tag("Every year", icon_name="repeat")),
        class_name="swatched",
    )


def _remove(row: RowVar[HolidayLine]) -> rx.Component:
    remove: Any = any_var(HolidaysState.remove)
    return icon_button(
        "trash-2",
        text("Remove ", row.name, ", ", row.when),
        kind="ghost",
        size="small",
        on_click=remove(row.id),
    )


def _dialog() -> rx.Component:
    errors = HolidaysState.errors
    return dialog(
        form(
            html.div(each(HolidaysState.drafts, _row), class_name="stack"),
            html.p(entry(errors, "days"), class_name="field-error", aria_live="polite"),
            html.p(entry(errors, "name"), class_name="field-error", aria_live="polite"),
            html.div(
                button("One more", icon_name="plus", size="small", on_click=HolidaysState.add_row)
            ),
            form_actions(
                button("Cancel", on_click=HolidaysState.show(False)),
                button("Save holidays", kind="primary", submit=True),
            ),
            on_submit=HolidaysState.save,
        ),
        open=HolidaysState.opened,
        on_open_change=HolidaysState.show,
        title="Add holidays",
        description="A date, a name, and whether it comes again every year.",
    )


def _row(draft: rx.Var[str]) -> rx.Component:
    drop: Any = any_var(HolidaysState.drop_row)
    return html.div(
        html.input_(type="date", name=text("day-", draft), aria_label="Date", class_name="input"),
        html.input_(
            name=text("name-", draft),
            aria_label="Name",
            placeholder="Name, such as Thanksgiving",
            max_length=80,
            auto_complete="off",
            class_name="input",
        ),
        html.label(
            html.input_(type="checkbox", name=text("yearly-", draft), class_name="check"),
            html.span("Every year"),
            class_name="choice",
        ),
        icon_button("minus", "Without this date", kind="ghost", size="small", on_click=drop(draft)),
        class_name="holiday-row",
        key=draft,
    )
