"""The set-up pages as a browser drives them, without one. Strangers first."""

from datetime import timedelta
from typing import Any

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.web.scheduling.hours.dates_state import DatesState
from clinic_app.web.scheduling.hours.desk_time_off_state import DeskTimeOffState
from clinic_app.web.scheduling.hours.hours_state import HoursState
from clinic_app.web.scheduling.hours.time_off_state import TimeOffState
from clinic_app.web.scheduling.set_up.devices_state import DevicesState
from clinic_app.web.scheduling.set_up.practitioner_state import (
    DATES,
    HOURS,
    TIME_OFF,
    PractitionerState,
)
from clinic_app.web.scheduling.set_up.practitioners_state import PractitionersState
from clinic_app.web.scheduling.set_up.rooms_state import RoomsState
from clinic_app.web.scheduling.set_up.services_state import ServicesState, ServiceState
from tests.cast import Clinic
from tests.scheduling.setting_up import details, device, practitioner, room, service
from tests.web.tab import Tab, sign_in


async def owners_tab(clinic: Clinic) -> Tab:
    return Tab(await sign_in(clinic.owner))


async def hours_tab(clinic: Clinic) -> tuple[Tab, HoursState]:
    """A tab with the working hours of somebody new."""
    tab = await part_tab(clinic, await practitioner(clinic), HOURS)
    return tab, tab.state(HoursState)


async def part_tab(clinic: Clinic, who: PractitionerId, part: str) -> Tab:
    """A tab with a part of a practitioner's sheet open."""
    tab = await owners_tab(clinic)
    await tab.send(PractitionerState, "edit", str(who))
    await tab.send(PractitionerState, "turn_to", part)
    return tab


def form_of(state: HoursState, **changes: str) -> dict[str, Any]:
    """What the browser would send: every field as it stands."""
    fields = {"valid_from": state.valid_from}
    for day in state.days:
        for span in day.spans:
            fields |= {f"starts-{span.id}": span.starts, f"ends-{span.id}": span.ends}
    return fields | changes


@pytest.mark.parametrize(
    ("state", "handler"),
    [
        (PractitionerState, "edit"),
        (PractitionersState, "archive"),
        (PractitionersState, "restore"),
    ],
)
async def test_another_clinics_practitioner_is_not_found(
    state: Any,  # noqa: ANN401  # a state class
    handler: str,
    clinic: Clinic,
    other_clinic: Clinic,
) -> None:
    theirs = str(await practitioner(other_clinic))
    tab = await owners_tab(clinic)
    answer = await tab.send(state, handler, theirs)
    assert "could not be found" in str(answer)
    assert theirs not in str(tab.root.dict())  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments


async def test_another_clinics_rows_cannot_be_ticked(clinic: Clinic, other_clinic: Clinic) -> None:
    tab = await owners_tab(clinic)
    theirs = {
        f"practitioner:{await practitioner(other_clinic)}": "on",
        f"room:{await room(other_clinic)}": "on",
        f"device:{await device(other_clinic)}": "on",
    }
    for field in theirs:
        await tab.send(ServiceState, "add")
        form = {"name": "Scan", "duration_minutes": "30", "colour": "teal", field: "on"}
        answer = await tab.send(ServiceState, "save", form)
        assert "could not be found" in str(answer)
    assert await look(clinic.owner, list_services) == []


async def test_reception_opens_nothing(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.reception))
    who = str(await practitioner(clinic))
    answer = await tab.send(PractitionerState, "edit", who)
    assert "does not allow" in str(answer)
    assert not tab.state(PractitionerState).opened


async def test_the_desk_chooses_who_is_away(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.reception))
    who = str(await practitioner(clinic))
    await tab.send(DeskTimeOffState, "begin")
    sheet = tab.state(DeskTimeOffState)
    assert (sheet.opened, sheet.practitioner_id) == (True, "")
    assert [one.value for one in sheet.practitioners] == [who]
    await tab.send(DeskTimeOffState, "choose", who)
    await tab.send(TimeOffState, "add", {"starts": "2031-05-05", "ends": "2031-05-05"})
    assert [line.when for line in tab.state(TimeOffState).lines] == ["5 May 2031"]
    await tab.send(DeskTimeOffState, "choose", "")
    assert sheet.practitioner_id == ""


