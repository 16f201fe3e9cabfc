"""The booking dialog's events, as a browser may send them."""

import re
from datetime import date, timedelta

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.scheduling.calendar.calendar_rows import CalendarView
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.series.series_state import SeriesState
from clinic_app.web.scheduling.visit.undo_state import UndoState
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
    some_id,
)
from tests.web.tab import Tab, sign_in

GAP = "2027-03-01T10:00"


async def at_the_desk(desk: Desk, *, role: Role = Role.RECEPTION) -> Tab:
    """Open the dialog where Monday at ten was clicked, and choose a service."""
    tab = Tab(await sign_in(desk.clinic.team[role]))
    await tab.send(BookingState, "open", str(desk.practitioner), GAP)
    await tab.send(BookingState, "pick_service", str(desk.service))
    return tab


async def day_of(clinic: Clinic, day: date = MONDAY) -> CalendarView:
    """Return what stands in the calendar."""
    return await look(clinic.owner, load_calendar, first_day=day)


def instant(label: str, tab: Tab) -> str:
    """Return the instant behind a time of the grid."""
    return next(slot.start for slot in tab.state(BookingState).slots if slot.label == label)


async def test_another_clinics_ids_choose_nothing(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        for wrong in (str(theirs.service), str(some_id()), "nonsense"):
            await tab.send(BookingState, "pick_service", wrong)
            assert (state.service_id, state.slots) == ("", [])
        await tab.send(BookingState, "pick_service", str(desk.service))
        assert state.slots != []
        for wrong in (str(theirs.patient), str(some_id()), "nonsense"):
            await tab.send(BookingState, "pick_patient", wrong)
            await tab.send(BookingState, "take_patient", wrong)
            assert state.patient_id == ""
        for wrong in (str(theirs.practitioner), str(some_id()), "nonsense"):
            await tab.send(BookingState, "pick_practitioner", wrong)
            assert state.practitioner_id == ""


async def test_who_does_not_book_opens_nothing(clinic: Clinic) -> None:
    with frozen(MORNING):
        tab = await at_the_desk(await furnish(clinic), role=Role.LAB)
    assert not tab.state(BookingState).shown
    assert tab.state(BookingState).services == []


async def test_register_pick_and_book(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, after=5)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "find_patient", "mar")
        (found,) = state.patients
        assert found.label == "Sofia Marín"
        await tab.send(BookingState, "pick_patient", found.id)
        assert state.patient_line == found.detail != ""  # so that no namesake is booked
        await tab.send(BookingState, "pick", instant("10:15", tab))
        assert state.start_label == "10:15"
        assert [take.words for take in state.takes] == [
            "Dr. Lin Zhao",
            "Room 1",
            "10:15–10:45 + 5 min after",
        ]
        answer = await tab.send(BookingState, "book", {"note": "Wheelchair"})
        assert "Booked for Mon 1 Mar, 10:15." in str(answer)
        assert "Sofia" not in str(answer)
        assert not state.shown
        (visit,) = (await day_of(clinic)).visits
        assert (visit.start, visit.has_note) == ("2027-03-01T10:15", True)
        await tab.send(BookingState, "book", {"note": ""})  # the second of two quick presses
        assert len((await day_of(clinic)).visits) == 1


