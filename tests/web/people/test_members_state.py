"""The members' page as a browser drives it, without one."""

import re

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look
from clinic_app.people.accounts.sign_in import sign_in as sign_in_with_password
from clinic_app.people.invitations.list_invitations import list_invitations
from clinic_app.web.people.member_deeds_state import MemberDeedsState
from clinic_app.web.people.members_state import MembersState
from tests.cast import Clinic
from tests.people.accounts import visitor
from tests.people.conftest import cheap_hashes
from tests.people.team import an_address, member_of
from tests.web.tab import Tab, sign_in

__all__ = ["cheap_hashes"]

_PASSWORD = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


async def _tab(clinic: Clinic, role: Role = Role.OWNER) -> Tab:
    return Tab(await sign_in(clinic.team[role]))


async def test_another_clinics_member_cannot_even_be_asked_about(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    tab = await _tab(other_clinic)
    answer = await tab.send(MemberDeedsState, "ask", "remove", str(clinic.doctor.member_id))
    state = tab.state(MemberDeedsState)
    assert (state.question, state.name) == ("", "")
    assert "could not be found" in str(answer)


async def test_an_admin_is_offered_no_owner(clinic: Clinic) -> None:
    tab = await _tab(clinic, Role.ADMIN)
    await tab.send(MembersState, "open")
    state = tab.state(MembersState)
    assert "owner" not in [choice.value for choice in state.roles]
    owner = next(row for row in state.rows if row.role == "owner")
    assert not owner.has_menu


async def test_an_invitation_is_sent_and_stands_in_the_list(clinic: Clinic) -> None:
    tab = await _tab(clinic)
    await tab.send(MembersState, "show_inviting", True)
    address = an_address()
    await tab.send(MembersState, "invite", {"email": address, "role": "nurse"})
    state = tab.state(MembersState)
    assert not state.inviting
    assert [(row.email, row.role) for row in state.invitations] == [(address, "nurse")]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"email": "no address", "role": "nurse"}, "email"),
        ({"email": "a@b.ch", "role": ""}, "role"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    form: dict[str, str], field: str, clinic: Clinic
) -> None:
    tab = await _tab(clinic)
    await tab.send(MembersState, "show_inviting", True)
    await tab.send(MembersState, "invite", form)
    state = tab.state(MembersState)
    assert list(state.errors) == [field]
    assert state.inviting


@pytest.mark.parametrize("form", [{}, {"email": 1, "role": []}, {"email": None, "role": "owner"}])
async def test_a_form_that_is_not_ours_does_nothing(
    form: dict[str, object], clinic: Clinic
) -> None:
    tab = await _tab(clinic)
    answer = await tab.send(MembersState, "invite", form)
    assert "could not be read" in str(answer)
    assert await look(clinic.owner, list_invitations) == []


async def test_a_role_is_changed_through_the_dialog(clinic: Clinic) -> None:
    tab = await _tab(clinic)
    await tab.send(MemberDeedsState, "ask", "role", str(clinic.doctor.member_id))
    await tab.send(MemberDeedsState, "choose_role", "lab")
    await tab.send(MemberDeedsState, "save_role")
    member = await member_of(clinic, clinic.doctor)
    assert member is not None
    assert member.role == "lab"
    assert tab.state(MemberDeedsState).question == ""


async def test_a_temporary_password_is_shown_once_and_in_no_var(clinic: Clinic) -> None:
    tab = await _tab(clinic)
    await tab.send(MemberDeedsState, "ask", "password", str(clinic.doctor.member_id))
    answer = await tab.send(MemberDeedsState, "set_password")
    found = _PASSWORD.search(str(answer))
    assert found is not None
    login = f"doctor@{clinic.slug}.example"
    started = await sign_in_with_password(visitor(), login=login, password=found[0])
    assert started.must_change_password
    assert found[0] not in str(tab.root.dict())  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments
    state = tab.state(MemberDeedsState)
    assert found[0] not in str(vars(state))


async def test_the_list_is_searched_and_sorted(clinic: Clinic) -> None:
    tab = await _tab(clinic)
    await tab.send(MembersState, "open")
    state = tab.state(MembersState)
    await tab.send(MembersState, "sort_by", "name")
    assert state.rows[0].name == "Sarah Johnson"
    await tab.send(MembersState, "find", "lee")
    assert [row.name for row in state.rows] == ["Grace Lee"]
    before = state.sort
    answer = await tab.send(MembersState, "sort_by", "password_hash")
    assert "could not be found" in str(answer)
    assert state.sort == before