async def test_somebody_new_goes_on_to_their_hours(clinic: Clinic) -> None:
    check_up = await service(clinic)
    tab = await owners_tab(clinic)
    await tab.send(PractitionerState, "add")
    sheet = tab.state(PractitionerState)
    assert [option.label for option in sheet.services] == ["Check-up"]
    assert str(clinic.doctor.member_id) in [choice.value for choice in sheet.members]
    answer = await tab.send(
        PractitionerState,
        "save",
        {
            "name": "Dr. Omar Hassan",
            "specialty": "",
            "colour": "violet",
            "member_id": str(clinic.doctor.member_id),
            f"service:{check_up}": "on",
        },
    )
    assert sheet.opened
    assert sheet.part == "hours"
    assert "Now set the working hours" in str(answer)
    (row,) = await look(clinic.owner, list_practitioners)
    assert (row.name, row.services) == ("Dr. Omar Hassan", 1)


async def test_a_linked_member_is_offered_to_nobody_else(clinic: Clinic) -> None:
    tab = await owners_tab(clinic)
    await tab.send(PractitionerState, "add")
    linked = {"name": "Dr. A", "colour": "teal", "member_id": str(clinic.doctor.member_id)}
    await tab.send(PractitionerState, "save", linked)
    await tab.send(PractitionerState, "add")
    assert tab.state(PractitionerState).colour == "blue"  # the next that nobody has
    choices = [choice.value for choice in tab.state(PractitionerState).members]
    assert str(clinic.doctor.member_id) not in choices
    assert str(clinic.team[Role.NURSE].member_id) in choices


async def test_what_is_missing_is_said_beside_the_field_and_the_sheet_stays(
    clinic: Clinic,
) -> None:
    tab = await owners_tab(clinic)
    await tab.send(PractitionerState, "add")
    await tab.send(PractitionerState, "save", {"name": " ", "colour": "teal"})
    sheet = tab.state(PractitionerState)
    assert sheet.opened
    assert sheet.errors == {"name": "The name is missing."}


async def test_a_week_is_put_together_and_saved(clinic: Clinic) -> None:
    tab, state = await hours_tab(clinic)
    await tab.send(HoursState, "add_span", 0, "work")
    await tab.send(HoursState, "add_span", 0, "break")
    await tab.send(HoursState, "copy_day", 0)
    (first, _) = state.days[4].spans
    await tab.send(HoursState, "set_time", 4, first.id, True, "13")
    assert state.changed
    await tab.send(HoursState, "save", form_of(state))
    assert state.errors == {}
    (row,) = await look(clinic.owner, list_practitioners)
    assert row.hours == "Mon–Thu 9:00–12:00, 12:30–17:00 · Fri 9:00–12:00, 12:30–13:00"


async def test_a_week_to_come_is_shown_once_saved_so_that_saving_again_leaves_it(
    clinic: Clinic,
) -> None:
    tab, state = await hours_tab(clinic)
    await tab.send(HoursState, "add_span", 0, "work")
    before = state.drawn
    coming = (now().date() + timedelta(days=30)).isoformat()
    await tab.send(HoursState, "save", form_of(state, valid_from=coming))
    assert state.drawn > before  # the field of the date starts afresh with its week
    assert state.valid_from == coming
    assert state.days[0].works


async def test_what_was_typed_last_counts_even_before_the_field_is_left(clinic: Clinic) -> None:
    tab, state = await hours_tab(clinic)
    await tab.send(HoursState, "add_span", 2, "work")
    (span,) = state.days[2].spans
    await tab.send(HoursState, "save", form_of(state, **{f"ends-{span.id}": "1630"}))
    (row,) = await look(clinic.owner, list_practitioners)
    assert row.hours == "Wed 9:00–16:30"


