"""A session's sheet and the dialog that moves it, as a browser may drive them."""

from datetime import timedelta
from uuid import UUID

from clinic_app.access.roles import Role
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import RoomId
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.groups.group_move_state import GroupMoveState
from clinic_app.web.scheduling.groups.group_state import GroupState
from clinic_app.web.scheduling.visit.undo_state import UndoState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, book, hire, monday, offer, register
from tests.scheduling.test_group_sessions import group_of
from tests.scheduling.test_groups_and_overbooking import give_by_two, visit_of
from tests.web.tab import Tab, sign_in


async def two_who_come(clinic: Clinic) -> str:
    """Return a session of Monday at ten with two of three seats taken."""
    desk = await give_by_two(clinic, seats=3)
    for _ in range(2):
        await visit_of(desk)
    return str(await group_of(desk))


async def test_each_is_here_or_not_and_the_session_begins_and_ends(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        group = await two_who_come(clinic)
        for actor in (other_clinic.owner, clinic.team[Role.LAB]):
            tab = Tab(await sign_in(actor))
            await tab.send(GroupState, "open", group)
            assert tab.state(GroupState).steps == []
            for handler, asked in (("step", (group, "checked_in")), ("step_all", ("checked_in",))):
                await tab.send(GroupState, handler, *asked)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(GroupState, "open", group)
        state = tab.state(GroupState)
        assert [step.words for step in state.steps] == ["Check in all 2"]
        first, second = state.lines
        await tab.send(GroupState, "step", first.visit_id, "checked_in")
        assert [line.status for line in state.lines] == ["checked_in", "booked"]
        assert [step.words for step in state.steps] == ["Begin with 1"]
    with frozen(MORNING + timedelta(hours=3, minutes=5)):  # five minutes past ten
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(GroupState, "open", group)
        state = tab.state(GroupState)
        await tab.send(GroupState, "step", second.visit_id, "no_show")
        assert (state.group.taken, [line.status for line in state.lines][1]) == (1, "no_show")
        await tab.send(GroupState, "step", second.visit_id, "checked_in")  # after all
        assert {line.status for line in state.lines} == {"checked_in"}
        await tab.send(GroupState, "step", first.visit_id, "in_visit")
        words = [(step.words, step.main) for step in state.steps]
        assert words == [("Begin with 1", True), ("Complete all 2", False)]
        said = await tab.send(GroupState, "step_all", "completed")  # called in or not
        assert {line.status for line in state.lines} == {"completed"}
        assert "2 visits marked “Done”" in str(said)
        (ticket,) = [*tab.state(UndoState)._steps][-1:]  # pyright: ignore[reportPrivateUsage]
        await tab.send(UndoState, "take", ticket)
        await tab.send(GroupState, "open", group)
        assert [line.status for line in state.lines] == ["in_visit", "checked_in"]
        await tab.send(GroupState, "step_all", "completed")
        assert state.steps == []
        nothing = await tab.send(GroupState, "step_all", "completed")
        assert "Nobody of this session can be marked" in str(nothing)


async def test_a_session_goes_to_somebody_else_at_its_own_time_and_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        group = await two_who_come(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(GroupMoveState, "begin", group)
        state = tab.state(GroupMoveState)
        own = state.group.time.instant
        assert own not in {slot.start for slot in state.slots}
        assert [row.label for row in state.practitioners] == ["Dr. Lin Zhao", "Nina Park"]
        other_room = next(row for row in state.rooms if row.label == "Room 2")
        await tab.send(GroupMoveState, "pick_practitioner", state.practitioners[1].value)
        await tab.send(GroupMoveState, "pick_room", other_room.value)
        assert state.start == own
        said = await tab.send(GroupMoveState, "move", {})
        assert "2 visits moved to Mon 1 Mar, 10:00, with Nina Park, in Room 2." in str(said)
        (ticket,) = tab.state(UndoState)._steps  # pyright: ignore[reportPrivateUsage]  # for Ctrl+Z too
        await tab.send(UndoState, "take", ticket)
        await tab.send(GroupState, "open", group)
        sheet = tab.state(GroupState).group
        assert (sheet.practitioner, sheet.room, sheet.time.instant) == (
            *("Dr. Lin Zhao", "Room 1", own),
        )


async def test_only_times_are_offered_at_which_the_chosen_room_is_free(clinic: Clinic) -> None:
    with frozen(MORNING):
        group = await two_who_come(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(GroupMoveState, "begin", group)
        state = tab.state(GroupMoveState)
        rooms = {row.label: row.value for row in state.rooms}
        scan = await offer(
            clinic, await hire(clinic, "Eve"), name="Scan", rooms=[RoomId(UUID(rooms["Room 2"]))]
        )
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=scan,
            start=monday(14),
        )
        offered: list[bool] = []
        for room in ("", rooms["Room 1"], rooms["Room 2"]):
            await tab.send(GroupMoveState, "pick_room", room)
            offered.append(any(slot.label == "14:00" for slot in state.slots))
        assert offered == [True, True, False]


async def test_one_patient_goes_to_the_sessions_own_time_with_whoever_is_free(
    clinic: Clinic,
) -> None:
    """By the dialog of any visit; back alone with their own session, for a time that overlaps."""
    with frozen(MORNING):
        desk = await give_by_two(clinic, seats=3)
        visit, other = [await visit_of(desk, practitioner_id=desk.practitioner) for _ in range(2)]
        tab = Tab(await sign_in(clinic.reception))
        state = tab.state(BookingState)
        for moved, hour, found, goes in (
            (visit, "10:00", "Nina Park", ", with Nina Park, in Room 2."),
            (other, "10:15", "Dr. Lin Zhao", "."),
        ):
            await tab.send(BookingState, "move", str(moved.appointment_id))
            if found == "Nina Park":
                await tab.send(BookingState, "pick_practitioner", "")  # anybody
            (slot,) = [one for one in state.slots if one.label == hour]
            await tab.send(BookingState, "pick", slot.start)
            assert any(take.words == found for take in state.takes)
            said = await tab.send(BookingState, "book", {})
            assert f"Moved to Mon 1 Mar, {hour}{goes}" in str(said)


async def test_who_assists_is_said_on_the_sheet_and_by_a_drop(clinic: Clinic) -> None:
    with frozen(MORNING):
        group = await two_who_come(clinic)
        nina, anna = [await hire(clinic, name) for name in ("Nina Rossi", "Anna Cole")]
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(GroupState, "open", group)
        state, dialog = tab.state(GroupState), tab.state(GroupMoveState)
        await tab.send(GroupState, "staff", True)
        assert "Nina Rossi" in {row.label for row in state.helpers}
        await tab.send(GroupState, "take_part", True, str(nina))
        await tab.send(GroupState, "ask_part", str(nina))
        await tab.send(GroupState, "give_part", {"part_begins": "10", "part_lasts": ""})
        assert [(one.name, one.span) for one in state.group.assistants] == [
            ("Nina Rossi", "10:10–10:30")
        ]
        block = f"group:{group}@{nina}"
        await tab.send(CalendarState, "move", block, 0, str(anna), "2027-03-01T10:10", 0, 1)
        assert (dialog.staffs, dialog.target) == (
            True,
            "Mon 1 Mar, 10:00, with Anna Cole assisting",
        )
        await tab.send(GroupMoveState, "move", {})
        await tab.send(GroupState, "open", group)
        assert [one.name for one in state.group.assistants] == ["Anna Cole"]
        (ticket,) = tab.state(UndoState)._steps  # pyright: ignore[reportPrivateUsage]  # as the toast sends it
        await tab.send(UndoState, "take", ticket)
        block = f"group:{group}@{nina}"
        await tab.send(CalendarState, "move", block, 0, str(nina), "2027-03-01T10:10", 15, 2)
        assert dialog.target == "Mon 1 Mar, 10:00, Nina Rossi in another part of it"
        await tab.send(CalendarState, "move", block, 0, str(nina), "2027-03-01T14:10", 0, 3)
        assert (dialog.staffs, dialog.target) == (False, "Mon 1 Mar, 14:00")
        await tab.send(GroupMoveState, "move", {})
        await tab.send(GroupState, "open", group)
        assert state.group.time.start == "14:00"
        assert [(one.name, one.span) for one in state.group.assistants] == [
            ("Nina Rossi", "14:10–14:30")
        ]
        await tab.send(GroupState, "take_part", False, str(nina))
        assert state.group.assistants == ()
