"""The queue board's state: what is shown, what a drop does, and what the waiting room sees."""

import re
from collections.abc import Generator
from datetime import timedelta

import pytest
import pytest_asyncio

from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen
from clinic_app.scheduling.desk.find_screen import find_screen
from clinic_app.scheduling.desk.make_screen_link import make_screen_link
from clinic_app.scheduling.states import Status
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.desk.check_in_state import CheckInState
from clinic_app.web.scheduling.desk.queue_sheet import load_queue_sheet
from clinic_app.web.scheduling.desk.queue_state import QueueState
from clinic_app.web.scheduling.desk.screen_links_state import ScreenLinksState
from clinic_app.web.scheduling.visit.undo_state import UndoState
from tests.cast import Clinic
from tests.fakes.until import until
from tests.scheduling.furniture import MORNING, Desk, add_room, furnish, hire
from tests.scheduling.visits import Placing, let_assist, place
from tests.web.tab import Tab, sign_in


@pytest.fixture(autouse=True)
def clock() -> Generator[None]:
    """It is Monday 1 March 2027, seven o'clock in New York."""
    with frozen(MORNING):
        yield


class Board:
    """The reception's open board, with one patient expected just now."""

    def __init__(self, desk: Desk, tab: Tab, visit: str) -> None:
        """Remember where to click."""
        self.desk, self.tab, self.visit = desk, tab, visit

    @property
    def state(self) -> QueueState:
        """What the browser is shown."""
        return self.tab.state(QueueState)

    def column(self) -> str:
        """Return where the patient's card is."""
        return next(card.column for card in self.state.cards if card.id == self.visit)

    async def send(self, handler: str, *arguments: object) -> str:
        """Click somewhere, and return what was said."""
        return str(await self.tab.send(QueueState, handler, *arguments))

    async def becomes(self, column: Status) -> None:
        """Wait for what another state of the tab has done: the board hears of it a moment later."""

        async def shown() -> bool:
            await self.send("retry")
            return self.column() == column

        await until(shown)

    async def drop(self, to: Status) -> str:
        """Let the patient's card go over a column."""
        return await self.send("step", self.visit, to.value)


@pytest_asyncio.fixture
async def board(clinic: Clinic) -> Board:
    """One room, so that nobody is asked which."""
    desk = await furnish(clinic)
    visit = await place(Placing(clinic, desk.practitioner, desk.service, desk.patient), MORNING)
    made = Board(desk, Tab(await sign_in(clinic.reception)), str(visit))
    await made.send("retry")
    return made


async def test_a_card_goes_its_way_and_the_words_name_nobody(board: Board) -> None:
    said = [await board.drop(to) for to in (Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED)]
    assert "Checked in. Ticket A-1." in said[0]
    assert "A-1 is called." in said[1]
    assert board.column() == Status.COMPLETED
    assert not any("Sofia" in words for words in said)


@pytest.mark.parametrize("to", [Status.IN_VISIT, Status.COMPLETED, Status.BOOKED])
async def test_what_does_not_fit_is_refused_in_words(board: Board, to: Status) -> None:
    said = await board.drop(to)
    assert "cannot" in said
    await board.send("retry")
    assert board.column() == Status.BOOKED


async def test_a_wrong_click_is_taken_back_by_toast_and_by_drop(board: Board) -> None:
    for again in (False, True):
        said = await board.drop(Status.CHECKED_IN)
        assert "Undo" in said
        if again:
            await board.drop(Status.BOOKED)
        else:
            ticket = re.findall(r"visit:([0-9a-f]{32})", said)[0]
            await board.tab.send(UndoState, "take", ticket)
        await board.becomes(Status.BOOKED)
    said = await board.drop(Status.CHECKED_IN)
    await board.drop(Status.IN_VISIT)
    assert "one step at a time" in await board.drop(Status.BOOKED)
    ticket = re.findall(r"visit:([0-9a-f]{32})", said)[0]
    late = str(await board.tab.send(UndoState, "take", ticket))
    assert "nothing was undone" in late  # another step followed


async def test_of_several_rooms_one_is_chosen(board: Board) -> None:
    second = await add_room(board.desk.clinic, "Room 2", position=1)
    await board.drop(Status.CHECKED_IN)
    await board.drop(Status.IN_VISIT)
    assert board.column() == Status.CHECKED_IN  # not yet
    assert [room.name for room in board.state.rooms] == ["Room 1", "Room 2"]
    assert board.state.calling == board.visit
    assert "A-1 is called into Room 2." in await board.send("call_into", str(second))
    assert (board.column(), board.state.calling) == (Status.IN_VISIT, "")


