"""“Visits to move”: all of them at once, asked first and taken back, as a browser may drive it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.to_move.move_choices import MoveChoice, MoveChoices
from clinic_app.web.scheduling.to_move.hit_rows import HitLine
from clinic_app.web.scheduling.to_move.moving_state import MovingState
from clinic_app.web.scheduling.to_move.moving_words import (
    ResultLine,
    choices_hint,
    done_words,
    plan_words,
    still_so,
)
from clinic_app.web.scheduling.visit.undo_state import UndoState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, monday
from tests.scheduling.test_groups_and_overbooking import give_by_two, visit_of
from tests.scheduling.test_visits_to_move import fall_ill
from tests.web.tab import Tab, sign_in


async def test_all_go_to_others_once_that_was_asked_and_come_back(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        await fall_ill(clinic, 9, 10)
        for actor in (other_clinic.owner, clinic.team[Role.LAB]):
            tab = Tab(await sign_in(actor))
            for handler in ("open", "ask_all", "move_all"):
                await tab.send(MovingState, handler)
            assert tab.state(MovingState).results == []
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(MovingState, "open")
        state = tab.state(MovingState)
        await tab.send(MovingState, "move_all")  # nobody was asked
        assert len(state.lines) == 2
        await tab.send(MovingState, "ask_all")
        assert state.question == (
            "1 visit goes to somebody else at the same time. 1 visit will stay on this page."
        )
        told = [(line.when[-5:].strip(), line.said, line.done) for line in state.planned]
        assert told == [
            ("9:00", "To Dr. 0", True),
            ("10:00", "Nobody else is free at that time.", False),
        ]
        said = await tab.send(MovingState, "move_all")
        assert "1 visit moved. Please tell the patients." in str(said)
        assert (state.asking, len(state.lines)) == (False, 1)
        assert [line.said for line in state.results] == ["Now with Dr. 0"]
        (ticket,) = tab.state(UndoState)._steps  # pyright: ignore[reportPrivateUsage]  # as the toast sends it
        assert "Undone for 1 visit." in str(await tab.send(UndoState, "take", ticket))
        before = state.results
        await tab.send(MovingState, "open")
        assert len(state.lines) == 2
        assert still_so(before, state.lines) == []


async def test_a_group_is_one_line_and_goes_as_one(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await give_by_two(clinic, seats=4)
        zhao: dict[str, Any] = {"practitioner_id": desk.practitioner}
        for _ in range(3):
            await visit_of(desk, **zhao)
        off: dict[str, Any] = {"starts": monday(9), "ends": monday(12)}
        await perform(clinic.reception, add_time_off, **zhao, **off)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(MovingState, "open")
        state = tab.state(MovingState)
        (line,) = state.lines
        assert (line.patient, line.detail) == (
            "Sofia Marín and 2 others",
            "Check-up · group, 3 come · Dr. Lin Zhao",
        )
        await tab.send(MovingState, "find_times", line.id)
        assert state.hint == "At the same time with somebody else, or the nearest other times:"
        same = state.choices[0]
        assert same.label == "Same time · Nina Park"
        said = str(await tab.send(MovingState, "move", line.id, same.id))
        assert "Now with Nina Park. Please tell the 3 patients." in said
        assert state.lines == []
        (ticket,) = tab.state(UndoState)._steps  # pyright: ignore[reportPrivateUsage]  # as the toast sends it
        assert "Undone for 1 group." in str(await tab.send(UndoState, "take", ticket))
        await tab.send(MovingState, "open")
        await tab.send(MovingState, "ask_all")
        assert state.question == "1 group goes to somebody else at the same time."
        assert "1 group moved." in str(await tab.send(MovingState, "move_all"))


_CHOICE = MoveChoice(PractitionerId(uuid4()), "Nina Park", datetime(2027, 3, 1, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("others", "nearest", "assists", "here", "hint"),
    [
        (0, 0, False, False, "Nothing is free within a month. Please look in the calendar."),
        (0, 0, False, True, "Nobody else is free any more today."),
        (0, 1, False, True, "Nobody else is free at that time. The soonest today:"),
        (1, 0, False, False, "At the same time with somebody else:"),
        (1, 1, True, False, "In their place, or the nearest other times:"),
        (1, 0, True, False, "In their place:"),
        (0, 0, True, False, "Nobody else could assist then."),
    ],
)
def test_what_is_offered_is_said(
    others: int, nearest: int, assists: bool, here: bool, hint: str
) -> None:
    words = dict.fromkeys(("id", "visit_id", "practitioner_id", "when", "patient", "detail"), "")
    line = HitLine(**words, assists=assists, why="", version=1)
    ways = (_CHOICE,) * others, (_CHOICE,) * nearest
    assert choices_hint(MoveChoices(1, timedelta(hours=1), *ways, here), line) == hint


def test_what_becomes_of_all_is_counted_in_visits_and_groups() -> None:
    rows = [(0, True, False), (3, True, False), (0, True, True), (0, False, False)]
    lines = [
        ResultLine("", "", "", "", done, comes=comes, later=later) for comes, done, later in rows
    ]
    assert plan_words(lines, 9) == (
        "1 visit and 1 group go to somebody else at the same time. 1 visit goes to the soonest time"
        " of somebody else, since the patient is here. 1 visit will stay on this page. These are"
        " the first 4 of 9."
    )
    assert done_words(lines) == "2 visits and 1 group moved, 1 visit still to be moved."
