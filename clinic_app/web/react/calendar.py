"""The clinic's day and week as one React component (assets/react/calendar.jsx).

All times are wall times of the clinic, naive ISO text like `2026-11-20T09:15`: the browser's
own time zone never plays a part. What the page sends of an hour that comes twice says which:
`2026-11-01T01:30/second`; so does `now` in the second pass. Columns, visits and shades travel as
props of their own, so that a change of one sends only that list. The look is in
assets/calendar.css.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec
from reflex_base.components.component import NoSSRComponent

from clinic_app.web.ui.html import Event, Text

# A tint is one of tokens.css: violet, blue, green, amber, red, teal or slate.


@dataclass(frozen=True)
class CalendarColumn:
    """A practitioner, room or device; the head adds the number of visits behind the subtitle."""

    id: str
    title: str
    subtitle: str = ""
    initials: str = ""
    tint: str = "slate"  # a tint, for the round initials
    takes: bool = True  # whether a visit of another column can be put here
    person: bool = True  # else a gap is nobody's in particular


@dataclass(frozen=True)
class CalendarVisit:
    """One visit: a button in its column, beside those that overlap it."""

    # With several devices, or who assists, "…@device": once in each one's column, opened as "…".
    id: str
    column_id: str
    start: str
    end: str
    title: str  # the patient's name
    detail: str = ""  # after the times: "ECG + consult"
    helped: str = ""  # after the detail, and in lists after the practitioner: "Nina Park assists"
    tint: str = "teal"  # a tint, the kind of visit
    tag: str = ""  # a word or two beside the name: "in visit"
    tag_tone: str = "slate"  # a tint
    faded: bool = False  # done
    struck: bool = False  # cancelled or missed; faded as well
    outside_hours: bool = False  # dashed edge and a mark, said in the accessible name
    movable: bool = False  # may be dragged, lengthened or carried by keyboard
    part: bool = False  # of who is needed for a part: goes with all of it
    until: str = ""  # of who assists: when all of it ends; its edge changes their part alone
    repeats: bool = False  # one of a series: a mark, said in the accessible name
    together: bool = False  # one of several services of one coming: a mark, said as well
    marked: bool = False  # booked against a rule on purpose; the detail says which
    beside: bool = False  # of an assistant, while who gives it is shown: once is enough in a list
    again: bool = False  # in the second pass of an hour that comes twice
    lasts: int = 0  # minutes, where the clocks change on its day; else `end` tells
    version: int = 0  # differs after each change; sent back with a move
    many: int = 1  # how many visits it stands for: a group's session is one


@dataclass(frozen=True)
class CalendarShade:
    """A hatched span in which the column's practitioner is away, with a word why."""

    id: str
    column_id: str
    start: str
    end: str
    label: str
    held: bool = False  # kept by somebody who is booking it; drawn as such
    again: bool = False  # as a visit's
    lasts: int = 0


@dataclass(frozen=True)
class CalendarChange:
    """That the clocks change on a day: an hour is drawn twice, or stands empty."""

    day: str
    at: int  # the minute of the day on the wall that hangs until then
    by: int  # minutes: -60 in autumn, 60 in spring