async def test_the_time_that_was_clicked_is_chosen_once_there_is_a_service(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        assert state.start_label == "10:00"
        await tab.send(BookingState, "show", False)
        # The next opening remembers the service.
        await tab.send(BookingState, "open", str(desk.practitioner), "2027-03-01T11:00")
        assert (state.service_id, state.start_label) == (str(desk.service), "11:00")


async def test_a_service_chosen_by_mistake_loses_nothing(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        another = await offer(clinic, await hire(clinic, "Dr. Iris Berg"), name="Ultrasound")
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "pick_service", str(another))
        assert state.practitioner_id == ""
        await tab.send(BookingState, "pick_service", str(desk.service))
        assert (state.practitioner_id, state.start_label) == (str(desk.practitioner), "10:00")


async def test_the_chosen_time_stays_for_another_practitioner_who_is_free_then(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = await hire(clinic, "Dr. Ruth Abel")
        both = await offer(clinic, desk.practitioner, other, name="Long check", minutes=60)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "pick_service", str(both))
        assert state.start_label == "10:00"
        await tab.send(BookingState, "pick_practitioner", str(other))
        assert (state.start_label, state.practitioner_id) == ("10:00", str(other))
        await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=await offer(clinic, desk.practitioner, name="Talk", needs_room=False),
            start=monday(10, 30),
        )
        await tab.send(BookingState, "pick_practitioner", str(desk.practitioner))
        assert (state.start, state.remark) == ("", "10:00 is taken by another visit until 11:00.")


async def test_what_is_missing_is_said_beside_its_field(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(BookingState, "open", "", "")
        state = tab.state(BookingState)
        assert state.day == "2027-03-01"
        await tab.send(BookingState, "book", {})
        assert list(state.errors) == ["patient"]
        await tab.send(BookingState, "take_patient", str(desk.patient))
        await tab.send(BookingState, "book", {})
        assert list(state.errors) == ["service"]
        await tab.send(BookingState, "pick_service", str(desk.service))
        await tab.send(BookingState, "book", {})
        assert list(state.errors) == ["start"]
        assert state.shown


async def test_a_taken_time_says_why_and_cannot_be_chosen(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(10),
        )
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        assert state.start == ""
        assert state.remark == "10:00 is taken by another visit until 10:30."
        await tab.send(BookingState, "pick", instant("10:15", tab))
        assert state.start == ""
        assert state.remark == "10:15 is taken by another visit until 10:30."


async def test_whoever_loses_the_race_sees_the_nearest_in_place(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "take_patient", str(desk.patient))
    with frozen(MORNING + timedelta(minutes=11)):  # the hold is over
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(10),
        )
        await tab.send(BookingState, "book", {"note": ""})
        assert state.shown
        assert state.lost.startswith("That time is taken: ")
        assert [slot.label for slot in state.nearest] == ["9:15", "9:30", "10:30", "10:45"]
        await tab.send(BookingState, "pick", state.nearest[1].start)
        assert (state.start_label, state.lost) == ("9:30", "")
        assert "Booked for" in str(await tab.send(BookingState, "book", {"note": ""}))


