"""Drops on the calendar and their way back: strangers first, refusals in words, undo."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import reflex as rx

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.list_own_holds import list_own_holds
from clinic_app.scheduling.set_up.set_booking_rules import set_booking_rules
from clinic_app.scheduling.visit.edit_note import edit_note
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.get_place import Place, get_place
from clinic_app.scheduling.waiting.make_offer import make_offer
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.visit.undo_state import UndoState
from clinic_app.web.session.messenger import Message, MessengerState
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)
from tests.scheduling.waiting import wait
from tests.web.tab import Tab, sign_in


@pytest.fixture(autouse=True)
def clock() -> Generator[None]:
    """It is Monday 1 March 2027, seven o'clock in New York."""
    with frozen(MORNING):
        yield


@dataclass
class Hands:
    """The reception at the calendar, with Sofia's visit at ten."""

    desk: Desk
    tab: Tab
    visit: Booked

    async def drop(self, clock: str = "10:00", **more: Any) -> Message:  # noqa: ANN401
        """Drop the visit and read what is said."""
        asked: dict[str, Any] = {
            "visit_id": str(self.visit.appointment_id),
            "version": self.visit.version,
            "column_id": "",
            "start": f"2027-03-01T{clock}",
            "minutes": 0,
            "serial": 7,
        }
        answer = await self.tab.send(CalendarState, "move", *(asked | more).values())
        return await self.said(answer)

    async def said(self, answer: Any) -> Message:  # noqa: ANN401  # an event, as Reflex has it
        """Let the tab do what a handler answered, until a sentence is there."""
        return await said(self.tab, answer)

    async def press(self, message: Message) -> Message:
        """Press a sentence's button."""
        return await press(self.tab, message)

    async def place(self) -> Place:
        """Where the visit stands."""
        visit = self.visit.appointment_id
        return await look(self.desk.clinic.reception, get_place, appointment_id=visit)


async def said(tab: Tab, answer: Any) -> Message:  # noqa: ANN401  # as above
    """Let a tab do what a handler answered, until a sentence is there."""
    name = ""
    while name != "show":
        kind, name = type_of(answer)
        sent = [value._var_value for _, value in answer.args]  # pyright: ignore[reportPrivateUsage]
        answer = await tab.send(kind, name, *sent)
    return tab.state(MessengerState).messages[-1]


async def press(tab: Tab, message: Message) -> Message:
    """Press a sentence's button."""
    return await said(tab, await tab.send(MessengerState, "act", message.deed))


def type_of(event: Any) -> tuple[type[rx.State], str]:  # noqa: ANN401  # Reflex's EventSpec
    name = event.handler.fn.__name__
    return (MessengerState if name in {"show", "act"} else UndoState), name


@pytest_asyncio.fixture
async def hands(clinic: Clinic) -> Hands:
    """Sofia comes to Dr. Lin Zhao on Monday at ten; the calendar is open."""
    desk = await furnish(clinic)
    visit = await book(
        clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(10)
    )
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(CalendarState, "retry")
    return Hands(desk, tab, visit)


async def test_a_stranger_moves_nothing(hands: Hands, other_clinic: Clinic) -> None:
    before = await hands.place()
    hands.tab = Tab(await sign_in(other_clinic.owner))
    assert (await hands.drop("11:00")).words == "The visit could not be found."
    assert await hands.place() == before


async def test_a_drop_takes_over_ones_own_hold_and_nobody_elses(hands: Hands) -> None:
    desk, reception = hands.desk, hands.desk.clinic.reception
    waiting = await wait(desk, "Ada Moreau")
    whom: dict[str, Any] = {"waiting_id": waiting, "practitioner_id": desk.practitioner}
    await perform(reception, make_offer, start=monday(9), **whom)
    assert "held by Waiting list" in (await hands.drop("09:00")).words
    assert await look(reception, list_own_holds, day=MONDAY) == ()
    await perform(desk.clinic.doctor, hold_slot, service_id=desk.service, start=monday(11))
    assert "held by Omar Hassan" in (await hands.drop("11:00")).words
    await perform(reception, hold_slot, service_id=desk.service, start=monday(14, 30))
    assert (await hands.drop("14:15")).words.startswith("Moved to Mon 1 Mar, 14:15")
    assert await look(reception, list_own_holds, day=MONDAY) == ()


