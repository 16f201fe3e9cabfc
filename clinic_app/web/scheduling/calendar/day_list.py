"""The day on a phone: the week's days in a strip, the visits in a list, a round button to book.

It reads the same visits as the calendar, so that a page sends them once for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.web.react.calendar import CalendarVisit
from clinic_app.web.ui import html
from clinic_app.web.ui.button import icon_button
from clinic_app.web.ui.html import Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    ListVar,
    RowVar,
    any_of,
    both,
    classes,
    each,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.untyped import any_var


@dataclass(frozen=True)
class DayListDay:
    """One day of the strip."""

    date: str  # 2026-11-20
    letter: str  # F
    number: str  # 20
    name: str  # Friday 20 November
    chosen: bool
    today: bool


def week_days(chosen: date, today: date, *, first_day: int = 1) -> list[DayListDay]:
    """The seven days around `chosen`; `first_day` is 0 for Sunday, 1 for Monday."""
    start = chosen - timedelta(days=(chosen.isoweekday() - first_day) % 7)
    days = [start + timedelta(days=step) for step in range(7)]
    return [
        DayListDay(
            date=day.isoformat(),
            letter=f"{day:%a}"[0],
            number=str(day.day),
            name=f"{day:%A} {day.day} {day:%B}",
            chosen=day == chosen,
            today=day == today,
        )
        for day in days
    ]


def day_list(
    *,
    days: ListVar[Sequence[DayListDay]],
    day: rx.Var[str],
    visits: ListVar[Sequence[CalendarVisit]],
    names: rx.Var[Any],
    on_open_visit: Event,
    on_change_date: Event,
    on_earlier: Event,
    on_later: Event,
    on_book: Event,
    may_book: Condition = True,
    empty: Text = "No visits on this day.",
) -> rx.Component:
    """The phone's day. `on_open_visit(visit_id)`, `on_change_date(date)`, `on_book()`;
    `on_earlier()` and `on_later()` go a week back and forth.

    visits: earliest first; those that are not on `day` are left out. names: the title of each
    column by its id. Who may not book sees no round button.
    """

    def of_strip(row: RowVar[DayListDay]) -> rx.Component:
        return _day(row, on_change_date)

    def visit(row: RowVar[CalendarVisit]) -> rx.Component:
        begun = any_var(row.start) < text(day, "T24:00")
        not_over = any_var(row.end) > text(day, "T00:00")
        listed = both(both(begun, not_over), negate(row.beside))
        shown = when(listed, _visit(row, names, on_open_visit))
        return html.fragment(shown, key=row.id)

    return html.div(
        html.nav(
            icon_button("chevron-left", "Week before", kind="ghost", on_click=on_earlier),
            each(days, of_strip),
            icon_button("chevron-right", "Week after", kind="ghost", on_click=on_later),
            aria_label="Days of the week",
            class_name="day-list-week",
        ),
        html.ol(each(visits, visit), role="list", class_name="day-list-rows"),
        html.p(empty, class_name="day-list-empty"),  # shown while the list has no line
        when(may_book, round_book_button(on_book)),
        class_name="day-list",
    )


def _day(day: RowVar[DayListDay], on_change_date: Event) -> rx.Component:
    return html.button(
        html.span(day.letter, aria_hidden="true", class_name="day-list-letter"),
        html.span(day.number, aria_hidden="true", class_name="day-list-number"),
        html.span(day.name, class_name="sr-only"),
        type="button",
        class_name="day-list-day",
        aria_pressed=value_if(day.chosen, "true", "false"),
        aria_current=value_if(day.today, "date", "false"),
        on_click=on_change_date(day.date),
        key=day.date,
    )


def _visit(row: RowVar[CalendarVisit], names: rx.Var[Any], on_open_visit: Event) -> rx.Component:
    return html.li(
        html.button(
            html.span(
                _clock(row.start),
                when(row.again, html.span("second", class_name="day-list-again")),
                class_name="day-list-time",
            ),
            html.span(aria_hidden="true", class_name=text("day-list-bar tint-", row.tint)),
            html.span(
                html.span(row.title, class_name="day-list-title"),
                html.span(
                    text(row.detail, " · ", any_var(names)[row.column_id]),
                    when(is_set(row.helped), html.fragment(" · ", row.helped)),
                    class_name="day-list-detail",
                ),
                class_name="day-list-words",
            ),
            when(row.struck, html.span("Called off", class_name="sr-only")),
            _marks(row),
            when(row.outside_hours, icon("moon", size=14, label="Outside working hours")),
            when(is_set(row.tag), tag(row.tag, tint=row.tag_tone)),
            type="button",
            class_name=classes(
                "day-list-visit",
                (any_of(row.faded, row.struck), "is-faded"),
                (row.struck, "is-struck"),
            ),
            on_click=on_open_visit(row.id),
        )
    )


def _marks(row: RowVar[CalendarVisit]) -> rx.Component:
    series = icon("repeat", size=14, label="One of a series", class_name="is-repeat")
    services = icon("link-2", size=14, label="One of several services", class_name="is-repeat")
    flag = icon("flag", size=14, label="Booked against a rule")
    return html.fragment(
        when(row.marked, flag), when(row.repeats, series), when(row.together, services)
    )


def _clock(wall: rx.Var[Any]) -> rx.Var[Any]:
    """2026-11-20T09:15 as 9:15, in the browser."""
    return rx.Var(f"{wall!s}.slice(11).replace(/^0/, '')")


def round_book_button(on_book: Event) -> rx.Component:
    """Under the thumb."""
    return html.button(
        icon("plus", size=20),
        type="button",
        aria_label="Book a visit",
        class_name="btn btn--primary fab",
        on_click=on_book,
    )
