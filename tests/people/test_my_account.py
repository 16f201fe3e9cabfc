"""One's own account: name, username, theme, password."""

import asyncio
from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest

from clinic_app.access.actor import SignedIn
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import perform_own, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import ClinicError, Conflict, Invalid, SignedOut, TryLater
from clinic_app.people.accounts.change_my_password import LIMIT, change_my_password
from clinic_app.people.accounts.choose_theme import choose_theme
from clinic_app.people.accounts.edit_my_account import edit_my_account
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.list_my_sessions import list_my_sessions
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.people.tables import Person
from tests.cast import Clinic
from tests.people.accounts import GOOD, OTHER, give_password, newcomer, signed_in, trail, visitor

pytestmark = pytest.mark.usefixtures("database")


async def _edit(me: SignedIn, **changes: Any) -> None:  # noqa: ANN401
    fields = {"name": me.name, "username": me.username} | changes
    await perform_own(me, edit_my_account, **fields)


async def _change(me: SignedIn, current: str = GOOD, new: str = OTHER) -> ClinicError:
    with pytest.raises(ClinicError) as refused:
        await change_my_password(me, current=current, new=new)
    return refused.value


@pytest.mark.parametrize(
    "username", ["ab", "x" * 33, "with space", "a@b.example", "naïve", "semi;colon", "nul\0"]
)
async def test_a_username_is_of_plain_signs(username: str) -> None:
    _, me = await signed_in(await newcomer())
    with pytest.raises(Invalid) as refused:
        await _edit(me, username=username)
    assert refused.value.field == "username"


async def test_two_people_cannot_have_one_username_however_it_is_written() -> None:
    name = f"noor.{token_hex(5)}"
    await newcomer(username=name)
    _, me = await signed_in(await newcomer())
    with pytest.raises(Conflict) as refused:
        await _edit(me, username=name.upper())
    assert refused.value.field == "username"


async def test_name_and_username_are_kept_and_audited(clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    token, me = await signed_in(person)
    name = f"omar_{token_hex(5)}"
    await _edit(me, name="Omar H. Hassan", username=name)
    found = await find_signed_in(token)
    assert found is not None
    assert found.actor is not None
    assert (found.name, found.username, found.actor.name) == (
        *("Omar H. Hassan", name),
        "Omar H. Hassan",
    )
    assert [entry.tag for entry in await trail(clinic.organization_id)][1:] == [Tag.ACCOUNT_EDIT]
    await _edit(found, username="")
    found = await find_signed_in(token)
    assert found is not None
    assert found.username == ""


async def test_who_has_no_email_keeps_a_username() -> None:
    person = await newcomer(username=f"desk_{token_hex(5)}")
    _, me = await signed_in(person)
    async with transaction() as session:
        (await session.get_one(Person, person.id)).email = None
    with pytest.raises(Invalid):
        await _edit(me, username="")


async def test_the_theme_is_the_accounts() -> None:
    person = await newcomer()
    _, me = await signed_in(person)
    await perform_own(me, choose_theme, theme="dark")
    _, elsewhere = await signed_in(person)
    assert elsewhere.theme == "dark"


async def test_the_present_password_is_asked_and_guessing_it_is_limited() -> None:
    person = await newcomer()
    _, me = await signed_in(person)
    answers = await asyncio.gather(*(_change(me, current=OTHER) for _ in range(LIMIT.most + 4)))
    kinds = [type(answer) for answer in answers]
    assert (kinds.count(Invalid), kinds.count(TryLater)) == (LIMIT.most, 4)
    assert {answer.field for answer in answers if isinstance(answer, Invalid)} == {"current"}
    await sign_in(visitor(), login=str(person.email), password=GOOD)  # still the password


@pytest.mark.parametrize("new", ["short", GOOD, "noorhaddad12", "password1234"])
async def test_a_new_password_is_held_to_the_rules(new: str) -> None:
    _, me = await signed_in(await newcomer())
    assert (await _change(me, new=new)).field == "password"


async def test_a_changed_password_ends_every_other_session_and_renews_this_one(
    clinic: Clinic,
) -> None:
    person = await give_password(clinic.doctor)
    elsewhere, _ = await signed_in(person)
    here, me = await signed_in(person)
    renewed = await change_my_password(me, current=GOOD, new=OTHER)
    assert await find_signed_in(elsewhere) is None
    found = await find_signed_in(renewed)
    assert found is not None
    assert found.expires_at == me.expires_at  # twelve hours from sign-in, not from now
    assert [row.is_this for row in await perform_own(found, list_my_sessions)] == [True]
    # The page that asked has a few seconds to come back with its new cookie.
    assert await find_signed_in(here) is not None
    with frozen(now() + timedelta(seconds=11)):
        assert await find_signed_in(here) is None
        assert await find_signed_in(renewed) is not None
    await sign_in(visitor(), login=str(person.email), password=OTHER)
    tags = [entry.tag for entry in await trail(clinic.organization_id)]
    assert tags.count(Tag.ACCOUNT_PASSWORD) == 1
    assert tags.count(Tag.SESSION_END) == 1


async def test_a_temporary_password_is_over_once_it_was_changed() -> None:
    person = await newcomer()
    async with transaction() as session:
        (await session.get_one(Person, person.id)).must_change_password = True
    _, me = await signed_in(person)
    assert me.must_change_password
    found = await find_signed_in(await change_my_password(me, current=GOOD, new=OTHER))
    assert found is not None
    assert not found.must_change_password


async def test_of_two_changes_at_once_one_wins() -> None:
    _, me = await signed_in(await newcomer())
    changes = (
        change_my_password(me, current=GOOD, new=f"number {number} of two") for number in range(2)
    )
    answers = await asyncio.gather(*changes, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "str"]


async def test_a_session_that_ended_meanwhile_changes_nothing() -> None:
    person = await newcomer()
    token, me = await signed_in(person)
    async with transaction() as session:
        await sign_out(session, token)
    assert isinstance(await _change(me), SignedOut)
    await sign_in(visitor(), login=str(person.email), password=GOOD)