async def test_a_break_outside_the_hours_is_told_beside_its_day(clinic: Clinic) -> None:
    tab, state = await hours_tab(clinic)
    await tab.send(HoursState, "add_span", 3, "work")
    await tab.send(HoursState, "add_span", 3, "break")
    (_, pause) = state.days[3].spans
    await tab.send(HoursState, "save", form_of(state, **{f"ends-{pause.id}": "18:00"}))
    assert list(state.errors) == ["day_3"]
    assert "outside" in state.errors["day_3"]
    (row,) = await look(clinic.owner, list_practitioners)
    assert row.hours == "No working hours"


async def test_a_day_without_hours_has_no_breaks_either(clinic: Clinic) -> None:
    tab, state = await hours_tab(clinic)
    await tab.send(HoursState, "add_span", 1, "work")
    await tab.send(HoursState, "add_span", 1, "break")
    await tab.send(HoursState, "remove_span", 1, state.days[1].spans[0].id)
    assert state.days[1].spans == []
    assert not state.days[1].works


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        ("add_span", (9, "work")),
        ("add_span", (0, "party")),
        ("copy_day", (-1,)),
        ("choose", ("2031-01-01",)),
        ("remove_change", ("soon",)),
        ("set_time", (7, "span-1", True, "09:00")),
    ],
)
async def test_nonsense_from_a_browser_changes_nothing(
    clinic: Clinic, handler: str, arguments: tuple[object, ...]
) -> None:
    tab, state = await hours_tab(clinic)
    before = state.days
    await tab.send(HoursState, handler, *arguments)
    assert state.days == before
    assert not state.changed


@pytest.mark.parametrize(
    ("part", "state"), [(HOURS, HoursState), (DATES, DatesState), (TIME_OFF, TimeOffState)]
)
async def test_a_part_comes_with_its_form_and_nothing_after_empties_it(
    part: str, state: type[HoursState | DatesState | TimeOffState], clinic: Clinic
) -> None:
    who = await practitioner(clinic)
    tab = await owners_tab(clinic)
    await tab.send(PractitionerState, "edit", str(who))
    answer = await tab.send(PractitionerState, "turn_to", part)
    assert answer is None  # nothing is loaded later, when somebody may be typing
    assert tab.state(PractitionerState).part == part
    assert tab.state(state).practitioner_id == str(who)


async def test_what_is_taken_back_leaves_what_is_being_typed(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    tab = await part_tab(clinic, who, TIME_OFF)
    await tab.send(TimeOffState, "add", {"starts": "2031-05-05", "ends": "2031-05-07"})
    away = tab.state(TimeOffState)
    before = away.form_key
    await tab.send(TimeOffState, "cancel", away.lines[0].id)
    assert (away.lines, away.form_key) == ([], before)

    await tab.send(PractitionerState, "turn_to", DATES)
    dates = tab.state(DatesState)
    for day in ("2031-05-05", "2031-05-06"):
        await tab.send(DatesState, "add_days", {"first": day})
        if day == "2031-05-05":
            await tab.send(DatesState, "save", {"note": ""})
    before = dates.form_key
    await tab.send(DatesState, "remove", "2031-05-05")
    assert (dates.lines, dates.form_key) == ([], before)
    assert [chip.day for chip in dates.days] == ["2031-05-06"]


async def test_time_off_says_how_many_visits_must_be_moved(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    tab = await part_tab(clinic, who, TIME_OFF)
    form = {"starts": "2031-05-05", "ends": "2031-05-07", "reason": "Conference"}
    answer = await tab.send(TimeOffState, "add", form)
    assert "Time off added." in str(answer)
    (away,) = (await details(clinic, who)).time_off
    assert (away.starts, away.ends, away.whole_days) == (
        "2031-05-05T00:00",
        "2031-05-08T00:00",
        True,
    )
    (line,) = tab.state(TimeOffState).lines
    assert line.when == "5 May 2031 – 7 May 2031"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"starts": "", "ends": "2031-05-07"}, "starts"),
        ({"starts": "2031-05-08", "ends": "2031-05-07"}, "ends"),
        ({"starts": "2031-05-08", "ends": "soon"}, "ends"),
    ],
)
async def test_time_off_that_cannot_be_is_told_beside_the_field(
    clinic: Clinic, form: dict[str, str], field: str
) -> None:
    who = await practitioner(clinic)
    tab = await part_tab(clinic, who, TIME_OFF)
    await tab.send(TimeOffState, "add", form)
    assert list(tab.state(TimeOffState).errors) == [field]


