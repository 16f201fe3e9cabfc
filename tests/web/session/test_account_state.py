"""The account page's events, as a browser may send them."""

from uuid import uuid4

import pytest
from reflex_base.utils.format import (
    json_dumps,  # pyright: ignore[reportUnknownVariableType]  # untyped keyword arguments
)

from clinic_app.database.transaction import transaction
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Person
from clinic_app.web.session.account_state import AccountState
from clinic_app.web.session.idle import IdleState
from tests.cast import Clinic
from tests.people.accounts import newcomer, signed_in
from tests.web.tab import Tab, sign_in

pytestmark = pytest.mark.usefixtures("database")


async def test_the_page_shows_ones_account_and_sessions_and_no_secret(clinic: Clinic) -> None:
    await sign_in(clinic.reception)
    token = await sign_in(clinic.reception)
    tab = Tab(token)
    await tab.send(AccountState, "open")
    state = tab.state(AccountState)
    assert (state.name, state.theme, state.loaded) == ("Emily Rodriguez", "system", True)
    assert [row.is_this for row in state.sessions] == [True, False]
    shown = json_dumps(tab.root.dict())  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments
    assert "Emily Rodriguez" in shown
    assert token not in shown
    assert "argon2" not in shown


async def test_name_and_username_are_saved_and_a_mistake_stands_beside_its_field(
    clinic: Clinic,
) -> None:
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(AccountState, "save", {"name": "Emily R.", "username": "no spaces please"})
    assert list(tab.state(AccountState).errors) == ["username"]
    answer = await tab.send(AccountState, "save", {"name": "Emily R.", "username": ""})
    assert "Saved." in str(answer)
    assert tab.state(AccountState).errors == {}
    async with transaction() as session:
        assert (await session.get_one(Person, clinic.reception.person_id)).name == "Emily R."


@pytest.mark.parametrize("form", [{}, {"name": 1, "username": ""}, {"name": "A"}])
async def test_a_form_that_the_page_never_sends_saves_nothing(
    clinic: Clinic, form: dict[str, object]
) -> None:
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(AccountState, "save", form)
    async with transaction() as session:
        kept = await session.get_one(Person, clinic.reception.person_id)
    assert kept.name == "Emily Rodriguez"


async def test_an_unknown_theme_is_refused(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.reception))
    await tab.send(AccountState, "choose", "<script>")
    await tab.send(AccountState, "choose", "dark")
    async with transaction() as session:
        assert (await session.get_one(Person, clinic.reception.person_id)).theme == "dark"


async def test_a_stranger_cannot_end_a_session_by_its_id(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    token = await sign_in(clinic.reception)
    found = await find_signed_in(token)
    assert found is not None
    stranger = Tab(await sign_in(other_clinic.owner))
    for session_id in (str(found.session_id), str(uuid4()), "nonsense"):
        answer = await stranger.send(AccountState, "end", session_id)
        assert "That session could not be found." in str(answer)
    assert await find_signed_in(token) is not None


async def test_other_browsers_are_signed_out_one_or_all(clinic: Clinic) -> None:
    others = [await sign_in(clinic.reception) for _ in range(3)]
    here = await sign_in(clinic.reception)
    tab = Tab(here)
    first = await find_signed_in(others[0])
    assert first is not None
    await tab.send(AccountState, "end", str(first.session_id))
    assert len(tab.state(AccountState).sessions) == 3
    await tab.send(AccountState, "end_others")
    assert [row.is_this for row in tab.state(AccountState).sessions] == [True]
    assert [await find_signed_in(token) for token in others] == [None] * 3
    assert await find_signed_in(here) is not None


async def test_with_a_temporary_password_every_event_leads_to_choosing_ones_own(
    clinic: Clinic,
) -> None:
    token = await sign_in(clinic.reception)
    async with transaction() as session:
        (await session.get_one(Person, clinic.reception.person_id)).must_change_password = True
    tab = Tab(token)
    for state, event in ((AccountState, "open"), (AccountState, "end_others"), (IdleState, "stay")):
        assert "/change-password" in str(await tab.send(state, event))
    assert tab.state(AccountState).name == ""


async def test_somebody_without_a_clinic_keeps_their_session_awake_too() -> None:
    token, _ = await signed_in(await newcomer())
    assert await Tab(token).send(IdleState, "stay") is None
    assert "/sign-in" in str(await Tab("nonsense").send(IdleState, "stay"))
