"""Forgotten passwords: a mailed link, one hour, one use."""

import asyncio
import re
from datetime import timedelta

import pytest

from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import ClinicError, Invalid, TryLater
from clinic_app.kit.tokens import hash_token, new_token
from clinic_app.people.accounts.request_password_reset import (
    ACCOUNT,
    ANSWER_SECONDS,
    request_password_reset,
)
from clinic_app.people.accounts.reset_password import reset_password
from clinic_app.people.accounts.sign_in import ACCOUNT as GUESSES
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import PasswordReset, Person
from tests.cast import Clinic
from tests.people.accounts import (
    GOOD,
    OTHER,
    give_password,
    mails_to,
    newcomer,
    signed_in,
    trail,
    visitor,
)

pytestmark = pytest.mark.usefixtures("database")

BASE = "https://clinic.example"


async def _ask(login: str | None) -> None:
    await request_password_reset(visitor(), login=str(login), base_url=BASE)


async def _mailed_token(person: Person) -> str:
    *_, mail = await mails_to(person.email)
    found = re.search(rf"^{BASE}/reset-password/(\S+)$", mail.body, re.MULTILINE)
    assert found is not None
    return found[1]


async def _use(token: str, password: str = OTHER) -> ClinicError | None:
    try:
        await reset_password(visitor(), token=token, password=password)
    except ClinicError as refusal:
        return refusal
    return None


async def test_the_letter_is_of_use_as_long_as_its_link() -> None:
    person = await newcomer()
    with frozen(now()):
        await _ask(person.email)
        (mail,) = await mails_to(person.email)
        assert mail.good_until == now() + timedelta(hours=1)


async def test_an_unknown_address_gets_the_same_answer_in_the_same_time() -> None:
    person = await newcomer()
    loop = asyncio.get_running_loop()
    for login in ("nobody@example.net", str(person.email)):
        began = loop.time()
        await _ask(login)
        assert loop.time() - began >= ANSWER_SECONDS
    assert await mails_to("nobody@example.net") == []
    assert len(await mails_to(person.email)) == 1


async def test_a_made_up_link_is_no_longer_good() -> None:
    refused = [await _use(token) for token in ("", "x", new_token(), "é")]
    assert {(type(one), str(one)) for one in refused} == {
        (Invalid, "This link is no longer good. Please ask for a new one.")
    }


async def test_the_link_sets_a_new_password_and_ends_all_sessions(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    tokens = [(await signed_in(person))[0] for _ in range(2)]
    await _ask(person.email)
    assert await _use(await _mailed_token(person)) is None
    assert [await find_signed_in(token) for token in tokens] == [None, None]
    with pytest.raises(Invalid):
        await sign_in(visitor(), login=str(person.email), password=GOOD)
    await sign_in(visitor(), login=str(person.email), password=OTHER)
    tags = [entry.tag for entry in await trail(clinic.organization_id)]
    assert tags == [Tag.SESSION_START] * 2 + [Tag.SESSION_END] * 2 + [Tag.SESSION_START]


async def test_only_the_hash_of_the_link_is_kept() -> None:
    person = await newcomer()
    await _ask(person.email)
    token = await _mailed_token(person)
    async with transaction() as session:
        row = await session.get_one(PasswordReset, hash_token(token))
    assert token not in str(row.model_dump())
    assert row.expires_at - row.created_at == timedelta(hours=1)


async def test_a_link_works_once() -> None:
    person = await newcomer()
    await _ask(person.email)
    token = await _mailed_token(person)
    assert await _use(token) is None
    assert isinstance(await _use(token, "a third password, also long"), Invalid)
    await sign_in(visitor(), login=str(person.email), password=OTHER)


async def test_of_ten_uses_at_once_one_wins() -> None:
    person = await newcomer()
    await _ask(person.email)
    token = await _mailed_token(person)
    choices = [f"number {number} of the race" for number in range(10)]
    answers = await asyncio.gather(*(_use(token, choice) for choice in choices))
    winners = [choice for choice, answer in zip(choices, answers, strict=True) if answer is None]
    assert len(winners) == 1
    await sign_in(visitor(), login=str(person.email), password=winners[0])


async def test_two_links_at_once_set_one_password() -> None:
    person = await newcomer()
    await _ask(person.email)
    first = await _mailed_token(person)
    await _ask(person.email)
    second = {await _mailed_token(person), first}
    answers = await asyncio.gather(*(_use(token) for token in second))
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "NoneType"]


async def test_after_an_hour_the_link_is_over() -> None:
    person = await newcomer()
    await _ask(person.email)
    token = await _mailed_token(person)
    with frozen(now() + timedelta(hours=1, seconds=1)):
        assert isinstance(await _use(token), Invalid)
    assert await _use(token) is None


async def test_a_password_that_is_not_good_enough_leaves_the_link_good() -> None:
    person = await newcomer()
    await _ask(person.email)
    token = await _mailed_token(person)
    refused = await _use(token, "short")
    assert refused is not None
    assert refused.field == "password"
    assert await _use(token) is None


async def test_the_link_also_ends_the_wait_after_wrong_passwords_and_a_forced_change() -> None:
    person = await newcomer()
    async with transaction() as session:
        (await session.get_one(Person, person.id)).must_change_password = True
    for refusal in [Invalid] * GUESSES.most + [TryLater]:
        with pytest.raises(refusal):
            await sign_in(visitor(), login=str(person.email), password="wrong")
    await _ask(person.email)
    assert await _use(await _mailed_token(person)) is None
    started = await sign_in(visitor(), login=str(person.email), password=OTHER)
    assert not started.must_change_password


async def test_nobodys_letter_box_is_flooded() -> None:
    person = await newcomer()

    async def ask() -> type[Exception] | None:
        try:
            await _ask(person.email)
        except TryLater as refusal:
            return type(refusal)
        return None

    answers = await asyncio.gather(*(ask() for _ in range(ACCOUNT.most + 3)))
    assert answers.count(TryLater) == 3
    assert len(await mails_to(person.email)) == ACCOUNT.most


async def test_an_account_without_an_address_gets_no_mail_and_the_same_answer() -> None:
    person = await newcomer(username=f"desk.{new_token()[:8].replace('-', '_')}")
    async with transaction() as session:
        (await session.get_one(Person, person.id)).email = None
    await _ask(person.username)
    assert await mails_to(person.email) == []
