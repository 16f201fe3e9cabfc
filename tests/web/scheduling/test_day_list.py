"""The phone's day: the strip of the week and the rows of the list."""

from __future__ import annotations

from datetime import date

import reflex as rx

from clinic_app.web.react.calendar import CalendarVisit
from clinic_app.web.scheduling.calendar.day_list import DayListDay, day_list, week_days
from clinic_app.web.ui.untyped import any_var

FRIDAY = date(2026, 11, 20)


def test_the_strip_is_the_week_around_the_chosen_day() -> None:
    days = week_days(date(2026, 11, 18), FRIDAY)
    assert [day.number for day in days] == ["16", "17", "18", "19", "20", "21", "22"]
    assert [day.date for day in days if day.chosen] == ["2026-11-18"]
    assert [day.date for day in days if day.today] == ["2026-11-20"]
    assert days[4].name == "Friday 20 November"


def test_a_week_may_start_on_sunday() -> None:
    days = week_days(date(2026, 11, 22), FRIDAY, first_day=0)
    assert [days[0].date, days[-1].date] == ["2026-11-22", "2026-11-28"]


class PhoneState(rx.State):
    """A page that shows the list."""

    days: rx.Field[list[DayListDay]] = rx.field(default_factory=list[DayListDay])
    day: rx.Field[str] = rx.field("2026-11-20")
    visits: rx.Field[list[CalendarVisit]] = rx.field(default_factory=list[CalendarVisit])
    names: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    async def open_visit(self, visit_id: str) -> None:
        """A visit was chosen."""

    @rx.event
    async def change_date(self, day: str) -> None:
        """Another day was chosen."""

    @rx.event
    async def step(self) -> None:
        """Another week was chosen."""

    @rx.event
    async def book(self) -> None:
        """The round button."""


def rendered(*, may_book: bool) -> str:
    page = day_list(
        days=PhoneState.days,
        day=PhoneState.day,
        visits=PhoneState.visits,
        names=PhoneState.names,
        on_open_visit=PhoneState.open_visit,
        on_change_date=PhoneState.change_date,
        on_earlier=PhoneState.step,
        on_later=PhoneState.step,
        on_book=PhoneState.book,
        may_book=may_book,
    )
    return str(any_var(page).render())


def test_who_may_not_book_sees_no_round_button() -> None:
    assert "'Book a visit'" in rendered(may_book=True).replace('"', "'")
