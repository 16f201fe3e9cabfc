"""A day on paper: who stands on it, and what never does."""

from dataclasses import replace

from reflex.istate.data import ReflexURL

from clinic_app.kit.clock import frozen
from clinic_app.kit.zones import to_instant
from clinic_app.web.scheduling.calendar.print_state import PrintState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, hire, monday
from tests.scheduling.visits import Placing, place
from tests.web.tab import Tab, sign_in


async def test_each_practitioner_has_a_list_of_the_day(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    await hire(clinic, "Dr. Omar Hassan")
    sofia = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    await place(sofia, to_instant(monday(9), clinic.time_zone), room=desk.room, note="Ill at ease")
    await place(sofia, to_instant(monday(11), clinic.time_zone), status="cancelled")
    with frozen(MORNING):
        pages = {who: Tab(await sign_in(who)) for who in (other_clinic.owner, clinic.reception)}
        for tab in pages.values():
            address = ReflexURL("http://clinic.example/calendar/print?date=2027-03-01")
            tab.root.router = replace(tab.root.router, url=address)
            await tab.send(PrintState, "open")
    stranger, reception = (tab.state(PrintState) for tab in pages.values())
    assert (stranger.lists, stranger.loaded) == ([], True)
    assert (reception.title, reception.printed) == (
        *("Monday 1 March 2027", "Printed 1 Mar 2027, 7:00"),
    )
    (of_zhao,) = reception.lists
    assert (of_zhao.name, of_zhao.count) == ("Dr. Lin Zhao", "1 visit")
    assert [(one.time, one.patient, one.service, one.place) for one in of_zhao.lines] == [
        ("9:00–9:30", "Sofia Marín", "Check-up", "Room 1")
    ]
    assert "Ill at ease" not in str(reception.lists)