async def test_a_chosen_time_is_held_and_given_back_when_the_form_is_closed(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        assert (state.start_label, state.held_until) == ("10:00", "7:10")
        asked = {"patient_id": await register(clinic), "service_id": desk.service}
        with pytest.raises(SlotTaken, match="held by Emily Rodriguez"):
            await book(clinic.doctor, start=monday(10), **asked)
        await tab.send(BookingState, "show", False)
        await tab.send(BookingState, "give_back")
        await book(clinic.doctor, start=monday(10), **asked)


async def test_ones_own_hold_of_another_window_is_taken_over_by_nobody_else(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        lost = await at_the_desk(desk)
        await lost.send(BookingState, "take_patient", str(await register(clinic)))
        other = (await at_the_desk(desk, role=Role.DOCTOR)).state(BookingState)
        assert other.remark == "10:00 is held by Emily Rodriguez until 7:10."
        assert (other.start, [one for one in other.slots if one.yours]) == ("", [])
        again = Tab(await sign_in(clinic.reception))
        await again.send(BookingState, "open", str(desk.practitioner), "2027-03-01")
        await again.send(BookingState, "pick_service", str(desk.service))
        state = again.state(BookingState)
        assert [one.label for one in state.slots if one.yours] == ["9:45", "10:00", "10:15"]
        await again.send(BookingState, "pick", instant("10:15", again))
        assert (state.start_label, state.held_until) == ("10:15", "7:10")
        assert [one.label for one in state.slots if one.yours] == []
        await again.send(BookingState, "take_patient", str(desk.patient))
        assert "Booked for" in str(await again.send(BookingState, "book", {"note": ""}))
        await lost.send(BookingState, "book", {"note": ""})
        assert lost.state(BookingState).lost.startswith("That time is taken")


async def test_a_time_by_hand_is_marked_and_not_for_everybody(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "take_patient", str(desk.patient))
        await tab.send(BookingState, "type_by_hand", True)
        await tab.send(BookingState, "type_time", "18:10")
        assert state.takes[-1].words == "Outside working hours"
        assert "Booked for" in str(await tab.send(BookingState, "book", {"note": ""}))
        (visit,) = (await day_of(clinic)).visits
        assert (visit.start, visit.outside_hours) == ("2027-03-01T18:10", True)


async def test_the_next_free_day(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "pick_day", "2027-03-06")
        assert (state.slots, state.any_free) == ([], False)
        await tab.send(BookingState, "next_free")
        assert (state.day, state.start_label) == ("2027-03-08", state.slots[0].label)
        for nonsense in ("", "2027-03", "99999-01-01", "soon"):
            await tab.send(BookingState, "pick_day", nonsense)
            assert state.day == "2027-03-08"


async def test_moving_keeps_the_visit(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        visit = await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(10),
        )
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(BookingState, "move", str(visit.appointment_id))
        state = tab.state(BookingState)
        assert (state.patient, state.day) == ("Sofia Marín", "2027-03-01")
        await tab.send(BookingState, "pick", instant("10:00", tab))
        assert (state.start, state.remark) == ("", "10:00 is the time it has now.")
        await tab.send(BookingState, "pick", instant("10:15", tab))  # over its own old time
        assert "Moved to Mon 1 Mar, 10:15." in str(await tab.send(BookingState, "book", {}))
        (moved,) = (await day_of(clinic)).visits
        assert (moved.id, moved.start) == (str(visit.appointment_id), "2027-03-01T10:15")


async def test_another_clinics_visit_is_not_moved(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        theirs = await furnish(other_clinic)
        visit = await book(
            other_clinic.reception,
            patient_id=theirs.patient,
            service_id=theirs.service,
            start=monday(15),
        )
        tab = Tab(await sign_in(clinic.owner))
        answer = await tab.send(BookingState, "move", str(visit.appointment_id))
    assert "The visit could not be found." in str(answer)
    assert not tab.state(BookingState).shown


async def test_a_service_narrows_the_practitioners(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = await hire(clinic, "Dr. Other")
        only = await offer(clinic, other, name="Biopsy")
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "pick_service", str(only))
        assert [row.label for row in state.practitioners] == ["Dr. Other"]
        assert state.practitioner_id == ""  # Dr. Lin Zhao does not give it


async def test_the_room_whose_gap_was_clicked_is_taken_and_no_other(clinic: Clinic) -> None:
    """By default the first that fits would be."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        second, far = await add_room(clinic, "Room 2", position=1), await add_room(clinic, "Far")
        both = await offer(clinic, desk.practitioner, name="Talk", rooms=(desk.room, second))
        tab = Tab(await sign_in(clinic.reception))
        state = tab.state(BookingState)
        await tab.send(BookingState, "open", str(second), GAP)
        await tab.send(BookingState, "pick_service", str(both))
        assert [row.label for row in state.rooms] == ["Room 1", "Room 2"]
        assert (state.room_id, state.practitioner_id) == (str(second), "")
        assert [take.words for take in state.takes][1] == "Room 2"
        for wrong in (str(far), str(some_id()), "nonsense"):
            await tab.send(BookingState, "pick_room", wrong)
            assert (state.room_id, state.takes[1].words) == ("", "Room 1")
        await tab.send(BookingState, "pick_room", str(second))
        await tab.send(BookingState, "take_patient", str(desk.patient))
        await tab.send(BookingState, "book", {})
        await tab.send(BookingState, "open", str(second), GAP.replace("10", "11"))
        await tab.send(SeriesState, "open", str(desk.patient), str(both), "", state.start)
        await tab.send(SeriesState, "book")
        assert [one.room for one in (await day_of(clinic)).visits] == ["Room 2"] * 2
        (week_on,) = (await day_of(clinic, MONDAY + timedelta(days=7))).visits
        assert week_on.room == "Room 2"


@pytest.mark.parametrize("nonsense", ["", "soon", "2027-03-01", "2027-03-01T10:00"])
async def test_a_start_that_the_grid_never_showed_is_ignored(clinic: Clinic, nonsense: str) -> None:
    with frozen(MORNING):
        tab = await at_the_desk(await furnish(clinic))
        before = tab.state(BookingState).start
        await tab.send(BookingState, "pick", nonsense)
    assert tab.state(BookingState).start == before


async def test_several_services_are_lost_seen_nearby_and_booked_by_hand(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "take_patient", str(desk.patient))
        await tab.send(BookingState, "add_part", str(desk.service))
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(9, 30),
        )
        await tab.send(BookingState, "pick", instant("9:00", tab))
        assert state.errors["start"].startswith("That time is not possible: ")
        assert [one.label for one in state.nearest] == ["10:00", "10:15", "10:30", "10:45"]
        await tab.send(BookingState, "type_by_hand", True)
        await tab.send(BookingState, "type_time", "09:00")
        assert "Dr. Lin Zhao has another visit" in state.errors["start"]
        assert state.nearest != []
        await tab.send(BookingState, "type_time", "08:00")
        assert [take.words for take in state.takes] == [
            *("8:00–8:30 · Check-up · Dr. Lin Zhao · Room 1", "Outside working hours"),
            *("8:30–9:00 · Check-up · Dr. Lin Zhao · Room 1", "Outside working hours"),
        ]
        await tab.send(BookingState, "drop_part", 0)
        assert state.start_label == "8:00"  # what was typed stays for another choice
        await tab.send(BookingState, "add_part", str(desk.service))
        answer = await tab.send(BookingState, "book", {})
        assert "Booked for Mon 1 Mar, 8:00." in str(answer)
        visits = (await day_of(clinic)).visits
    assert [one.start[11:] for one in visits] == ["08:00", "08:30", "09:30"]


async def test_a_whole_coming_goes_where_all_of_it_fits(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        zhao = await hire(clinic, "Dr. Ruth Abel")
        scan = await offer(clinic, zhao, name="ECG", needs_room=False)
        parts = (AskedPart(desk.service), AskedPart(scan))
        _, second = await perform(
            *(clinic.reception, book_together),
            patient_id=desk.patient,
            start=monday(10),
            parts=parts,
        )
        tab = Tab(await sign_in(clinic.reception))
        state = tab.state(BookingState)
        await tab.send(BookingState, "choose_scope", "coming")  # nothing is being moved
        assert not state.whole
        await tab.send(BookingState, "move", str(second.appointment_id))
        one = state.stands
        await tab.send(BookingState, "choose_scope", "coming")
        assert state.stands == "Check-up, then ECG · Monday 1 March 2027, 10:00–11:00"
        free = {slot.label: slot.taken for slot in state.slots}
        assert (free["10:00"], free["10:15"]) == ("the time it has now", "")
        assert free["11:30"].startswith("not possible: ECG cannot follow at 12:00")
        await tab.send(BookingState, "choose_scope", "one")
        assert (state.stands, state.more) == (one, [])
        await tab.send(BookingState, "choose_scope", "coming")
        await tab.send(BookingState, "pick", instant("10:15", tab))
        answer = await tab.send(BookingState, "book", {"scope": "coming"})
        assert "Moved to Mon 1 Mar, 10:15." in str(answer)
        assert [visit.start[11:] for visit in (await day_of(clinic)).visits] == ["10:15", "10:45"]
        ticket = re.findall(r"visit:([0-9a-f]{32})", str(answer))[0]
        await tab.send(UndoState, "take", ticket)
        assert [visit.start[11:] for visit in (await day_of(clinic)).visits] == ["10:00", "10:30"]


async def test_who_assists_for_a_part_is_free_for_the_rest(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        hers = await offer(clinic, nina, name="Dressing", needs_room=False, minutes=15)
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=hers,
            start=monday(10, 15),
        )
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "assist", 0, True, str(nina))

        def taken(label: str) -> str:
            return next(slot.taken for slot in state.slots if slot.label == label)

        assert taken("10:00")
        await tab.send(BookingState, "give_minutes", 0, str(nina), "lasts", "15")
        assert not taken("10:00")
        assert taken("10:15")
        await tab.send(BookingState, "pick", instant("10:00", tab))
        assert "Nina Park, assisting 10:00–10:15" in [take.words for take in state.takes]
        for wrong in ("soon", "40"):
            await tab.send(BookingState, "give_minutes", 0, str(nina), "begins", wrong)
            assert state.errors["assistants"]
        await tab.send(BookingState, "give_minutes", 0, str(nina), "name", "x")
        assert [row.name for row in state.assisting] == ["Nina Park"]


async def test_each_service_of_a_coming_names_who_assists(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        ecg = await offer(clinic, desk.practitioner, name="ECG", needs_room=False)
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        await tab.send(BookingState, "add_part", str(ecg))
        await tab.send(BookingState, "assist", 1, True, str(nina))
        await tab.send(BookingState, "give_minutes", 1, str(nina), "lasts", "10")
        assert state.assisting == []
        assert str(nina) not in [row.value for row in state.more[0].may_assist]
        await tab.send(BookingState, "pick", instant("10:00", tab))
        assert [take.words for take in state.takes] == [
            "10:00–10:30 · Check-up · Dr. Lin Zhao · Room 1",
            "10:30–11:00 · ECG · Dr. Lin Zhao",
            "Nina Park, assisting 10:30–10:40",
        ]
        await tab.send(BookingState, "take_patient", str(desk.patient))
        await tab.send(BookingState, "book", {"note": ""})
        view = await look(clinic.reception, load_calendar, first_day=MONDAY)
        assert [list(one.parts) for one in view.visits] == [[], [str(nina)]]
        await tab.send(BookingState, "assist", 2, True, str(nina))  # of no service that is there
        await tab.send(BookingState, "assist", -1, True, str(nina))
        assert [row.name for row in state.assisting] == []


async def test_a_time_at_which_the_patient_is_elsewhere_gives_way_once_they_are_chosen(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        talk = await offer(
            clinic, await hire(clinic, "Dr. Ruth Abel"), name="Talk", needs_room=False
        )
        await book(clinic.reception, patient_id=desk.patient, service_id=talk, start=monday(10))
        tab = await at_the_desk(desk)
        state = tab.state(BookingState)
        held = state.held_until
        await tab.send(BookingState, "take_patient", str(await register(clinic, "Ada Moreau")))
        assert (state.start_label, state.held_until, state.lost) == ("10:00", held, "")
        await tab.send(BookingState, "take_patient", str(desk.patient))
        assert (state.start, state.held_until) == ("", "")
        assert state.lost == "10:00 is not possible: Sofia Marín already has a visit until 10:30."
        assert state.remark == ""  # it is said once
        assert [one.label for one in state.nearest] == ["9:15", "9:30", "10:30", "10:45"]
        await tab.send(BookingState, "type_by_hand", True)
        await tab.send(BookingState, "type_time", "10:10")
        assert state.errors["start"].startswith("Sofia Marín already has another visit")
        await tab.send(BookingState, "type_by_hand", False)
        await tab.send(BookingState, "clear_patient")
        await tab.send(BookingState, "pick", instant("10:00", tab))
        assert state.start_label == "10:00"
