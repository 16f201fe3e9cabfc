"""The rows and words of “Change the series”."""

from dataclasses import dataclass, field

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.series.series_rows import ChangeLine, RuleChanged
from clinic_app.scheduling.wall_words import clock
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, nearest_choices, parse_start
from clinic_app.web.scheduling.series.series_words import ANYWAY, OUT, day_within, other_time

_TAKES = {"change", "move", "add"}
_STATES = {
    "keep": "as it is",
    "change": "changed",
    "move": "moved",
    "add": "new",
    "cancel": "cancelled",
    "stay": "stays",
    "clash": "clash",
    "instead": "instead",
    ANYWAY: "anyway",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One visit or date, and what becomes of it."""

    key: str
    number: int  # 0 for a visit that has no date in the rule
    day: str  # Tue 12 Jan
    time: str
    state: str  # keep, change, move, add, cancel, stay, clash, instead, anyway or out
    says: str  # the state in words
    why: str  # a clash's sentence, or why it stays
    was: str  # was Mon 11 Jan, 10:00
    start: str  # the instant that would be taken; "" for none
    leave: str  # what leaving it out is called; "" where there is nothing to leave
    choices: list[SlotChoice] = field(default_factory=list[SlotChoice])
    soft: bool = False  # a clash that those who may override can have anyway


def change_rows(
    lines: tuple[ChangeLine, ...], decided: dict[int, str], zone_name: str
) -> list[ChangeRow]:
    """Return the rows. decided: as in `date_lines`."""
    first = lines[0].wall.year if lines else 0
    return [_row(one, decided.get(one.number, ""), zone_name, first) for one in lines]


def _row(one: ChangeLine, decision: str, zone_name: str, year: int) -> ChangeRow:
    picked = parse_start(decision) if decision else None
    time, state, start = clock(one.wall), one.deed, ""
    if one.deed in _TAKES and decision == OUT:
        state = OUT
    elif decision == ANYWAY and one.soft and one.start is not None:
        state, start = ANYWAY, one.start.isoformat()
    elif picked is not None:
        state, start = "instead", decision
        time = other_time(to_wall(picked, zone_name), one.wall)
    elif one.clash:
        state = "clash"
    elif one.start is not None:
        start = one.start.isoformat()
    return ChangeRow(
        key=f"{one.number}/{one.wall.isoformat()}",
        number=one.number,
        day=day_within(year, one.wall),
        time=time,
        state=state,
        says=_STATES.get(state, "left out" if one.deed == "add" else "left as it is"),
        why=one.clash or one.words,
        was=_was(one),
        start=start,
        leave=_leave(one),
        choices=nearest_choices(one.nearest, zone_name, one.wall.date()),
        soft=one.soft,
    )


def _leave(one: ChangeLine) -> str:
    if one.deed not in _TAKES:
        return ""
    return "Leave out" if one.deed == "add" else "Leave as it is"


def _was(one: ChangeLine) -> str:
    if one.was is None or one.was == one.wall:
        return ""
    return f"was {other_time(one.was, one.wall)}"


def deed_words(rows: list[ChangeRow], new: set[int]) -> str:
    """Return what the button does: Change 3, book 1, cancel 2. new: the dates nobody has yet."""
    taken = [row for row in rows if row.start]
    parts = [
        ("Change", sum(1 for row in taken if row.number not in new)),
        ("book", sum(1 for row in taken if row.number in new)),
        ("cancel", sum(1 for row in rows if row.state == "cancel")),
    ]
    said = ", ".join(f"{word} {many}" for word, many in parts if many)
    return said[:1].upper() + said[1:]


def done_words(done: RuleChanged) -> str:
    """Return what was done: every 2 weeks on Mon; 3 changed, 1 booked, 2 cancelled."""
    parts = [(done.moved, "changed"), (done.added, "booked"), (done.cancelled, "cancelled")]
    said = ", ".join(f"{many} {word}" for many, word in parts if many)
    return f"The series is now {done.words}: {said}." if said else f"Now {done.words}."
