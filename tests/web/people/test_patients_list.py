"""The list of patients as a browser may ask for it: strangers first."""

import pytest

from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.web.people.patients_state import PatientsState
from tests.cast import Clinic
from tests.people.crowd import populate
from tests.people.patients import register
from tests.web.people.desk import sent_to_browser, tab_of
from tests.web.tab import Tab


async def test_without_a_session_nobody_is_listed(clinic: Clinic) -> None:
    await register(clinic)
    tab = Tab("not-a-token")
    for handler, arguments in (
        ("open", ()),
        ("search_for", ("sofia",)),
        ("sort_by", ("born",)),
        ("filter_by", ("sex", "female")),
        ("go_to", (1,)),
        ("show_all", ()),
    ):
        answer = await tab.send(PatientsState, handler, *arguments)
        assert "/sign-in" in str(answer)
    assert "Marín" not in sent_to_browser(tab)


async def test_another_clinics_patients_are_not_found(clinic: Clinic, other_clinic: Clinic) -> None:
    await register(clinic)
    tab = await tab_of(other_clinic.owner)
    await tab.send(PatientsState, "search_for", "sofia")
    assert tab.state(PatientsState).rows == []
    assert "Marín" not in sent_to_browser(tab)


async def test_searching_filtering_and_sorting(clinic: Clinic) -> None:
    await register(clinic)
    await register(clinic, PatientDraft(name="Mark Kessler", birth="1961-01-02", sex="male"))
    tab = await tab_of(clinic.reception)
    state = tab.state(PatientsState)

    async def names(handler: str, *arguments: object) -> list[str]:
        await tab.send(PatientsState, handler, *arguments)
        return [row.name for row in state.rows]

    assert await names("open") == ["Mark Kessler", "Sofía Marín"]
    assert state.rows[1].born.startswith("12 Mar 1984 · ")
    assert not state.narrowed
    assert await names("search_for", "marin") == ["Sofía Marín"]
    assert await names("search_for", "zzz") == []
    assert state.narrowed  # nobody found, which is not nobody yet
    assert await names("show_all") == ["Mark Kessler", "Sofía Marín"]
    assert await names("filter_by", "has_phone", "no") == ["Mark Kessler"]
    assert await names("filter_by", "has_phone", "") == ["Mark Kessler", "Sofía Marín"]
    assert await names("sort_by", "name") == ["Sofía Marín", "Mark Kessler"]
    assert await names("sort_by", "born") == ["Mark Kessler", "Sofía Marín"]


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        ("sort_by", ("password_hash",)),
        ("sort_by", ("organization_id",)),
        ("filter_by", ("sex", "F")),
        ("filter_by", ("search", "x")),
        ("filter_by", ("rows", "")),
        ("filter_by", ("__class__", "")),
        ("go_to", ("1",)),
        ("search_for", (None,)),
    ],
)
async def test_what_no_page_sends_changes_nothing(
    clinic: Clinic, handler: str, arguments: tuple[object, ...]
) -> None:
    await register(clinic)
    tab = await tab_of(clinic.reception)
    await tab.send(PatientsState, "open")
    before = sent_to_browser(tab)
    await tab.send(PatientsState, handler, *arguments)
    state = tab.state(PatientsState)
    assert (state.sort, state.sex, state.page, len(state.rows)) == ("name", "", 1, 1)
    assert state.search == ""
    assert "Sofía Marín" in before


async def test_a_page_holds_fifty_and_pages_past_the_end_are_the_last(
    clinic: Clinic, database_url: str
) -> None:
    populate(clinic, database_url, 60)
    tab = await tab_of(clinic.reception)
    state = tab.state(PatientsState)
    await tab.send(PatientsState, "open")
    assert (len(state.rows), state.total) == (50, 60)
    for asked, page, number in ((2, 2, 10), (99, 2, 10), (-1, 1, 50)):
        await tab.send(PatientsState, "go_to", asked)
        assert (state.page, len(state.rows)) == (page, number)


async def test_a_new_search_begins_at_its_first_page(clinic: Clinic, database_url: str) -> None:
    populate(clinic, database_url, 60)
    tab = await tab_of(clinic.reception)
    await tab.send(PatientsState, "go_to", 2)
    await tab.send(PatientsState, "search_for", "a")
    assert tab.state(PatientsState).page == 1