async def test_why_a_time_is_not_free_for_the_visit_that_is_carried(hands: Hands) -> None:
    desk, clinic = hands.desk, hands.desk.clinic
    other = await hire(clinic, "Dr. Ruth Abel")
    talk = await offer(clinic, other, name="Talk", minutes=60, needs_room=False)
    await book(clinic.reception, patient_id=desk.patient, service_id=talk, start=monday(14))

    async def why(clock: str, visit: str, who: PractitionerId = desk.practitioner) -> list[str]:
        asked = (str(who), f"2027-03-01T{clock}", visit)
        await hands.tab.send(CalendarState, "ask_why", *asked)
        found = hands.tab.state(CalendarState).why
        assert (found.column_id, found.start, found.visit_id) == asked
        return found.reasons

    visit = str(hands.visit.appointment_id)
    assert await why("14:30", "") == []
    assert await why("14:30", visit) == ["Sofia Marín already has a visit from 14:00 to 15:00."]
    assert await why("10:15", visit) == []  # it is not in its own way
    assert await why("14:30", visit, other) == ["Dr. Ruth Abel does not give Check-up."]
    await hands.tab.send(BookingState, "open", str(desk.practitioner), "2027-03-01")
    await hands.tab.send(BookingState, "take_patient", str(desk.patient))
    assert await why("14:30", "") == ["Sofia Marín already has a visit from 14:00 to 15:00."]


async def test_a_ticket_is_good_in_its_own_tab_alone(hands: Hands, other_clinic: Clinic) -> None:
    moved = await hands.drop("11:00")
    for who in (other_clinic.owner, hands.desk.clinic.doctor):
        thief = Hands(hands.desk, Tab(await sign_in(who)), hands.visit)
        assert (await thief.press(moved)).words == "That can no longer be undone."
    assert (await hands.place()).start == hands.visit.start + timedelta(hours=1)


async def test_a_drop_moves_the_visit_and_undo_brings_it_back(hands: Hands) -> None:
    before = await hands.place()
    moved = await hands.drop("11:00")
    assert (moved.kind, moved.words, moved.label) == (
        "success",
        "Moved to Mon 1 Mar, 11:00.",
        "Undo",
    )
    state = hands.tab.state(CalendarState)
    assert [row.start for row in state.visits] == ["2027-03-01T11:00"]
    assert state.answered == 7
    back = await hands.press(moved)
    assert (back.words, back.label) == ("Moved to Mon 1 Mar, 10:00.", "Redo")
    assert await hands.place() == before
    assert (await hands.press(moved)).words == "That can no longer be undone."  # used
    again = await hands.press(back)
    assert (again.words, again.label) == ("Moved to Mon 1 Mar, 11:00.", "Undo")


async def test_the_key_undoes_the_last_move(hands: Hands) -> None:
    await hands.drop("11:00")
    await hands.said(await hands.tab.send(UndoState, "undo_last"))
    assert (await hands.place()).start == hands.visit.start
    nothing = await hands.said(await hands.tab.send(UndoState, "undo_last"))
    assert nothing.words == "There is nothing to undo."


async def test_nothing_is_undone_over_what_somebody_else_did(hands: Hands) -> None:
    moved = await hands.drop("11:00")
    reception, visit = hands.desk.clinic.reception, hands.visit.appointment_id
    await perform(reception, edit_note, appointment_id=visit, version=2, note="Brings her sister")
    assert "Somebody just changed this visit" in (await hands.press(moved)).words
    assert (await hands.place()).start == hands.visit.start + timedelta(hours=1)


async def test_an_edge_lengthens(hands: Hands) -> None:
    longer = await hands.drop(minutes=75)
    assert longer.words == "Now 75 minutes long."
    assert hands.tab.state(CalendarState).visits[0].end == "2027-03-01T11:15"
    await hands.press(longer)
    assert (await hands.place()).minutes == 30


