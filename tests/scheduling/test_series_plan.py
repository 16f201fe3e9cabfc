"""What another rule means for the visits of a series: without a database."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.series.series_plan import Deed, Line, SeriesVisit, in_order, plan_change
from clinic_app.scheduling.series.series_rules import Frequency, Repeat, rule_text, series_walls
from clinic_app.scheduling.series.series_scope import Member
from tests.scheduling.furniture import some_id

TEN = datetime.combine(date(2027, 3, 1), time(10))  # a Monday
WEEKLY = Repeat(Frequency.WEEKLY, count=4)
WHO = PractitionerId(some_id())


def part(wall: datetime, *, stands: datetime | None = None, note: bool = False) -> SeriesVisit:
    """A visit of the series at a wall time, perhaps moved on its own."""
    at = stands or wall
    member = Member(
        id=AppointmentId(some_id()),
        wall=at,
        series_wall=wall,
        starts_at=at.astimezone(),
        practitioner_id=WHO,
        minutes=30,
        room_id=None,
        outside_hours=False,
        lane=0,
    )
    return SeriesVisit(member, "was moved on its own before" if stands else "", noted=note)


def walls(repeat: Repeat, first: datetime = TEN) -> tuple[datetime, ...]:
    return series_walls(rule_text(repeat, first.date()), first)


def said(lines: list[Line]) -> list[str]:
    """One word and day for each line: keep 1, move 8>15, add 22, cancel 29."""
    words: list[str] = []
    for line in lines:
        here = line.part.member.wall if line.part else line.at
        moves = line.deed == Deed.MOVE
        words.append(f"{line.deed} {here.day}" + (f">{line.at.day}" if moves else ""))
    return words


@pytest.mark.parametrize(
    ("repeat", "first", "expected"),
    [
        (WEEKLY, TEN, "keep 1,keep 8,keep 15,keep 22"),
        (Repeat(Frequency.WEEKLY, every=2, count=2), TEN, "keep 1,cancel 8,keep 15,cancel 22"),
        # Nothing is cancelled and booked anew that could be moved.
        (
            Repeat(Frequency.WEEKLY, every=2, count=4),
            TEN,
            "keep 1,keep 15,move 8>29,move 22>12",
        ),
        (
            Repeat(Frequency.WEEKLY, weekdays=(3,), count=4),
            TEN,
            "move 1>4,move 8>11,move 15>18,move 22>25",
        ),
        (
            Repeat(Frequency.WEEKLY, count=4),
            TEN.replace(hour=14),
            "move 1>1,move 8>8,move 15>15,move 22>22",
        ),
        (Repeat(Frequency.WEEKLY, count=6), TEN, "keep 1,keep 8,keep 15,keep 22,add 29,add 5"),
        # “End it here”.
        (
            Repeat(Frequency.WEEKLY, until=TEN.date()),
            TEN,
            "keep 1,cancel 8,cancel 15,cancel 22",
        ),
        # Of more visits than dates those nearest to a date go there.
        (
            Repeat(Frequency.WEEKLY, every=2, weekdays=(1,), count=2),
            TEN,
            "move 1>2,cancel 8,move 15>16,cancel 22",
        ),
    ],
)
def test_kept_moved_added_cancelled(repeat: Repeat, first: datetime, expected: str) -> None:
    parts = [part(wall) for wall in walls(WEEKLY)]
    assert said(plan_change(parts, walls(repeat, first))) == expected.split(",")


def test_what_was_moved_by_hand_or_has_a_note_is_named_and_never_cancelled() -> None:
    first, second, third, fourth = walls(WEEKLY)
    parts = [
        part(first),
        part(second, stands=second + timedelta(days=2)),
        part(third, note=True),
        part(fourth, note=True),
    ]
    lines = plan_change(parts, walls(Repeat(Frequency.WEEKLY, weekdays=(1,), count=3)))
    assert said(lines) == ["move 1>2", "stay 10", "move 15>16", "stay 22"]
    assert [line.words for line in lines] == [
        "",
        "was moved on its own before and stays",
        "its note goes along",
        "has a note of its own and stays, apart from the series",
    ]


def test_what_stays_takes_no_date_that_is_far_from_it() -> None:
    """Every other week: the second was moved by hand; the third date is not left without one."""
    first, second, third, fourth = walls(WEEKLY)
    parts = [part(first), part(second, stands=second + timedelta(hours=1)), part(third)]
    parts.append(part(fourth))
    lines = plan_change(parts, walls(Repeat(Frequency.WEEKLY, every=2, count=3)))
    assert said(lines) == ["keep 1", "stay 8", "keep 15", "move 22>29"]
    assert [line.number for line in lines] == [1, 0, 2, 3]


DAYS = st.lists(st.integers(0, 120), min_size=1, max_size=12, unique=True).map(sorted)


@settings(max_examples=60)
@given(old=DAYS, new=DAYS)
def test_no_move_meets_one_that_has_not_gone(old: list[int], new: list[int]) -> None:
    """Whatever the two rules: each visit and each date is there once, and there is a way."""
    parts = [part(TEN + timedelta(days=day)) for day in old]
    dates = [TEN + timedelta(days=day, hours=1) for day in new]
    lines = plan_change(parts, dates)
    assert [line.wall for line in lines if line.number] == sorted(dates)
    assert sorted(str(one.part.member.id) for one in lines if one.part) == sorted(
        str(one.member.id) for one in parts
    )
    moves = [line for line in lines if line.deed == Deed.MOVE]
    assert len(moves) == min(len(old), len(new))
    stand = {line.part.member.wall.date() for line in moves if line.part}
    for line in in_order(moves):
        assert line.part is not None
        stand.discard(line.part.member.wall.date())
        assert line.at.date() not in stand
