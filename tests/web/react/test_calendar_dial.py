"""The days on which clocks change, on the calendar's sheet (assets/react/calendar), run in Node."""

from datetime import date
from typing import Any

import pytest

from clinic_app.kit.zones import clock_change
from tests.web.react.test_calendar_layout import run

NIGHTS = [  # (zone, the day, when the second pass begins, how long it lasts)
    ("America/New_York", date(2027, 11, 7), 120, 60),
    ("Europe/Berlin", date(2027, 10, 31), 180, 60),
    ("Australia/Lord_Howe", date(2027, 4, 4), 120, 30),
    ("Africa/Casablanca", date(2026, 2, 15), 180, 60),
]


def changes(zone: str, *days: date) -> list[dict[str, object]]:
    found = [(day, clock_change(day, zone)) for day in days]
    return [{"day": str(day), "at": one.at, "by": one.by} for day, one in found if one]


def laid(day: date, zone: str, visits: list[dict[str, Any]], view: str = "day") -> list[Any]:
    given = {
        "view": view,
        "date": str(day),
        "columns": [{"id": "omar", "title": "Dr. Omar"}],
        "visits": [{"id": "v", "column_id": "omar", "title": "Amina", **one} for one in visits],
        "shades": [],
        "changes": changes(zone, day),
        "firstDay": 1,
        "locale": "en-GB",
    }
    return run("layout.js", "m.layOut(given)", given=given)


@pytest.mark.parametrize(("zone", "day", "at", "size"), NIGHTS)
def test_an_hour_that_comes_twice_is_drawn_twice(zone: str, day: date, at: int, size: int) -> None:
    half = f"{day}T{(at - size // 2) // 60:02}:{(at - size // 2) % 60:02}"
    later = {"start": f"{day}T10:00", "end": f"{day}T10:30", "lasts": 30}
    once = {"start": half, "end": half, "lasts": 15}
    (column,) = laid(day, zone, [once, {**once, "again": True}, later])
    assert [(one["from"], one["to"]) for one in column["visits"]] == [
        (at - size // 2, at - size // 2 + 15),
        (at + size // 2, at + size // 2 + 15),
        (600 + size, 630 + size),
    ]
    both = f"[{at - size // 2}, {at + size // 2}, {600 + size}]"
    sent = run("dial.js", f"{both}.map((minute) => m.textAt(dial, minute))", dial=column["dial"])
    assert sent == [f"{half}/first", f"{half}/second", f"{day}T10:00"]
    first, second, ten = run(
        "dial.js", f"{both}.map((minute) => m.clockAt(dial, minute))", dial=column["dial"]
    )
    assert first.endswith("(first)")
    assert second.endswith("(second)")
    assert ten == "10:00"


def test_the_axis_counts_the_hour_again() -> None:
    fold = {"at": 120, "size": 60}
    hours = run("dial.js", "m.hoursOfAxis(fold, 0, 300)", fold=fold)
    assert [(one["minute"], one["words"], one["second"]) for one in hours] == [
        (60, "1:00", False),
        (120, "1:00", True),
        (180, "2:00", False),
        (240, "3:00", False),
    ]
    half = {"at": 120, "size": 30}
    hours = run("dial.js", "m.hoursOfAxis(fold, 0, 300)", fold=half)
    assert [(one["minute"], one["words"]) for one in hours] == [
        *((60, "1:00"), (120, "1:30"), (150, "2:00"), (210, "3:00"), (270, "4:00"))
    ]


def test_in_the_week_the_other_days_have_nothing_there() -> None:
    zone, day, at, size = NIGHTS[0]
    noon = {"start": "2027-11-05T12:00", "end": "2027-11-05T12:30"}
    columns = laid(day, zone, [noon], "week")
    friday, sunday = columns[4], columns[6]
    assert [(one["from"], one["to"]) for one in friday["visits"]] == [(780, 810)]
    assert [(one["from"], one["to"]) for one in friday["shades"]] == [(at, at + size)]
    assert sunday["shades"] == []


@pytest.mark.parametrize("step", [15, 20, 30, 60])
def test_every_slot_of_a_changed_day_is_on_the_walls_grid(step: int) -> None:
    zone, day, at, size = NIGHTS[2]
    dial = laid(day, zone, [])[0]["dial"]
    found = "m.slotsOf(dial, step).map((one) => [one, m.wallOf(dial, one).minute])"
    slots = run("dial.js", found, dial=dial, step=step)
    assert all(wall % step == 0 for _, wall in slots)
    again = [minute for minute in range(at - size, at) if minute % step == 0]
    assert len(slots) == 1440 // step + len(again)
    assert [place for place, _ in slots] == sorted({place for place, _ in slots})


def test_a_visit_is_carried_from_slot_to_slot_over_a_half_hours_change() -> None:
    zone, day, at, _ = NIGHTS[2]
    sheet = laid(day, zone, [{"start": f"{day}T01:00", "end": f"{day}T01:20", "lasts": 20}])
    (visit,) = sheet[0]["visits"]
    how = {"longer": False, "laid": sheet, "hours": {"first": 0, "last": 1470}, "step": 20}
    place = {"item": visit, "home": 0, "index": 0, "from": visit["from"], "to": visit["to"]}
    walk = """(() => { const seen = []; let at = place;
      for (let n = 0; n < 5; n += 1) { at = m.carried(at, "ArrowDown", how); seen.push(at.from); }
      return seen; })()"""
    assert run("fit.js", walk, place=place, how=how) == [80, 100, at + 10, 150, 170]
    down, up, near = run(
        "dial.js",
        "[m.slotStep(d, 150, true, 60), m.slotStep(d, 150, false, 60), m.slotNear(d, 200, 60)]",
        d=sheet[0]["dial"],
    )
    assert (down, up, near) == (210, 60, 210)  # 3:00, 1:00, 3:00


def test_a_skipped_hour_stands_empty_and_a_visit_cannot_begin_there() -> None:
    zone, day = "America/New_York", date(2027, 3, 14)
    over = {"start": f"{day}T01:30", "end": f"{day}T03:30", "lasts": 60}
    columns = laid(day, zone, [over])
    (visit,) = columns[0]["visits"]
    assert (visit["from"], visit["to"]) == (90, 210)  # as the wall says
    now = {"day": "2027-03-01", "minute": 0}
    why = "[90, 135, 180].map((from) => m.whyNot({...at, from, to: from + 60}, laid, now))"
    at = {"item": visit, "home": 0, "index": 0}
    said = run("fit.js", why, at=at, laid=columns, now=now)
    assert said == ["", "Does not exist: the clocks go forward", ""]
    assert run("dial.js", "m.minutesOf(dial, 90, 210)", dial=columns[0]["dial"]) == 60


@pytest.mark.parametrize(
    ("told", "passed", "minute"),
    [
        ("2027-11-07T01:50:00", 20, 130),  # 1:10 again
        ("2027-11-07T01:50:00/second", 20, 190),
        ("2027-03-14T01:50:00", 20, 190),  # 3:10
    ],
)
def test_now_goes_on_over_a_change(told: str, passed: int, minute: int) -> None:
    nights = changes("America/New_York", date(2027, 11, 7), date(2027, 3, 14))
    found = run(
        "dial.js", "m.nowAfter(told, passed, nights)", told=told, passed=passed, nights=nights
    )
    assert found["minute"] == minute
