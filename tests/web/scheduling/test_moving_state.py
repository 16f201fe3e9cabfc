"""“Visits to move”: all of them at once, asked first and taken back, as a browser may drive it."""

from clinic_app.access.roles import Role
from clinic_app.kit.clock import frozen
from clinic_app.web.scheduling.to_move.moving_state import MovingState
from clinic_app.web.scheduling.to_move.moving_words import still_so
from clinic_app.web.scheduling.visit.undo_state import UndoState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING
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
