"""The queue board as one React component (assets/react/queue.jsx, look in assets/queue.css).

Minutes run on in the browser from the server's clock, so that a wait costs no traffic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import reflex as rx
from reflex_base.components.component import NoSSRComponent

from clinic_app.web.ui.html import Event


@dataclass(frozen=True)
class QueueColumn:
    """A column; its id is the state that a card dropped there is brought to."""

    id: str
    title: str


@dataclass(frozen=True)
class QueueStep:
    """A legal step of a card, with the words of its button."""

    state: str
    words: str
    main: bool


@dataclass(frozen=True)
class QueueCard:
    """One visit of today."""

    id: str
    column: str
    ticket: str
    name: str
    time: str
    practitioner: str  # with the names of who assists
    service: str
    tint: str
    room: str
    starts: int  # seconds since 1970
    since: int  # what the minutes count from: arrival, the call, or the start while expected
    first: bool
    misses: str  # "Missed 3 of 9 visits in 12 months" of who often misses, else ""
    steps: tuple[QueueStep, ...]
    back: str  # the column to which a wrong click is taken back, "" for who is expected
    elsewhere: str = ""  # with whom somebody is who is here and not yet due
    goes_to: str = ""  # where the patient goes next
    assists: bool = False  # whose queue is shown only assists


def _card_opened(card_id: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (card_id,)


def _card_moved(card_id: rx.Var[str], state: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return (card_id, state)


class QueueBoard(NoSSRComponent):
    """The React component and its props; pages call `queue_board()` instead."""

    library = "$/public/react/queue.jsx"
    tag = "QueueBoard"

    columns: rx.Var[list[QueueColumn]]
    cards: rx.Var[list[QueueCard]]
    now: rx.Var[int]
    editable: rx.Var[bool]
    long_wait: rx.Var[int]
    too_long: rx.Var[int]

    on_open: rx.EventHandler[_card_opened]
    on_step: rx.EventHandler[_card_moved]


def queue_board(
    *,
    columns: list[QueueColumn],
    cards: rx.Var[Any],
    now: rx.Var[Any],
    editable: rx.Var[Any],
    long_wait: int,
    too_long: int,
    on_open: Event,
    on_step: Event,
) -> rx.Component:
    """The board; it fills the height of what it stands in.

    `now` is the server's time in seconds at the last load. Events: `on_open(card_id)` and, with
    `editable`, `on_step(card_id, state)` for a button, and for a drop on any other column, by
    pointer, finger or key.
    """
    made: Any = cast("Any", QueueBoard).create(
        columns=columns,
        cards=cards,
        now=now,
        editable=editable,
        long_wait=long_wait,
        too_long=too_long,
        on_open=on_open,
        on_step=on_step,
    )
    return cast("rx.Component", made)