async def test_a_service_is_added_priced_in_the_clinics_money_and_listed(
    clinic: Clinic,
) -> None:
    who = await practitioner(clinic)
    tab = await owners_tab(clinic)
    await tab.send(ServiceState, "add")
    form = {
        "name": "Echocardiogram",
        "duration_minutes": "45",
        "buffer_before": "",
        "buffer_after": "15",
        "colour": "violet",
        "price": "120,50",
        f"practitioner:{who}": "on",
    }
    await tab.send(ServiceState, "save", form)
    assert not tab.state(ServiceState).opened
    await tab.send(ServicesState, "open")
    (line,) = tab.state(ServicesState).lines
    assert (line.name, line.lasts, line.price) == (
        "Echocardiogram",
        "45 min + 15 after",
        "120.50 USD",
    )
    assert (line.given_by, line.needs) == ("Dr. Peter Cole", "Any room")
    await tab.send(ServiceState, "edit", line.id)
    sheet = tab.state(ServiceState)
    assert (sheet.price, sheet.duration, sheet.after) == ("120.50", "45", "15")
    assert [option.chosen for option in sheet.practitioners] == [True]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duration_minutes": "soon"}, "duration_minutes"),
        ({"duration_minutes": ""}, "duration_minutes"),
        ({"buffer_after": "-1"}, "buffer_after"),
        ({"price": "cheap"}, "price"),
        ({"colour": "pink"}, "colour"),
    ],
)
async def test_what_a_service_cannot_be_is_told_beside_the_field(
    clinic: Clinic, change: dict[str, str], field: str
) -> None:
    tab = await owners_tab(clinic)
    await tab.send(ServiceState, "add")
    form = {"name": "Scan", "duration_minutes": "30", "colour": "teal", **change}
    await tab.send(ServiceState, "save", form)
    assert list(tab.state(ServiceState).errors) == [field]
    assert await look(clinic.owner, list_services) == []


@pytest.mark.parametrize("page", [RoomsState, DevicesState], ids=["rooms", "devices"])
async def test_rooms_and_devices_are_added_ordered_archived_and_brought_back(
    page: type[RoomsState] | type[DevicesState], clinic: Clinic
) -> None:
    tab = await owners_tab(clinic)
    state = tab.state(page)
    for name in ("One", "Two"):
        await tab.send(page, "add")
        await tab.send(page, "save", {"name": name})
    assert [line.name for line in state.lines] == ["One", "Two"]
    await tab.send(page, "move", state.lines[1].id, -1)
    assert [line.name for line in state.lines] == ["Two", "One"]
    await tab.send(page, "archive", state.lines[0].id)
    assert [line.name for line in state.lines] == ["One"]
    await tab.send(page, "show_archived", True)
    assert [(line.name, line.archived) for line in state.lines] == [("One", False), ("Two", True)]
    await tab.send(page, "restore", state.lines[1].id)
    assert [line.archived for line in state.lines] == [False, False]


async def test_a_page_that_is_opened_again_has_no_sheet_open(clinic: Clinic) -> None:
    tab = await owners_tab(clinic)
    for page, sheet in ((PractitionersState, PractitionerState), (ServicesState, ServiceState)):
        await tab.send(sheet, "add")
        assert "show" in str(await tab.send(page, "open"))
        await tab.send(sheet, "show", False)
        assert not tab.state(sheet).opened
    await tab.send(RoomsState, "add")
    await tab.send(RoomsState, "open")
    assert not tab.state(RoomsState).opened
