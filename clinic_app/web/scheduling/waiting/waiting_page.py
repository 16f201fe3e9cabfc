"""The waiting list: who waits, in order; below, who was offered what."""

from typing import Any

import reflex as rx

from clinic_app.scheduling.waiting.waiting_rows import OfferRow, WaitingRow
from clinic_app.web.scheduling.waiting.make_offer_state import MakeOfferState
from clinic_app.web.scheduling.waiting.waiting_dialogs import (
    make_offer_dialog,
    rules_dialog,
    waiting_form,
)
from clinic_app.web.scheduling.waiting.waiting_form_state import WaitingFormState
from clinic_app.web.scheduling.waiting.waiting_state import WaitingState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.data_table import Column, Paging, Sorting, data_table
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.menu import menu, menu_item, menu_line
from clinic_app.web.ui.page import page_body, page_header, toolbar
from clinic_app.web.ui.reactive import (
    RowVar,
    either,
    is_empty,
    is_set,
    negate,
    pick,
    text,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import search_field
from clinic_app.web.ui.untyped import any_var

State: Any = any_var(WaitingState)


def waiting_page() -> rx.Component:
    """Lay out the whole page."""
    return html.fragment(
        page_header(
            "Waiting list",
            when(
                ShellState.may["schedule:write"],
                button("How it offers", icon_name="settings-2", on_click=WaitingState.edit_rules),
            ),
            button("Add", kind="primary", icon_name="plus", on_click=WaitingFormState.add),
            subtitle=either(
                WaitingState.by_itself,
                text(
                    "Freed times are offered in this order, ",
                    WaitingState.answer_minutes,
                    " minutes to answer.",
                ),
                html.span("Freed times are offered by hand."),
            ),
        ),
        page_body(
            _toolbar(),
            _waiting(),
            when(negate(is_empty(WaitingState.offers)), _offers()),
        ),
        waiting_form(),
        make_offer_dialog(),
        rules_dialog(),
    )


def _toolbar() -> rx.Component:
    return toolbar(
        search_field(
            "Patient, phone or service",
            name="waiting-search",
            on_change=WaitingState.search_for,
            default_value=WaitingState.search,
        )
    )


def _waiting() -> rx.Component:
    return data_table(
        WaitingState.rows,
        [
            Column("Patient", _who, sort="patient"),
            Column("Waits for", _what, sort="service"),
            Column("When", _when),
            Column("Since", lambda row: html.span(row.since, class_name="num"), sort="since"),
            Column("Offer", _offer),
            Column("Actions", _menu, align="end"),
        ],
        caption="Who waits, in the order of offers",
        on_open=lambda row: WaitingFormState.edit(row.id),
        sorting=Sorting(WaitingState.sort, WaitingState.descending, State.sort_by),
        paging=Paging(WaitingState.page, WaitingState.total, State.go_to),
        loading=WaitingState.loading,
        empty=either(is_set(WaitingState.search), _not_found(), _nobody()),
    )


def _nobody() -> rx.Component:
    return empty_state(
        "Nobody waits",
        "Put a patient on the list, and a time that becomes free is offered to them.",
        action=button("Add", kind="primary", on_click=WaitingFormState.add),
        icon_name="hourglass",
    )


def _not_found() -> rx.Component:
    return empty_state(
        "Nobody who waits is found",
        "Try a part of the name, the phone number or the service.",
        icon_name="search",
    )


def _who(row: RowVar[WaitingRow]) -> rx.Component:
    return html.span(
        html.span(row.patient, class_name="truncate"),
        when(
            row.priority != 0,
            tag(row.priority_name, tint=pick(row.priority_name, {"Urgent": "red"}, "amber")),
        ),
        class_name="swatched",
    )


def _what(row: RowVar[WaitingRow]) -> rx.Component:
    return html.div(
        tag(row.service, tint=row.colour),
        html.span(row.practitioners, class_name="waiting-more"),
        when(is_set(row.note), html.span(row.note, class_name="waiting-more")),
        class_name="waiting-cell",
    )


def _when(row: RowVar[WaitingRow]) -> rx.Component:
    return html.div(
        html.span(row.when, class_name="num"),
        when(is_set(row.until_words), html.span(row.until_words, class_name="waiting-more num")),
        class_name="waiting-cell",
    )


def _offer(row: RowVar[WaitingRow]) -> rx.Component:
    waiting = either(
        is_set(row.reached_by),
        html.span("—", aria_label="none"),
        html.span(text("Call ", row.phone), class_name="waiting-more num"),
    )
    return either(
        is_set(row.offer_id),
        html.div(
            html.span(row.offered, class_name="num"),
            tag(text("until ", row.answer_by), tint="blue", icon_name="hourglass"),
            class_name="waiting-cell",
        ),
        waiting,
    )


def _menu(row: RowVar[WaitingRow]) -> rx.Component:
    opener = icon_button("ellipsis", text("Actions for ", row.patient), kind="ghost", size="small")
    offer = menu_item("Offer a time", icon_name="send", on_click=MakeOfferState.begin(row.id))
    return html.div(
        menu(
            opener,
            either(is_set(row.offer_id), _answers(row), offer),
            menu_line(),
            menu_item("Edit", icon_name="pencil", on_click=WaitingFormState.edit(row.id)),
            menu_item(
                "Take off the list",
                icon_name="trash-2",
                danger=True,
                on_click=State.remove(row.id),
            ),
            align="end",
        ),
        class_name="above",
    )


def _answers(row: RowVar[WaitingRow]) -> rx.Component:
    return html.fragment(
        menu_item("They said yes: book", icon_name="check", on_click=State.said_yes(row.offer_id)),
        menu_item("They said no", icon_name="x", on_click=State.said_no(row.offer_id)),
        menu_item(
            "Withdraw, offer to the next",
            icon_name="undo-2",
            on_click=State.withdraw(row.offer_id, True),
        ),
        menu_item(
            "Withdraw, leave the time free",
            icon_name="calendar-x",
            on_click=State.withdraw(row.offer_id, False),  # as above
        ),
    )


def _offers() -> rx.Component:
    return html.section(
        html.h2("Offers", class_name="section-title"),
        data_table(
            WaitingState.offers,
            [
                Column("Patient", lambda row: row.patient),
                Column("Time", lambda row: html.span(row.what, class_name="num")),
                Column("Sent", lambda row: html.span(row.sent, class_name="num")),
                Column("Answer", _answer),
            ],
            caption="The latest offers, newest first",
            href=lambda row: text("/patients/", row.patient_id),
            empty=html.fragment(),
        ),
        class_name="stack",
    )


def _answer(row: RowVar[OfferRow]) -> rx.Component:
    tints = {"open": "blue", "accepted": "green", "expired": "amber"}
    return html.span(
        tag(row.state_words, tint=pick(row.state, tints, "slate")),
        when(is_set(row.answered), html.span(row.answered, class_name="faint num")),
        class_name="swatched",
    )
