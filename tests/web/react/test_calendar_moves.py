"""What the calendar knows of moves by itself (assets/react/calendar), run in Node."""

from typing import Any

import pytest

from tests.web.react.test_calendar_layout import laid_out, run, shade, visit

HOURS = {"first": 420, "last": 1200}


def laid() -> list[dict[str, Any]]:
    """Amina and Karl with Dr. Omar, who has a break; nobody with Dr. Lin."""
    return laid_out(
        [
            visit("Amina", "09:00", "09:30"),
            visit("Karl", "10:00", "10:30"),
            visit("gone", "11:00", "11:30", struck=True),
        ],
        [shade("omar", "12:00", "13:00", "Break")],
    )


def held(laid: list[dict[str, Any]], index: int = 0, **more: int) -> dict[str, Any]:
    item = laid[0]["visits"][0]
    place = {"item": item, "home": 0, "index": index, "from": 540, "to": 570}
    return {**place, **more}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"from": 540, "to": 570}, ""),  # where it stands
        ({"from": 585, "to": 615}, "Taken 10:00–10:30"),
        ({"from": 660, "to": 690}, ""),  # called off: the time is free
        ({"from": 705, "to": 735}, "Break"),
        ({"from": 705, "to": 735, "index": 1}, ""),
        ({"from": 480, "to": 510}, "That time has passed"),
    ],
)
def test_a_place_says_what_stands_against_it(place: dict[str, int], words: str) -> None:
    columns = laid()
    now = {"day": "2026-11-20", "minute": 500}
    at = held(columns, **place)
    assert run("fit.js", "m.whyNot(at, laid, now)", at=at, laid=columns, now=now) == words


@pytest.mark.parametrize(
    ("key", "longer", "begins", "ends", "index"),
    [
        ("ArrowDown", False, 555, 585, 0),
        ("ArrowUp", False, 525, 555, 0),
        ("ArrowRight", False, 540, 570, 1),
        ("ArrowLeft", False, 540, 570, 0),  # the sheet's edge
        ("ArrowDown", True, 540, 585, 0),
        ("ArrowUp", True, 540, 555, 0),
    ],
)
def test_arrow_keys_carry_and_lengthen(
    key: str, longer: bool, begins: int, ends: int, index: int
) -> None:
    columns = laid()
    how = {"longer": longer, "laid": columns, "hours": HOURS, "step": 15}
    at = held(columns)
    place = run("fit.js", f"m.carried(at, '{key}', how)", at=at, how=how)
    assert (place["from"], place["to"], place["index"]) == (begins, ends, index)


@pytest.mark.parametrize(
    ("place", "key", "longer", "kept"),
    [
        ({"from": 1170, "to": 1200}, "ArrowDown", False, (1170, 1200)),  # the last of the day
        ({"from": 540, "to": 555}, "ArrowUp", True, (540, 555)),  # not shorter than a slot
        ({"from": 547, "to": 577}, "ArrowDown", False, (555, 585)),  # between slots: to the next
    ],
)
def test_a_visit_keeps_to_the_sheet_and_to_its_slots(
    place: dict[str, int], key: str, longer: bool, kept: tuple[int, int]
) -> None:
    columns = laid()
    how = {"longer": longer, "laid": columns, "hours": HOURS, "step": 15}
    at = held(columns, **place)
    after = run("fit.js", f"m.carried(at, '{key}', how)", at=at, how=how)
    assert (after["from"], after["to"]) == kept


def test_the_visits_of_a_device_stay_with_it() -> None:
    columns = laid()
    for column in columns:
        column["column"]["takes"] = False
    at = held(columns)
    how = {"longer": False, "laid": columns, "hours": HOURS, "step": 15}
    assert run("fit.js", "m.carried(at, 'ArrowRight', how)", at=at, how=how)["index"] == 0