async def test_a_drop_in_another_column_moves_to_its_practitioner(hands: Hands) -> None:
    other = await hire(hands.desk.clinic, "Dr. Omar Hassan")
    refused = await hands.drop(column_id=str(other))
    assert (refused.kind, "Dr. Omar Hassan" in refused.words) == ("error", True)
    assert hands.tab.state(CalendarState).answered == 7  # the page puts it back


async def test_a_drop_in_another_rooms_column_moves_to_that_room(hands: Hands) -> None:
    before = await hands.place()
    second = await add_room(hands.desk.clinic, "Room 2", position=1)
    await hands.tab.send(CalendarState, "show_columns", "room")
    moved = await hands.drop(column_id=str(second))
    assert moved.words == "Now in Room 2."
    assert (await hands.place()).room_id == second
    assert [row.column_id for row in hands.tab.state(CalendarState).visits] == [str(second)]
    await hands.press(moved)
    assert await hands.place() == before


async def test_a_drop_in_the_week_moves_to_that_day(hands: Hands) -> None:
    await hands.tab.send(CalendarState, "show_as", "week")
    who = str(hands.desk.practitioner)
    moved = await hands.drop(column_id=who, start="2027-03-04T10:00")
    assert moved.words == "Moved to Thu 4 Mar, 10:00."
    assert [row.start for row in hands.tab.state(CalendarState).visits] == ["2027-03-04T10:00"]


async def test_what_is_taken_stays_where_it_was(hands: Hands) -> None:
    clinic = hands.desk.clinic
    someone = await register(clinic, "Karl Novak")
    service = hands.desk.service
    await book(clinic.reception, patient_id=someone, service_id=service, start=monday(11))
    refused = await hands.drop("10:45")
    assert refused.words == "That time is taken: Dr. Lin Zhao has another visit."
    assert "Karl" not in refused.words
    assert (await hands.place()).start == hands.visit.start


async def test_outside_working_hours_only_who_may_goes_on(hands: Hands) -> None:
    refused = await hands.drop("18:00")
    assert refused.words == "Dr. Lin Zhao is not working at that time."
    assert refused.label == "Move anyway"
    moved = await hands.press(refused)
    assert (moved.words, moved.label) == ("Moved to Mon 1 Mar, 18:00.", "Undo")
    assert (await hands.place()).outside_hours
    await hands.press(moved)
    assert not (await hands.place()).outside_hours


async def test_a_drop_into_a_double_hour_says_which(hands: Hands) -> None:
    """The night of 7 November in New York; at that hour nobody works, so it is done anyway."""
    for words, hour in (("first", 5), ("second", 6)):
        refused = await hands.drop(start=f"2027-11-07T01:30/{words}")
        moved = await hands.press(refused)
        assert moved.words == f"Moved to Sun 7 Nov, 1:30 ({words})."
        assert (await hands.place()).start == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
        await hands.press(moved)
        hands.visit = replace(hands.visit, version=hands.visit.version + 2)
    assert "comes twice" in (await hands.drop(start="2027-11-07T01:30")).words
    assert (await hands.drop(start="2027-11-07T01:30/third")).words == "That is not a time."


async def test_too_short_a_notice_can_be_overridden_and_never_bars_the_way_back(
    hands: Hands,
) -> None:
    rules: dict[str, Any] = {"notice_minutes": 240, "ahead_days": 7, "hold_minutes": 10}
    await perform(hands.desk.clinic.owner, set_booking_rules, **rules)
    refused = await hands.drop("10:30")
    assert (refused.kind, refused.label) == ("error", "Move anyway")
    moved = await hands.press(refused)
    assert moved.words == "Moved to Mon 1 Mar, 10:30."
    await hands.press(moved)
    assert (await hands.place()).start == hands.visit.start


@pytest.mark.parametrize("start", ["", "25:00", "10:00+00:00", "tomorrow"])
async def test_nonsense_is_no_time(hands: Hands, start: str) -> None:
    refused = await hands.drop(start)
    assert refused.words == "That is not a time."


