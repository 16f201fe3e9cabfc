"""The visit sheet's events, as a browser may send them."""

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.edit_note import edit_note
from clinic_app.web.scheduling.visit.visit_state import VisitState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, book, furnish, hire, monday, some_id
from tests.web.tab import Tab, sign_in


async def booked(clinic: Clinic) -> AppointmentId:
    """Book a visit for this very morning at ten, and stand at ten."""
    desk = await furnish(clinic)
    visit = await book(
        clinic.reception,
        patient_id=desk.patient,
        service_id=desk.service,
        start=monday(10),
        note="Wheelchair",
    )
    return visit.appointment_id


async def test_another_clinics_visit_is_not_shown(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(other_clinic.owner))
        for wrong in (str(visit), str(some_id()), "nonsense", ""):
            answer = await tab.send(VisitState, "open", wrong)
            assert "The visit could not be found." in str(answer)
            for handler in ("cancel", "save_note"):
                await tab.send(VisitState, handler, {"reason": "x", "note": "x"})
            await tab.send(VisitState, "step", "confirmed")
    assert not tab.state(VisitState).shown
    assert tab.state(VisitState).visit.patient.name == ""


async def test_what_a_role_may_not_is_not_offered_and_not_done(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.team[Role.LAB]))
        await tab.send(VisitState, "open", str(visit))
        state = tab.state(VisitState)
        assert (state.steps, state.may_cancel, state.visit.may_edit) == ([], False, False)
        await tab.send(VisitState, "step", "confirmed")
        nurse = Tab(await sign_in(clinic.team[Role.NURSE]))
        await nurse.send(VisitState, "open", str(visit))
        await nurse.send(VisitState, "cancel", {"reason": "Why not"})
        await nurse.send(VisitState, "open", str(visit))
        assert nurse.state(VisitState).visit.status == "booked"
        assert not nurse.state(VisitState).may_cancel


async def test_the_day_of_a_visit(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(VisitState, "open", str(visit))
        state = tab.state(VisitState)
        assert (state.visit.patient.name, state.visit.time.start) == ("Sofia Marín", "10:00")
        assert [step.words for step in state.steps] == ["Confirm", "Check in"]
        for to in ("confirmed", "checked_in", "in_visit", "completed"):
            answer = await tab.send(VisitState, "step", to)
            assert "Sofia" not in str(answer)
            assert state.visit.status == to
        assert state.steps == []


@pytest.mark.parametrize("nonsense", ["", "completed", "cancelled", "booked", "vanished"])
async def test_a_step_that_is_none_changes_nothing(clinic: Clinic, nonsense: str) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(VisitState, "open", str(visit))
        await tab.send(VisitState, "step", nonsense)
        await tab.send(VisitState, "open", str(visit))
    assert tab.state(VisitState).visit.status == "booked"


async def test_cancelling_asks_why(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(VisitState, "open", str(visit))
        state = tab.state(VisitState)
        await tab.send(VisitState, "ask_why", True)
        await tab.send(VisitState, "cancel", {"reason": "  "})
        assert list(state.errors) == ["reason"]
        await tab.send(VisitState, "give_reason", "Patient is ill")
        assert (state.reason, state.errors) == ("Patient is ill", {})
        assert state.visit.status == "booked"
        await tab.send(VisitState, "cancel", {"reason": "The patient is ill"})
    assert (state.visit.status, state.cancelling) == ("cancelled", False)
    assert state.visit.history[0].why in ("The patient is ill", "")


async def test_a_step_on_a_stale_sheet_is_told(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(VisitState, "open", str(visit))
        await perform(clinic.doctor, confirm_appointment, appointment_id=visit)
        answer = await tab.send(VisitState, "step", "checked_in")
    assert "Somebody just changed this visit." in str(answer)


async def test_a_note_is_not_written_over_somebody_elses(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit = await booked(clinic)
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(VisitState, "open", str(visit))
        state = tab.state(VisitState)
        await tab.send(VisitState, "write_note", True)
        await perform(
            clinic.doctor, edit_note, appointment_id=visit, version=None, note="Has a dog"
        )
        answer = await tab.send(VisitState, "save_note", {"note": "Wheelchair, left entrance"})
        assert "Somebody just changed this visit." in str(answer)
        assert state.noting  # what was typed is still there
        await tab.send(VisitState, "open", str(visit))
        assert state.visit.note == "Has a dog"
        await tab.send(VisitState, "write_note", True)
        await perform(clinic.doctor, confirm_appointment, appointment_id=visit)
        await tab.send(VisitState, "open", str(visit))  # as the watch would: another change
        assert "Note saved." in str(await tab.send(VisitState, "save_note", {"note": "Both"}))
    assert state.visit.note == "Both"


async def test_an_assistant_gets_another_part_on_the_sheet(clinic: Clinic) -> None:
    with frozen(MORNING):
        visit, nina = await booked(clinic), str(await hire(clinic, "Nina Park"))
        tab = Tab(await sign_in(clinic.reception))
        state = tab.state(VisitState)
        await tab.send(VisitState, "open", str(visit))
        await tab.send(VisitState, "take_part", True, nina)
        await tab.send(VisitState, "ask_part", nina)
        for wrong in ("25", "x", "1000"):
            await tab.send(VisitState, "give_part", {"part_begins": wrong, "part_lasts": "10"})
            assert state.errors["assistants"]
        await tab.send(VisitState, "give_part", {"part_begins": "5", "part_lasts": "10"})
        (one,) = state.visit.assistants
        assert (one.span, one.begins, one.lasts) == ("10:05–10:15", "5", "10")
        assert (state.parting, state.errors) == ("", {})
        await tab.send(VisitState, "ask_part", nina)
        await tab.send(VisitState, "give_part", {"part_begins": "", "part_lasts": ""})
        assert state.visit.assistants[0].span == ""  # all of it again
