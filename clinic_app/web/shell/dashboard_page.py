"""The dashboard: what needs doing now, for those who see patients and those who run the clinic."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clinic_app.scheduling.calendar.today_rows import PractitionerLoad, TodayVisit
from clinic_app.web.shell.dashboard_state import DashboardState
from clinic_app.web.shell.first_steps import first_steps
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.avatar import avatar
from clinic_app.web.ui.button import link_button
from clinic_app.web.ui.card import card, cards, stat_card, stats
from clinic_app.web.ui.feedback import empty_state, skeleton_cards
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import (
    ListVar,
    RowVar,
    classes,
    each,
    either,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import state_tag, tag


def dashboard() -> rx.Component:
    """Lay out the whole page."""
    return html.div(
        page_header(
            "Dashboard",
            link_button("Open the calendar", href="/calendar", icon_name="calendar"),
            subtitle=text(DashboardState.day, " · ", ShellState.clock.city, " time"),
        ),
        page_body(either(DashboardState.loaded, _day(), skeleton_cards(4))),
    )


def _day() -> rx.Component:
    return html.div(
        when(negate(is_empty(DashboardState.steps)), first_steps(DashboardState.steps)),
        stats(
            stat_card("Visits today", DashboardState.booked, href="/calendar"),
            stat_card("Waiting", DashboardState.waiting),
            stat_card("In visit", DashboardState.in_visit),
            stat_card("Done", DashboardState.done),
            stat_card("No-shows", DashboardState.missed),
        ),
        cards(
            _list(
                value_if(DashboardState.mine, "My patients here now", "Here now"),
                DashboardState.waiting_now,
                "Nobody is waiting",
                "Patients appear here when the desk checks them in.",
                "armchair",
            ),
            _list(
                value_if(DashboardState.mine, "My next visits", "Next visits"),
                DashboardState.coming,
                "No more visits today",
                "Booked visits of today appear here.",
                "calendar-check",
            ),
            _practitioners(),
        ),
        class_name="stack",
    )


def _practitioners() -> rx.Component:
    return card(
        either(
            negate(is_empty(DashboardState.loads)),
            html.ul(each(DashboardState.loads, _load), class_name="rows"),
            empty_state(
                "No practitioners yet",
                "Add who sees patients, and their hours, to begin booking.",
                action=when(
                    ShellState.may["schedule:write"],
                    link_button("Add a practitioner", href="/settings/practitioners"),
                ),
                icon_name="stethoscope",
            ),
        ),
        title="Practitioners today",
    )


def _list(
    title: rx.Var[Any],
    visits: ListVar[Sequence[TodayVisit]],
    nothing: str,
    sentence: str,
    icon_name: str,
) -> rx.Component:
    return card(
        either(
            is_empty(visits),
            empty_state(nothing, sentence, icon_name=icon_name),
            html.ul(each(visits, _visit), class_name="rows"),
        ),
        title=title,
    )


def _visit(visit: RowVar[TodayVisit]) -> rx.Component:
    return html.li(
        html.a(
            html.time(visit.time, class_name="row-time num"),
            html.span(class_name=classes("row-bar", text("tint-", visit.colour))),
            html.span(
                html.span(visit.patient, class_name="row-name truncate"),
                html.span(visit.detail, class_name="row-detail truncate"),
                class_name="row-text",
            ),
            either(
                is_set(visit.waiting),
                tag(visit.waiting, tint="amber", icon_name="clock"),
                state_tag(visit.status),
            ),
            href=text("/patients/", visit.patient_id),
            class_name="row-link",
        ),
        key=visit.id,
    )


def _load(who: RowVar[PractitionerLoad]) -> rx.Component:
    return html.li(
        html.div(
            avatar(who.initials, tint=who.colour, size="small"),
            html.span(
                html.span(who.name, class_name="row-name truncate"),
                html.span(who.specialty, class_name="row-detail truncate"),
                class_name="row-text",
            ),
            html.span(
                value_if(who.all == 0, "No visits", text(who.done, " of ", who.all, " done")),
                class_name="faint num",
            ),
            class_name="row-link",
        ),
        key=who.id,
    )
