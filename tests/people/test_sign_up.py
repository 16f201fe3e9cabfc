"""Signing up."""

import asyncio
from secrets import token_hex

import pytest

from clinic_app.kit.errors import ClinicError, Conflict, Invalid, TryLater
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.accounts.sign_up import ADDRESS, sign_up
from clinic_app.people.sessions.find_signed_in import find_signed_in
from tests.people.accounts import GOOD, newcomer, visitor

pytestmark = pytest.mark.usefixtures("database")


def _email() -> str:
    return f"amira-{token_hex(6)}@example.org"


@pytest.mark.parametrize(
    ("name", "email", "password", "field"),
    [
        ("", "amira@example.org", GOOD, "name"),
        ("A" * 121, "amira@example.org", GOOD, "name"),
        ("Amira", "not an address", GOOD, "email"),
        ("Amira", "a@b.example\r\nBcc: c@d.example", GOOD, "email"),
        ("Amira", "amira@example.org", "short", "password"),
        ("Amira Cohen", "amira@example.org", "amiracohen26", "password"),
        ("Amira", "amira@example.org", "password1234", "password"),
    ],
)
async def test_a_refusal_stands_beside_its_field(
    name: str, email: str, password: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await sign_up(visitor(), name=name, email=email, password=password)
    assert refused.value.field == field


async def test_an_address_has_one_account_however_it_is_written() -> None:
    known = str((await newcomer()).email)
    for email in (known, known.upper(), f" {known} "):
        with pytest.raises(Conflict) as refused:
            await sign_up(visitor(), name="Somebody Else", email=email, password=GOOD)
        assert refused.value.field == "email"


async def test_of_five_at_once_with_one_address_one_wins() -> None:
    email = _email()

    async def try_it() -> type[ClinicError] | None:
        try:
            await sign_up(visitor(), name="Amira Cohen", email=email, password=GOOD)
        except ClinicError as refusal:
            return type(refusal)
        return None

    answers = await asyncio.gather(*(try_it() for _ in range(5)))
    assert sorted(map(str, answers)) == sorted(map(str, [None] + [Conflict] * 4))


async def test_a_newcomer_is_signed_in_and_belongs_to_no_clinic_yet() -> None:
    email = _email()
    token = await sign_up(visitor(), name="  Amira   Cohen ", email=email.upper(), password=GOOD)
    found = await find_signed_in(token)
    assert found is not None
    assert (found.name, found.email, found.actor) == ("Amira Cohen", email, None)
    await sign_in(visitor(), login=email, password=GOOD)


async def test_one_address_cannot_make_accounts_without_end() -> None:
    here = visitor()

    async def try_it() -> type[ClinicError]:
        with pytest.raises(ClinicError) as refused:
            await sign_up(here, name="", email=_email(), password=GOOD)
        return type(refused.value)

    answers = await asyncio.gather(*(try_it() for _ in range(ADDRESS.most + 2)))
    assert answers.count(TryLater) == 2
