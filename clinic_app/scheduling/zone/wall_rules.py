"""What becomes of wall times when a clinic moves to another zone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import NoSuchTime, TimeComesTwice, first_instant, to_instant, to_wall

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
    twice `double` says which. One that is over by then is told as well.
    """
    wall = to_wall(at, old)
    trouble: Trouble = ""
    try:
        there = to_instant(wall, new)
    except NoSuchTime:
        there, trouble = first_instant(wall, new), "skipped"
    except TimeComesTwice:
        there, trouble = to_instant(wall, new, second_pass=double == "second"), "twice"
    if not trouble and there <= now < at:
        trouble = "over"
    return NewInstant(there, trouble)


def trouble_words(trouble: Trouble, wall: datetime, new: str) -> str:
    """Return what is odd about a wall time in the new zone, as a sentence."""
    place = new.rsplit("/", 1)[-1].replace("_", " ")
    when = f"{clock(wall)} on {wall.day} {wall:%B %Y}"
    if trouble == "skipped":
        after = to_wall(first_instant(wall, new), new)
        return f"{when} does not exist in {place}: it becomes {clock(after)}."
    if trouble == "twice":
        return f"{when} comes twice in {place}: say below which is meant."
    return f"{when} is over already in {place}."