async def test_a_booking_just_made_is_undone_by_those_who_may_cancel(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    booked = await book(
        clinic.reception,
        patient_id=await register(clinic, "Karl Novak"),
        service_id=desk.service,
        start=monday(9) + timedelta(days=1),
    )
    for who, label in ((clinic.team[Role.NURSE], ""), (clinic.reception, "Undo")):
        tab = Tab(await sign_in(who))
        for handler, sent in (
            ("open", (str(desk.practitioner), f"2027-03-01T{'10' if label else '09'}:00")),
            ("pick_service", (str(desk.service),)),
            ("take_patient", (str(desk.patient),)),
        ):
            await tab.send(BookingState, handler, *sent)
        hands = Hands(desk, tab, booked)
        said = await hands.said(await tab.send(BookingState, "book", {"note": ""}))
        assert (said.words[:10], said.label) == ("Booked for", label)
    undone = await hands.press(said)
    assert undone.words == "The booking is undone. The time is free again."
    view = await look(clinic.reception, load_calendar, first_day=MONDAY)
    assert [(one.start[11:], one.status) for one in view.visits] == [
        ("09:00", "booked"),
        ("10:00", "cancelled"),
    ]


async def test_a_visit_goes_with_the_part_of_who_assists(hands: Hands) -> None:
    clinic, visit = hands.desk.clinic, hands.visit
    nina, omar = await hire(clinic, "Nina Park"), await hire(clinic, "Omar Diaz")
    part = Part(15, 10)
    asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": 1}
    both = {nina: part, omar: Part(0, 10)}
    await perform(clinic.reception, change_assistants, **asked, assistants=both)

    async def drop(who: PractitionerId, version: int, clock: str, column: PractitionerId) -> str:
        one: dict[str, Any] = {"visit_id": f"{visit.appointment_id}@{who}", "version": version}
        return (await hands.drop(clock, **one, column_id=str(column))).words

    assert await drop(nina, 2, "10:15", omar) == "They take part in this visit already."
    assert await drop(nina, 2, "10:15", hands.desk.practitioner) == (
        "Dr. Lin Zhao cannot assist as well."
    )
    asked["version"] = 2
    await perform(clinic.reception, change_assistants, **asked, assistants={nina: None})
    assert await drop(nina, 3, "11:15", nina) == "Moved to Mon 1 Mar, 11:00."
    rows = {row.column_id: row for row in hands.tab.state(CalendarState).visits}
    assert (rows[str(nina)].start, rows[str(nina)].part) == ("2027-03-01T11:15", True)
    assert rows[str(hands.desk.practitioner)].helped == "Nina Park assists"
    assert await drop(nina, 4, "11:15", omar) == "Omar Diaz assists 11:15–11:25 now."
    place = await hands.place()
    assert (place.start, place.assistants) == (visit.start + timedelta(hours=1), {omar: part})


async def test_the_edge_of_who_assists_changes_their_part_alone(hands: Hands) -> None:
    clinic, visit = hands.desk.clinic, hands.visit
    nina = await hire(clinic, "Nina Park")
    asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": 1}
    await perform(clinic.reception, change_assistants, **asked, assistants={nina: Part(5, 10)})
    edge = {"visit_id": f"{visit.appointment_id}@{nina}", "column_id": str(nina)}

    shorter = await hands.drop("10:05", **edge, version=2, minutes=5)
    assert (shorter.words, shorter.label) == ("Nina Park assists 10:05–10:10 now.", "Undo")
    rows = {row.column_id: row for row in hands.tab.state(CalendarState).visits}
    assert (rows[str(nina)].end[11:], rows[str(nina)].until[11:]) == ("10:10", "10:30")
    assert (await hands.press(shorter)).words == "Nina Park assists 10:05–10:15 now."
    over = await hands.drop("10:05", **edge, version=4, minutes=40)
    assert over.words == "A part lasts 5 min or longer, within the 30 min of the visit."
    await hands.drop("10:05", **edge, version=4, minutes=25)
    assert (await hands.place()).assistants == {nina: Part(5, None)}
    moved = await hands.drop("11:05", **edge, version=5, minutes=10)  # by keyboard both at once
    assert moved.words == "Moved to Mon 1 Mar, 11:00."
    assert (await hands.place()).assistants == {nina: Part(5, 10)}
    assert (await hands.place()).minutes == 30
    sheet = await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)
    assert [(one.what, one.why) for one in sheet.history if "another room" in one.what] == []
