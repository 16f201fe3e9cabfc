"""What becomes of wall times when a clinic moves to another zone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import (
    NoSuchTime,
    TimeComesTwice,
    first_instant,
    to_instant,
    to_wall,
    which_pass,
)
from clinic_app.scheduling.wall_words import exact_clock

Trouble = Literal["", "skipped", "twice", "over"]
Pass = Literal["", "first", "second"]


@dataclass(frozen=True, slots=True)
class NewInstant:
    """The moment a wall time names in the new zone, and what is odd about it."""

    at: datetime
    trouble: Trouble = ""


def same_wall(at: datetime, old: str, new: str, *, double: Pass, now: datetime) -> NewInstant:
    """Return the instant that has the same wall time in the new zone.

    A time that the clocks skip there goes on to when they have gone forward; of one that comes
    twice `double` says which, unless it comes twice here as well: then it keeps its pass. One
    that is over by then is told as well.
    """
    wall = to_wall(at, old)
    here = which_pass(at, old)
    trouble: Trouble = ""
    try:
        there = to_instant(wall, new)
    except NoSuchTime:
        there, trouble = first_instant(wall, new), "skipped"
    except TimeComesTwice:
        second = here == 2 if here else double == "second"
        there, trouble = to_instant(wall, new, second_pass=second), "" if here else "twice"
    if not trouble and there <= now < at:
        trouble = "over"
    return NewInstant(there, trouble)


def trouble_words(trouble: Trouble, wall: datetime, new: str) -> str:
    """Return what is odd about a wall time in the new zone, as a sentence."""
    place = new.rsplit("/", 1)[-1].replace("_", " ")
    when = f"{clock(wall)} on {_date(wall)}"
    if trouble == "skipped":
        after = to_wall(first_instant(wall, new), new)
        return f"{when} does not exist in {place}: it becomes {clock(after)}."
    if trouble == "twice":
        return f"{when} comes twice in {place}: say below which is meant."
    return f"{when} is over already in {place}."


def meeting_words(at: datetime, whom: str, their: datetime, old: str) -> str:
    """Return on whom a visit would fall, by the clock as it still is, as a sentence."""
    when, date = exact_clock(at, old), _date(to_wall(at, old))
    same_day = to_wall(at, old).date() == to_wall(their, old).date()
    that = exact_clock(their, old) + ("" if same_day else f" on {_date(to_wall(their, old))}")
    return f"{when} on {date} would fall on {whom} at {that}: move one of the two first."


def _date(wall: datetime) -> str:
    return f"{wall.day} {wall:%B %Y}"