def _visit_picked(visit_id: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (visit_id,)


def _gap_picked(column_id: rx.Var[str], start: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return (column_id, start)


def _why_asked(
    column_id: rx.Var[str], start: rx.Var[str], visit_id: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return (column_id, start, visit_id)


def _date_changed(date: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (date,)


# visit_id (of an assistant's column with its "@"), version, column_id, start, minutes, serial
_VISIT_MOVED = passthrough_event_spec(str, int, str, str, int, int)


class Calendar(NoSSRComponent):
    """The React component and its props; pages call `calendar()` instead."""

    library = "$/public/react/calendar.jsx"
    tag = "Calendar"

    view: rx.Var[str]
    date: rx.Var[str]
    columns: rx.Var[list[CalendarColumn]]
    visits: rx.Var[list[CalendarVisit]]
    shades: rx.Var[list[CalendarShade]]
    changes: rx.Var[list[CalendarChange]]
    now: rx.Var[str]
    day_start: rx.Var[int]
    day_end: rx.Var[int]
    slot_minutes: rx.Var[int]
    first_day: rx.Var[int]
    locale: rx.Var[str]
    editable: rx.Var[bool]
    answered: rx.Var[int]
    asking: rx.Var[bool]
    why: rx.Var[Any]
    bookable: rx.Var[bool]
    label: rx.Var[str]

    on_open_visit: rx.EventHandler[_visit_picked]
    on_pick_gap: rx.EventHandler[_gap_picked]
    on_move: rx.EventHandler[_VISIT_MOVED]
    on_change_date: rx.EventHandler[_date_changed]
    on_undo: rx.EventHandler[no_args_event_spec]
    on_ask_why: rx.EventHandler[_why_asked]


Rows: TypeAlias = Sequence[Any] | rx.Var[Any]
Number: TypeAlias = int | rx.Var[Any]


def calendar(
    *,
    view: Text,
    date: Text,
    columns: Rows,
    visits: Rows,
    shades: Rows,
    now: Text,
    on_open_visit: Event,
    on_pick_gap: Event,
    on_change_date: Event,
    on_move: Event = None,
    on_undo: Event = None,
    answered: Number = 0,
    asking: bool | rx.Var[Any] = False,
    on_ask_why: Event = None,
    why: rx.Var[Any] | None = None,
    changes: Rows | None = None,
    day_start: Number = 7,
    day_end: Number = 20,
    slot_minutes: Number = 15,
    first_day: Number = 1,
    locale: Text = "en-GB",
    editable: bool | rx.Var[Any] = False,
    bookable: bool | rx.Var[Any] = True,
    label: Text = "Calendar",
) -> rx.Component:
    """The calendar; it fills the height of what it stands in.

    `now` is the clinic's wall time with seconds when the page was loaded
    (`2026-11-20T09:41:30`); the browser counts on from there. `date` is a day (`2026-11-20`),
    empty while nothing is loaded yet. `changes` are those of the clock on the days shown and on
    today. Hours run from `day_start` to `day_end` and stretch to
    show every visit. `first_day` is 0 for Sunday, 1 for Monday.

    Events: `on_open_visit(visit_id)`, `on_pick_gap(column_id, start)` (the column is empty in
    a week of several practitioners; never without `bookable`), `on_change_date(date)` (Page up
    and down, T for today, or a day's head in the week), and with `editable`
    `on_move(visit_id, version, column_id, start, minutes, serial)` (minutes: 0 for as long as
    before) and `on_undo()`. A drop shows at once, until `answered` has reached its serial: then
    the rows that came with it say where the visit stands. `asking`: the page asks about it first.
    `on_ask_why(column_id, start, visit_id)` asks why a time is not free, for a visit that is
    carried or "" for a new one; `why` is the answer, with the question's three.
    """
    props: dict[str, Any] = {
        "view": view,
        "date": date,
        "columns": columns,
        "visits": visits,
        "shades": shades,
        "changes": [] if changes is None else changes,
        "now": now,
        "day_start": day_start,
        "day_end": day_end,
        "slot_minutes": slot_minutes,
        "first_day": first_day,
        "locale": locale,
        "editable": editable,
        "answered": answered,
        "asking": asking,
        "bookable": bookable,
        "label": label,
        "on_open_visit": on_open_visit,
        "on_pick_gap": on_pick_gap,
        "on_change_date": on_change_date,
    }
    wanted = {"on_move": on_move, "on_undo": on_undo, "on_ask_why": on_ask_why, "why": why}
    props.update({name: prop for name, prop in wanted.items() if prop is not None})
    made: Any = cast("Any", Calendar).create(**props)
    return cast("rx.Component", made)
