"""The public page step by step, without a browser: what it holds, loses and never says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import BookingRequestId, PractitionerId, parse_id
from clinic_app.pathways import hold_from_outside as holding
from clinic_app.pathways import search_from_outside as searching
from clinic_app.people.accounts.rate_limit import Limit
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.tables import ServicePractitioner
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.web.outside.booking_state import PublicBookingState
from clinic_app.web.outside.settings_state import PublicSettingsState
from clinic_app.web.outside.visit_link_state import VisitLinkState
from tests.cast import Clinic
from tests.pathways.conftest import OPEN, Outside, at, at_once, code_of, let_in, new_mail, outside
from tests.scheduling.furniture import MONDAY, add_room, book, hire, monday, register
from tests.web.outside.steps import at_the_code, confirm, go_to, on_monday_morning, tab_at
from tests.web.tab import Tab, sign_in

__all__ = ["at_once", "on_monday_morning", "outside"]


async def test_a_clinic_that_is_closed_and_one_of_nobody_are_the_same_page(
    other_clinic: Clinic,
) -> None:
    seen: list[Any] = []
    for slug in (other_clinic.slug, "nobody-there"):
        tab = tab_at(f"/book/{slug}")
        await tab.send(PublicBookingState, "open")
        shown: Any = tab.state(PublicBookingState).dict()  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments
        seen.append(str(shown).replace(slug, ""))
    assert seen[0] == seen[1]
    assert "missing" in seen[0]


async def test_from_the_first_step_to_the_visits_own_page(outside: Outside) -> None:
    contact = new_mail()
    tab, page = await at_the_code(outside, contact)
    assert (page.step, page.embedded, page.practitioner) == ("code", True, "Dr. Lin Zhao")
    await confirm(outside, tab, contact)
    assert page.step == "done"
    assert (
        await tab.send(PublicBookingState, "confirm", {"code": "000000"}) is None
    )  # pressed twice
    own = tab_at(page.visit_path)
    await own.send(VisitLinkState, "open")
    visit = own.state(VisitLinkState)
    assert (visit.situation, visit.state_words) == ("shown", "Booked")
    assert (visit.too_late, visit.over) == (True, False)
    assert (visit.may_check_in, visit.check_in_opens) == (False, "Monday 1 March 2027, 8:00")
    with frozen(at(9)):
        await own.send(VisitLinkState, "open")
        assert (visit.may_check_in, visit.may_confirm, visit.is_here) == (True, False, False)
        leads_to = await own.send(VisitLinkState, "check_in")
        assert page.visit_path.replace("/visit/", "/check-in/") in str(leads_to)
    with frozen(at(11)):
        await own.send(VisitLinkState, "open")
    assert (visit.state_words, visit.over) == ("Over", True)
    assert [visit.may_change, visit.may_confirm, visit.too_late] == [False] * 3
    assert "Sofia" not in str(own.root.dict())  # pyright: ignore[reportUnknownMemberType]  # as above


async def test_a_visit_is_moved_to_somebody_else_at_a_time_that_is_kept_meanwhile(
    outside: Outside,
) -> None:
    abel = await hire(outside.clinic, "Dr. Ruth Abel")
    await add_room(outside.clinic, "Room 2")
    async with transaction(organization=outside.clinic.organization_id) as session:
        ids = {"service_id": outside.desk.service, "practitioner_id": abel}
        session.add(ServicePractitioner(organization_id=outside.clinic.organization_id, **ids))
    await let_in(outside.clinic, outside.desk.service, settings=replace(OPEN, cancel_hours=0))
    booked = await outside.book(outside.wish(contact=new_mail()))
    here = booked.visit.practitioner_id
    tab = tab_at(f"/visit/{booked.token}")
    await tab.send(VisitLinkState, "open")
    await tab.send(VisitLinkState, "move", True)
    page = tab.state(VisitLinkState)
    assert [one.label for one in page.people][1:] != []
    assert page.who_id == str(here)
    assert at(10).isoformat() not in [one.start for one in page.times]  # where it stands
    there = next(one for one in page.people if one.value not in {"", str(here)})
    for _ in range(2):  # a page loaded anew gives back what it kept
        await tab.send(VisitLinkState, "open")
        await tab.send(VisitLinkState, "move", True)
        await tab.send(VisitLinkState, "choose_who", there.value)
        await tab.send(VisitLinkState, "choose_time", at(10).isoformat())
    assert (page.start_with, page.start) == (there.label, at(10).isoformat())
    rival = await register(outside.clinic, "Rival")
    with pytest.raises(SlotTaken):
        await book(
            *(outside.clinic.reception,),
            patient_id=rival,
            service_id=outside.desk.service,
            practitioner_id=PractitionerId(UUID(there.value)),
            start=monday(10),
        )
    await tab.send(VisitLinkState, "settle")
    assert (page.situation, page.practitioner, page.when[-11:]) == (
        *("shown", there.label),
        "10:00–10:30",
    )


async def test_a_time_that_meets_the_visit_itself_can_be_had_and_one_that_is_lost_is_told(
    outside: Outside,
) -> None:
    await let_in(outside.clinic, outside.desk.service, settings=replace(OPEN, cancel_hours=0))
    booked = await outside.book(outside.wish(contact=new_mail()))
    tab = tab_at(f"/visit/{booked.token}")
    await tab.send(VisitLinkState, "open")
    await tab.send(VisitLinkState, "move", True)
    page = tab.state(VisitLinkState)
    near = (at(10) + timedelta(minutes=15)).isoformat()
    await tab.send(VisitLinkState, "choose_time", near)
    assert page.start == near
    await tab.send(VisitLinkState, "back_to", "moving")  # by the browser's Back
    assert (page.situation, page.start) == ("moving", "")
    await tab.send(VisitLinkState, "back_to", "shown")
    assert page.situation == "shown"
    await tab.send(VisitLinkState, "back_to", "moving")  # there is no way forward
    assert page.situation == "shown"
    await tab.send(VisitLinkState, "move", True)
    await book(
        *(outside.clinic.reception,),
        patient_id=await register(outside.clinic, "Rival"),
        service_id=outside.desk.service,
        start=monday(14),
    )
    await tab.send(VisitLinkState, "choose_time", at(14).isoformat())
    assert (page.start, page.lost) == ("", "That time was just taken.")


async def test_a_coming_goes_as_a_whole_or_one_of_it_alone(outside: Outside) -> None:
    await let_in(outside.clinic, outside.desk.service, settings=replace(OPEN, cancel_hours=0))
    desk = outside.clinic.reception
    parts = [AskedPart(outside.desk.service)] * 2
    booked = await perform(
        desk, book_together, patient_id=outside.desk.patient, start=monday(13), parts=parts
    )
    token = await perform(desk, make_visit_link, appointment_id=booked[0].appointment_id)
    tab = tab_at(f"/visit/{token}")
    page = tab.state(VisitLinkState)
    await tab.send(VisitLinkState, "open")
    await tab.send(VisitLinkState, "confirm")
    assert (page.state_words, page.may_confirm) == ("Confirmed", False)
    second = await look(desk, get_appointment, appointment_id=booked[1].appointment_id)
    assert second.status == "confirmed"
    assert "The patient, online" in {step.who for step in second.history}
    await tab.send(VisitLinkState, "move", True)
    half = (at(13) + timedelta(minutes=30)).isoformat()
    assert (page.whole, page.who_id) == (True, "same")
    assert half in [one.start for one in page.times]  # its own times stand in no way
    await tab.send(VisitLinkState, "choose_scope", "one")
    assert (page.whole, half in [one.start for one in page.times]) == (False, False)
    await tab.send(VisitLinkState, "choose_scope", "coming")
    await tab.send(VisitLinkState, "choose_time", half)
    assert page.start_with == "13:30 Check-up, Dr. Lin Zhao · 14:00 Check-up, Dr. Lin Zhao"
    await tab.send(VisitLinkState, "settle")
    assert (page.when[-11:], page.others_words) == (
        *("13:30–14:00", "14:00 Check-up, Dr. Lin Zhao"),
    )


async def test_a_reload_goes_on_where_they_were_and_elsewhere_nothing_is_left(
    outside: Outside, other_clinic: Clinic
) -> None:
    contact = new_mail()
    tab, page = await at_the_code(outside, contact)
    go_to(tab, f"/book/{outside.slug}?embed=1#step-code")
    await tab.send(PublicBookingState, "open")
    assert (page.step, page.contact) == ("code", contact)
    await confirm(outside, tab, contact)
    await tab.send(PublicBookingState, "start_over")
    assert (page.step, page.name, page.contact, page.visit_path) == ("service", "", "", "")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    go_to(tab, f"/book/{other_clinic.slug}#step-time")
    await tab.send(PublicBookingState, "open")
    assert (page.step, page.service) == ("missing", "")


async def test_the_time_is_held_while_the_code_is_under_way(outside: Outside) -> None:
    async def free() -> set[object]:
        slots = await perform(
            outside.clinic.reception,
            find_free_slots,
            service_id=outside.desk.service,
            first_day=MONDAY,
        )
        return {slot.start for slot in slots}

    contact = new_mail()
    tab, _ = await at_the_code(outside, contact)
    assert at(10) not in await free()
    await tab.send(PublicBookingState, "back_to", "time")
    await tab.send(PublicBookingState, "choose_time", at(14).isoformat())
    await tab.send(PublicBookingState, "send_again")
    assert at(10) in await free()  # one tab holds one time
    assert at(14) not in await free()
    await confirm(outside, tab, contact)
    await tab.send(PublicBookingState, "back_to", "person")  # by the browser's Back
    assert tab.state(PublicBookingState).step == "done"


async def test_what_was_typed_stays_while_they_look_for_another_time(outside: Outside) -> None:
    tab = tab_at(f"/book/{outside.slug}")
    page = tab.state(PublicBookingState)
    await tab.send(PublicBookingState, "open")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    await tab.send(PublicBookingState, "choose_time", at(10).isoformat())
    for field, value in (("name", "Sofia Marín"), ("contact", "x" * 300), ("step", "done")):
        await tab.send(PublicBookingState, "note", field, value)
    await tab.send(PublicBookingState, "back_to", "time")
    await tab.send(PublicBookingState, "choose_time", at(14).isoformat())
    assert (page.step, page.name, len(page.contact)) == ("person", "Sofia Marín", 254)


async def test_the_first_code_may_come_after_the_second(outside: Outside) -> None:
    contact = new_mail()
    tab, page = await at_the_code(outside, contact)
    first = await code_of(outside.clinic, contact, parse_id(BookingRequestId, page.request_id))
    said = await tab.send(PublicBookingState, "send_again")
    assert "Another code is on its way." in str(said)
    await tab.send(PublicBookingState, "confirm", {"code": first})
    assert page.step == "done"


async def test_who_loses_the_time_is_offered_the_nearest_and_keeps_the_code(
    outside: Outside,
) -> None:
    contact = new_mail()
    tab = tab_at(f"/book/{outside.slug}")
    await tab.send(PublicBookingState, "open")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    await tab.send(PublicBookingState, "choose_time", at(10).isoformat())
    await book(
        outside.clinic.reception,
        patient_id=await register(outside.clinic, "Rival"),
        service_id=outside.desk.service,
        start=monday(10),
    )
    form = {"name": "Sofia Marín", "birth": "1984-03-12", "contact": contact}
    await tab.send(PublicBookingState, "send_code", form)
    page = tab.state(PublicBookingState)
    # No word of whom or what the clinic's own screens would name.
    assert (page.step, page.lost) == ("code", "That time was just taken.")
    assert at(10).isoformat() not in [one.start for one in page.nearest]
    await tab.send(PublicBookingState, "choose_time", page.nearest[0].start)
    await confirm(outside, tab, contact)
    assert page.step == "done"


async def test_a_service_to_call_about_cannot_be_chosen(outside: Outside) -> None:
    settings = replace(OPEN, phone="212 555 0123")
    await let_in(outside.clinic, outside.desk.service, settings=settings, shown="call")
    tab = tab_at(f"/book/{outside.slug}")
    await tab.send(PublicBookingState, "open")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    page = tab.state(PublicBookingState)
    assert (page.step, page.services[0].call, page.phone) == ("service", True, "+1 212-555-0123")


async def test_the_owner_sees_what_was_kept_and_errors_beside_their_field(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.owner))
    await tab.send(PublicSettingsState, "open")
    form = {
        **{"is_open": True, "colour": "violet", "policy": " Be early. ", "phone": "212 555 0123"},
        **{"notice_hours": "3", "days_ahead": "30", "most_visits": "1", "cancel_hours": "48"},
        **{"origins": "https://www.clinic.example\nhttps://b.example", "feeds": "names"},
    }
    await tab.send(PublicSettingsState, "save", form)
    page = tab.state(PublicSettingsState)
    assert (page.kept.policy, page.kept.phone) == ("Be early.", "+1 212-555-0123")
    assert page.kept.origins.split() == ["https://www.clinic.example", "https://b.example"]
    assert f"/book/{clinic.slug}?embed=1" in page.frame_code
    assert page.nothing_shown
    for field, wrong in (("origins", "nonsense"), ("days_ahead", "0"), ("phone", "1")):
        await tab.send(PublicSettingsState, "save", {**form, field: wrong})
        assert list(page.errors) == [field]


async def test_one_address_keeps_so_many_times_and_no_more(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit(f"holds of {outside.slug}", most=2, window=timedelta(hours=1))
    monkeypatch.setattr(holding, "ADDRESS", few)
    contact = new_mail()
    tab, page = await at_the_code(outside, contact)
    await tab.send(PublicBookingState, "choose_time", at(11).isoformat())
    refused = await tab.send(PublicBookingState, "choose_time", at(14).isoformat())
    assert "Too many tries" in str(refused)
    async with transaction(organization=outside.clinic.organization_id) as session:
        kept = await session.execute(
            select(col(SlotHold.starts_at)).order_by(col(SlotHold.starts_at))
        )
    assert kept.scalars().all() == [at(10), at(11)]
    await confirm(outside, tab, contact)  # the code is still good for what they chose
    assert page.step == "done"


async def test_one_address_looks_for_times_so_often_and_is_told_in_words(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(searching.ADDRESS, name=f"searches of {outside.slug}", most=2)
    monkeypatch.setattr(searching, "ADDRESS", few)
    tab = tab_at(f"/book/{outside.slug}")
    await tab.send(PublicBookingState, "open")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    await tab.send(PublicBookingState, "choose_day", MONDAY.isoformat())
    page = tab.state(PublicBookingState)
    shown = [one.start for one in page.times]
    refused = str(await tab.send(PublicBookingState, "turn", 1))
    assert "from your network just now. Please try again in 10 minutes." in refused
    assert [one.start for one in page.times] == shown != []
