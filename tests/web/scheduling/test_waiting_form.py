"""What somebody waits for, as its form is filled in: several hours of one day, and back."""

from clinic_app.database.transaction import look
from clinic_app.scheduling.waiting.list_waiting import list_waiting
from clinic_app.web.scheduling.waiting.waiting_form_state import WaitingFormState
from tests.cast import Clinic
from tests.scheduling.furniture import furnish, hire, offer
from tests.scheduling.waiting import wait
from tests.web.tab import Tab, sign_in


async def test_a_day_has_several_hours(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    entry = await wait(desk, "Ada")
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(WaitingFormState, "edit", str(entry))
    await tab.send(WaitingFormState, "add_hours", 0)
    form = {"service": str(desk.service), "priority": "1", "day:0": "on", "day:4": "on"}
    form |= {"from:0-0": "09:00", "to:0-0": "11:00", "from:0-1": "15:30", "to:0-1": ""}
    form |= {"from:1-0": "10:00", "to:1-0": "", "from:4-0": "", "to:4-0": ""}
    await tab.send(WaitingFormState, "save", form)
    page = tab.state(WaitingFormState)
    assert (page.shown, page.errors) == (False, {})
    row = (await look(clinic.reception, list_waiting))[0]
    assert row.when == "Mon 9:00–11:00, Mon from 15:30, Fri"
    await tab.send(WaitingFormState, "edit", str(entry))
    monday, friday = page.windows[0], page.windows[4]
    assert [(one.begin, one.end) for one in monday.hours] == [("09:00", "11:00"), ("15:30", "")]
    assert (friday.chosen, len(friday.hours)) == (True, 1)
    await tab.send(WaitingFormState, "drop_hours", 0, monday.hours[1].key)
    assert len(page.windows[0].hours) == 1


async def test_those_are_named_who_give_the_service(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    nina = await hire(clinic, "Nina Park")
    scan = await offer(clinic, nina, name="Scan")
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(WaitingFormState, "add")
    page = tab.state(WaitingFormState)
    asked: list[list[str]] = []
    for service in ("", str(desk.service), str(scan)):
        await tab.send(WaitingFormState, "pick_service", service)
        asked.append([one.label for one in page.practitioners])
    assert asked == [[], ["Dr. Lin Zhao"], ["Nina Park"]]
