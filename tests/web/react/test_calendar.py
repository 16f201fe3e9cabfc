"""The calendar as Reflex sees it: what goes to the browser, under which names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.utils import serializers

from clinic_app.web.react.calendar import (
    Calendar,
    CalendarColumn,
    CalendarShade,
    CalendarVisit,
    calendar,
)
from clinic_app.web.ui.untyped import any_var

ASSETS = Path(__file__).parents[3] / "assets"
VISIT = CalendarVisit(
    id="v1",
    column_id="omar",
    start="2026-11-20T09:00",
    end="2026-11-20T09:45",
    title="Amina Yusuf",
    detail="ECG + consult",
    tint="violet",
    tag="in visit",
    tag_tone="teal",
)


class PageState(rx.State):
    """A page such as the calendar's, with every var and event that it binds."""

    view: rx.Field[str] = rx.field("day")
    date: rx.Field[str] = rx.field("")
    now: rx.Field[str] = rx.field("")
    columns: rx.Field[list[CalendarColumn]] = rx.field(default_factory=list[CalendarColumn])
    visits: rx.Field[list[CalendarVisit]] = rx.field(default_factory=list[CalendarVisit])
    shades: rx.Field[list[CalendarShade]] = rx.field(default_factory=list[CalendarShade])

    @rx.event
    async def open_visit(self, visit_id: str) -> None:
        """A visit was chosen."""

    @rx.event
    async def pick_gap(self, column_id: str, start: str) -> None:
        """A free time was chosen."""

    @rx.event
    async def change_date(self, date: str) -> None:
        """Another day was chosen."""

    @rx.event
    async def move(  # noqa: PLR0917  # as the page's
        self, visit_id: str, version: int, column_id: str, start: str, minutes: int, serial: int
    ) -> None:
        """A visit was moved."""


def on_page(**more: Any) -> rx.Component:  # noqa: ANN401  # any prop of the calendar
    return calendar(
        view=PageState.view,
        date=PageState.date,
        columns=PageState.columns,
        visits=PageState.visits,
        shades=PageState.shades,
        now=PageState.now,
        on_open_visit=PageState.open_visit,
        on_pick_gap=PageState.pick_gap,
        on_change_date=PageState.change_date,
        **more,
    )


def props_of(component: rx.Component) -> dict[str, str]:
    """Prop name -> JavaScript, as the compiler writes it."""
    pairs = [str(prop).split(":", 1) for prop in any_var(component).render()["props"]]
    return {name.strip('"'): value for name, value in pairs}


def test_each_list_is_a_prop_of_its_own() -> None:
    props = props_of(on_page())
    assert "visits" in props["visits"]
    assert "shades" in props["shades"]
    assert "columns" in props["columns"]
    assert props["visits"] != props["shades"]


def test_props_reach_the_browser_under_the_names_the_script_reads() -> None:
    props = props_of(on_page(day_start=6, day_end=22, slot_minutes=10, first_day=0))
    assert props["dayStart"] == "6"
    assert props["dayEnd"] == "22"
    assert props["slotMinutes"] == "10"
    assert props["firstDay"] == "0"
    script = (ASSETS / "react" / "calendar.jsx").read_text(encoding="utf-8")
    for name in props:
        if name != "key":
            assert name in script, f"calendar.jsx never reads {name}"


def test_events_carry_the_arguments_of_the_contract() -> None:
    props = props_of(on_page(on_move=PageState.move))
    assert '"visit_id"' in props["onOpenVisit"]
    assert '"column_id"' in props["onPickGap"]
    assert '"start"' in props["onPickGap"]
    assert '"date"' in props["onChangeDate"]
    for name in ("visit_id", "version", "column_id", "start", "minutes", "serial"):
        assert f'"{name}"' in props["onMove"]


def test_moving_is_off_unless_asked_for() -> None:
    props = props_of(on_page())
    assert props["editable"] == "false"
    assert "onMove" not in props


def test_nothing_is_rendered_on_the_server() -> None:
    imported = any_var(Calendar).create()._get_dynamic_imports()
    assert "ClientSide" in imported
    assert "$/public/react/calendar.jsx" in imported
    assert (ASSETS / "react" / "calendar.jsx").is_file()


def test_rows_are_json_with_the_names_the_script_reads() -> None:
    sent = json.loads(json.dumps(any_var(serializers).serialize(VISIT)))
    assert sent == {
        "id": "v1",
        "column_id": "omar",
        "start": "2026-11-20T09:00",
        "end": "2026-11-20T09:45",
        "title": "Amina Yusuf",
        "detail": "ECG + consult",
        "helped": "",
        "tint": "violet",
        "tag": "in visit",
        "tag_tone": "teal",
        "faded": False,
        "struck": False,
        "outside_hours": False,
        "movable": False,
        "repeats": False,
        "together": False,
        "marked": False,
        "beside": False,
        "part": False,
        "again": False,
        "lasts": 0,
        "until": "",
        "version": 0,
        "many": 1,
    }
    scripts = "".join(
        path.read_text(encoding="utf-8") for path in (ASSETS / "react" / "calendar").iterdir()
    )
    for name in sent:
        assert f".{name}" in scripts, f"the calendar never reads {name}"