async def test_the_filter_shows_one_practitioner(board: Board) -> None:
    desk = board.desk
    colleague = await hire(desk.clinic, "Dr. Ben Ortiz")
    await place(Placing(desk.clinic, colleague, desk.service, desk.patient), MORNING)
    await look_again(board)
    await board.send("filter", str(colleague))
    assert [card.practitioner for card in board.state.cards] == ["Dr. Ben Ortiz"]
    assert not board.state.cards[0].assists
    await let_assist(desk.clinic, board.state.cards[0].id, desk.practitioner)
    await look_again(board)
    await board.send("filter", str(desk.practitioner))
    assert {card.assists for card in board.state.cards} == {False, True}
    await board.send("filter", "nonsense")
    assert len(board.state.cards) == 2


async def look_again(board: Board) -> None:
    """Load afresh: the tables were changed behind the verbs' backs."""
    await load_queue_sheet(board.desk.clinic.reception, fresh=True)
    await board.send("retry")


async def test_the_waiting_room_sees_tickets_and_no_name(board: Board) -> None:
    desk = board.desk
    await place(
        Placing(desk.clinic, desk.practitioner, desk.service, desk.patient),
        MORNING + timedelta(minutes=30),
    )
    await board.drop(Status.CHECKED_IN)
    sheet = await load_queue_sheet(desk.clinic.reception, fresh=True)
    assert sheet is not None
    assert sheet.screen.waiting == ("A-1",)
    await board.drop(Status.IN_VISIT)
    address = await perform(desk.clinic.reception, make_screen_link, label="Hall")
    screen = await find_screen(address.rpartition("/")[2])
    shown = await load_queue_sheet(screen, fresh=True)
    assert shown is not None
    assert shown.screen.called[0].ticket == "A-1"
    for name in ("Sofia", "Check-up"):
        assert name not in str(shown.screen)


async def test_who_may_only_look_moves_nothing(board: Board) -> None:
    tab = Tab(await sign_in(board.desk.clinic.team[Role.LAB]))
    answer = await tab.send(QueueState, "step", board.visit, Status.CHECKED_IN.value)
    assert "does not allow" in str(answer)
    await board.send("retry")
    assert board.column() == Status.BOOKED


async def test_a_link_that_leads_nowhere_is_polite(clinic: Clinic) -> None:
    del clinic
    tab = Tab()
    await tab.send(CheckInState, "open")
    await tab.send(CheckInState, "check_in", {"born": "1984-03-12"})
    state = tab.state(CheckInState)
    assert (state.situation, state.clinic, state.errors) == ("gone", "", {})


async def test_a_screen_link_is_shown_once(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(ScreenLinksState, "open")
    await tab.send(ScreenLinksState, "make", {"label": ""})
    state = tab.state(ScreenLinksState)
    assert state.errors == {"label": "The screen's name is missing."}
    await tab.send(ScreenLinksState, "make", {"label": "Hall"})
    assert "/screen/" in state.address
    await tab.send(ScreenLinksState, "show", False)
    assert state.address == ""
    await tab.send(ScreenLinksState, "open")
    assert [screen.label for screen in state.screens] == ["Hall"]
    await tab.send(ScreenLinksState, "revoke", state.screens[0].id)
    assert state.screens == []


async def test_a_walk_in_is_offered_the_soonest_time(board: Board) -> None:
    await board.tab.send(BookingState, "walk_in", "")
    await board.tab.send(BookingState, "pick_service", str(board.desk.service))
    state = board.tab.state(BookingState)
    assert (state.day, state.start_label) == ("2027-03-01", "9:00")
    await board.tab.send(BookingState, "find_patient", "mar")
    await board.tab.send(BookingState, "pick_patient", state.patients[0].id)
    said = str(await board.tab.send(BookingState, "book", {"here": "on"}))
    assert "Checked in for 9:00. Ticket A-1." in said
    ticket = re.findall(r"visit:([0-9a-f]{32})", said)[0]
    assert "The booking is undone." in str(await board.tab.send(UndoState, "take", ticket))


async def test_who_books_is_told_who_often_misses(board: Board) -> None:
    desk = board.desk
    placing = Placing(desk.clinic, desk.practitioner, desk.service, desk.patient)
    for weeks in (1, 2):
        await place(placing, MORNING - timedelta(weeks=weeks), status=Status.NO_SHOW)
    await board.tab.send(BookingState, "find_patient", "mar")
    state = board.tab.state(BookingState)
    assert state.patients[0].detail.endswith("missed 2 of 2 visits in 12 months")
    await board.tab.send(BookingState, "pick_patient", state.patients[0].id)
    assert state.patient_misses == "Missed 2 of 2 visits in 12 months"
    await board.tab.send(BookingState, "clear_patient")
    assert state.patient_misses == ""
