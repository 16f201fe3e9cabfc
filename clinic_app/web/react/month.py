"""A month as a React component (assets/react/month.jsx). Days are the clinic's, as ISO dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import reflex as rx
from reflex.event import passthrough_event_spec
from reflex_base.components.component import NoSSRComponent

from clinic_app.web.ui.html import Event, Text


@dataclass(frozen=True)
class MonthVisit:
    """One of a day's first visits."""

    id: str
    time: str  # 9:15
    title: str
    tint: str
    assists: bool  # who is shown only assists


@dataclass(frozen=True)
class MonthDay:
    """One day of the grid, which begins on a Monday."""

    date: str
    number: str  # 20
    name: str  # Friday 20 November
    count: str  # 12 visits, "" for none
    outside: bool  # of the month before or after
    today: bool
    first: tuple[MonthVisit, ...]


class CalendarMonth(NoSSRComponent):
    """The React component and its props; pages call `month()` instead."""

    library = "$/public/react/month.jsx"
    tag = "CalendarMonth"

    days: rx.Var[list[MonthDay]]
    day: rx.Var[str]
    label: rx.Var[str]
    on_open_day: rx.EventHandler[passthrough_event_spec(str)]
    on_step: rx.EventHandler[passthrough_event_spec(int)]


def month(
    *, days: rx.Var[Any], day: Text, label: Text, on_open_day: Event, on_step: Event
) -> rx.Component:
    """The grid of a month. day: where Tab enters. `on_open_day(date)`, `on_step(months)`."""
    made: Any = cast("Any", CalendarMonth).create(
        days=days, day=day, label=label, on_open_day=on_open_day, on_step=on_step
    )
    return cast("rx.Component", made)
