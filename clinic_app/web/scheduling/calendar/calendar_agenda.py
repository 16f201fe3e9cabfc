"""The agenda: two weeks as a list, day by day; on a phone, a week as well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import reflex as rx

from clinic_app.scheduling.wall_words import short_day
from clinic_app.web.react.calendar import CalendarVisit
from clinic_app.web.scheduling.calendar.calendar_words import clock_of, count_words
from clinic_app.web.ui import html
from clinic_app.web.ui.button import text_button
from clinic_app.web.ui.html import Event
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    ListVar,
    RowVar,
    any_of,
    classes,
    each,
    is_set,
    list_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag

DAYS = 14
MOST_LINES = 150  # what a screen is sent at once; later days then say their number alone


@dataclass(frozen=True)
class AgendaLine:
    """One visit."""

    id: str
    time: str  # 9:15–9:45
    title: str
    detail: str
    who: str
    tint: str
    tag: str
    tag_tone: str
    faded: bool
    struck: bool
    repeats: bool
    marked: bool


@dataclass(frozen=True)
class AgendaDay:
    """A day with its visits; `more` says how many are not listed."""

    date: str
    title: str
    count: str
    today: bool
    lines: list[AgendaLine]
    more: str


def agenda_days(
    visits: Sequence[CalendarVisit],
    names: dict[str, str],
    first: date,
    today: date,
    days: int = DAYS,
) -> list[AgendaDay]:
    """Return the days that have visits, and today. names: each column's title by its id."""
    left = MOST_LINES
    found: list[AgendaDay] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        of_day = [visit for visit in visits if visit.start[:10] == day.isoformat()]
        if not of_day and day != today:
            continue
        listed, left = of_day[:left], max(0, left - len(of_day))
        found.append(_day(day, today, of_day, [_line(one, names) for one in listed]))
    return found


def _day(
    day: date, today: date, visits: Iterable[CalendarVisit], lines: list[AgendaLine]
) -> AgendaDay:
    all_of_them = list(visits)
    hidden = len(all_of_them) - len(lines)
    return AgendaDay(
        date=day.isoformat(),
        title=f"Today, {short_day(day)}" if day == today else short_day(day),
        count=count_words(sum(visit.many for visit in all_of_them if not visit.struck)),
        today=day == today,
        lines=lines,
        more=f"{hidden} more: open the day" if hidden else "",
    )


def _line(visit: CalendarVisit, names: dict[str, str]) -> AgendaLine:
    again = " (second)" if visit.again else ""  # of an hour that comes twice
    return AgendaLine(
        id=visit.id,
        time=f"{clock_of(visit.start)}{again}–{clock_of(visit.end)}",
        title=visit.title,
        detail=visit.detail,
        who=" · ".join(filter(None, (names.get(visit.column_id), visit.helped))),
        tint=visit.tint,
        tag=visit.tag,
        tag_tone=visit.tag_tone,
        faded=visit.faded,
        struck=visit.struck,
        repeats=visit.repeats,
        marked=visit.marked,
    )


def agenda(
    days: ListVar[Sequence[AgendaDay]], *, on_open_visit: Event, on_open_day: Event
) -> rx.Component:
    """The list. `on_open_visit(visit_id)`, `on_open_day(date)`."""

    def line(row: RowVar[AgendaLine]) -> rx.Component:
        return _visit(row, on_open_visit)

    def day(row: RowVar[AgendaDay]) -> rx.Component:
        return html.section(
            html.div(
                html.h2(row.title, class_name="agenda-title"),
                html.span(row.count, class_name="faint"),
                text_button("Open", " ", row.title, on_click=on_open_day(row.date)),
                class_name="agenda-head",
            ),
            html.ol(each(list_of(row.lines, AgendaLine), line), role="list", class_name="agenda"),
            when(is_set(row.more), text_button(row.more, on_click=on_open_day(row.date))),
            class_name=classes("agenda-day", (row.today, "is-today")),
            key=row.date,
        )

    return html.div(
        each(days, day),
        html.p("No visits on these days.", class_name="agenda-empty"),
        class_name="agenda-days",
    )


def _flag() -> rx.Component:
    return icon("flag", size=14, label="Booked against a rule", class_name="is-flag")


def _visit(row: RowVar[AgendaLine], on_open_visit: Event) -> rx.Component:
    return html.li(
        html.button(
            html.span(row.time, class_name="agenda-time"),
            html.span(aria_hidden="true", class_name=text("agenda-bar tint-", row.tint)),
            html.span(row.title, class_name="agenda-name"),
            html.span(text(row.detail, " · ", row.who), class_name="agenda-detail"),
            when(row.struck, html.span("Called off", class_name="sr-only")),
            when(row.marked, _flag()),
            when(row.repeats, icon("repeat", size=14, label="One of a series")),
            when(is_set(row.tag), tag(row.tag, tint=row.tag_tone)),
            type="button",
            class_name=classes(
                "agenda-visit",
                value_if(any_of(row.faded, row.struck), "is-faded", ""),
                value_if(row.struck, "is-struck", ""),
            ),
            on_click=on_open_visit(row.id),
        ),
        key=row.id,
    )
