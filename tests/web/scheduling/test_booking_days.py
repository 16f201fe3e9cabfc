"""The booking dialog's services on days of their own, as a browser may send for them."""

from datetime import timedelta

import pytest

from clinic_app.database.transaction import look
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.web.scheduling.booking.apart_rows import ApartPart
from clinic_app.web.scheduling.booking.booking_state import BookingState
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)
from tests.web.scheduling.test_booking_state import at_the_desk
from tests.web.tab import Tab

TUESDAY = timedelta(days=1)


async def with_ecg(desk: Desk, *, given_by: PractitionerId | None = None) -> tuple[Tab, ServiceId]:
    """Open the dialog for Sofia's check-up on Monday at ten, and an ECG on a day of its own."""
    ecg = await offer(
        desk.clinic,
        given_by or await hire(desk.clinic, "Nina Park"),
        name="ECG",
        needs_room=False,
    )
    tab = await at_the_desk(desk)
    await tab.send(BookingState, "take_patient", str(desk.patient))
    await tab.send(BookingState, "add_part", str(ecg))
    await tab.send(BookingState, "set_apart", 0)
    return tab, ecg


def ecg_of(tab: Tab) -> ApartPart:
    """Return its row."""
    (row,) = tab.state(BookingState).apart
    return row


async def choose(tab: Tab, label: str) -> None:
    """Take one of the ECG's free times."""
    row = ecg_of(tab)
    start = next(one.value for one in row.times if one.label == label)
    await tab.send(BookingState, "pick_apart_time", row.key, start)


async def test_services_on_two_days_are_held_each_and_booked_at_once(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab, ecg = await with_ecg(desk)
        state = tab.state(BookingState)
        assert (state.start_label, state.more, ecg_of(tab).day) == ("10:00", [], "2027-03-02")
        await tab.send(BookingState, "book", {"note": "Fasting"})
        assert (ecg_of(tab).refused, state.start_label) == ("Please choose a time.", "10:00")
        await choose(tab, "9:00")
        assert ecg_of(tab).takes == "Tue 2 Mar, 9:00–9:30 · ECG · Nina Park"
        other = await register(clinic)
        for service, start in ((desk.service, monday(10)), (ecg, monday(9) + TUESDAY)):
            with pytest.raises(SlotTaken, match="held by Emily Rodriguez"):
                await book(clinic.doctor, patient_id=other, service_id=service, start=start)
        answer = await tab.send(BookingState, "book", {"note": "Fasting"})
        assert "Booked for Mon 1 Mar, 10:00, and ECG for Tue 2 Mar, 9:00." in str(answer)
        view = await look(clinic.reception, load_calendar, first_day=MONDAY, days=2)
        assert [(one.start, one.has_note, one.together) for one in view.visits] == [
            ("2027-03-01T10:00", True, True),
            ("2027-03-02T09:00", False, True),
        ]
        assert not state.shown


async def test_what_somebody_else_took_is_said_beside_its_service_and_the_rest_stays(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab, ecg = await with_ecg(desk)
        state = tab.state(BookingState)
        await choose(tab, "9:00")
    with frozen(MORNING + timedelta(minutes=11)):  # the holds are over
        other, start = await register(clinic), monday(9) + TUESDAY
        await book(clinic.doctor, patient_id=other, service_id=ecg, start=start)
        await tab.send(BookingState, "book", {"note": "Fasting"})
        assert ecg_of(tab).refused == "9:00 is taken by another visit until 9:30."
        assert (state.shown, state.start_label, state.lost) == (True, "10:00", "")
        assert len((await look(clinic.reception, load_calendar, first_day=MONDAY)).visits) == 0
        await choose(tab, "9:30")
        await tab.send(BookingState, "book", {"note": "Fasting"})
        assert not state.shown


async def test_nobody_is_at_two_services_at_once(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab, _ = await with_ecg(desk)
        state, key = tab.state(BookingState), ecg_of(tab).key
        await tab.send(BookingState, "pick_apart_day", key, "2027-03-01")
        assert [one.label for one in ecg_of(tab).times][2:4] == ["9:30", "10:30"]
        await choose(tab, "9:30")
        await tab.send(BookingState, "pick_practitioner", "")
        slots = {slot.label: slot.taken for slot in state.slots}
        assert slots["9:45"] == "given to another service of this booking"
        assert not slots["10:00"]


async def test_a_service_returns_to_the_others_and_gives_its_time_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        tab, ecg = await with_ecg(desk)
        state, key = tab.state(BookingState), ecg_of(tab).key
        await tab.send(BookingState, "pick_apart_day", key, "2027-03-06")  # a Saturday
        assert ecg_of(tab).refused == "Nina Park does not work on this day."
        await tab.send(BookingState, "next_apart_day", key)
        assert (ecg_of(tab).day, ecg_of(tab).refused) == ("2027-03-08", "")
        await choose(tab, "9:00")
        for door in ("follow_again", "drop_apart", "next_apart_day"):
            await tab.send(BookingState, door, "7")  # of no service that is there
        await tab.send(BookingState, "pick_apart_time", key, "2027-03-08T03:00:00+00:00")
        assert ecg_of(tab).takes.startswith("Mon 8 Mar, 9:00")
        await tab.send(BookingState, "follow_again", key)
        assert ([part.service for part in state.more], state.apart) == (["ECG"], [])
        asked = {"patient_id": await register(clinic), "service_id": ecg}
        await book(clinic.doctor, start=monday(9) + timedelta(days=7), **asked)
        await tab.send(BookingState, "set_apart", 0)
        await choose(tab, "10:00")
        await tab.send(BookingState, "show", False)
        await tab.send(BookingState, "give_back")
        await book(clinic.doctor, start=monday(10) + TUESDAY, **asked)
