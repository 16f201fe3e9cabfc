"""Signing in: strangers first."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from clinic_app.access.roles import Role
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import ClinicError, Invalid, TryLater
from clinic_app.kit.tokens import hash_token
from clinic_app.people.accounts import passwords
from clinic_app.people.accounts.passwords import Hasher, verify_password
from clinic_app.people.accounts.sign_in import ACCOUNT, ADDRESS, WRONG, sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Member, Person, Session
from tests.cast import Clinic
from tests.people.accounts import (
    GOOD,
    OTHER,
    CountingHasher,
    counted_hashes,
    give_password,
    hasher_of,
    newcomer,
    signed_in,
    trail,
    visitor,
)

pytestmark = pytest.mark.usefixtures("database")


async def _refusal(login: str, password: str = OTHER) -> ClinicError:
    with pytest.raises(ClinicError) as refused:
        await sign_in(visitor(), login=login, password=password)
    return refused.value


async def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    unknown = await _refusal("nobody@example.org")
    wrong = await _refusal(str(person.email))
    unusable = await _refusal(f"{Role.LAB}@{clinic.slug}.example")  # never had a password
    answers = {(type(one), one.message, one.field) for one in (unknown, wrong, unusable)}
    assert len(answers) == 1


async def test_and_both_cost_exactly_one_verification(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    await verify_password("warm", None)  # the hash that stands in for nobody's is made once
    for login in ("nobody@example.org", str(person.email), f"{Role.LAB}@{clinic.slug}.example"):
        with counted_hashes() as counted:
            await _refusal(login)
        assert (counted.verified, counted.hashed) == (1, 0)


@pytest.mark.parametrize("typed", ["", "a\0b", "\ud800", "x" * 5000, "' OR 1=1 --"])
async def test_nonsense_is_a_wrong_password_like_any_other(typed: str) -> None:
    assert (await _refusal(typed)).message == (await _refusal("nobody@example.org")).message


async def test_a_failure_is_logged_without_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await _refusal("typo-of-an-address@example.org", "a secret in the log")
    assert "a sign-in failed" in caplog.text
    assert "typo-of-an-address" not in caplog.text
    assert "a secret in the log" not in caplog.text


async def test_a_receptionist_signs_in_by_email_or_username(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    name = f"emily.{clinic.slug[-6:]}"
    async with transaction() as session:
        (await session.get_one(Person, person.id)).username = name
    for login in (str(person.email), str(person.email).upper(), f" {name} ", name.upper()):
        started = await sign_in(visitor(), login=login, password=GOOD)
        found = await find_signed_in(started.token)
        assert found is not None
        assert found.actor == replace(clinic.reception, session_id=found.session_id)


async def test_only_the_hash_of_the_token_is_kept_and_each_is_new(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    first, one = await signed_in(person)
    second, _ = await signed_in(person)
    assert first != second
    assert len(first) >= 43  # 256 bits
    async with transaction() as session:
        row = await session.get_one(Session, one.session_id)
    assert row.token_hash == hash_token(first)
    assert first not in str(row.model_dump())
    assert row.expires_at - row.created_at == timedelta(hours=12)


async def test_signing_in_again_in_one_browser_ends_what_it_had(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    old, _ = await signed_in(person)
    elsewhere, _ = await signed_in(person)
    await sign_in(visitor(), login=str(person.email), password=GOOD, old_token=old)
    assert await find_signed_in(old) is None
    assert await find_signed_in(elsewhere) is not None


async def test_signing_in_stands_in_the_audit_trail(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    _, found = await signed_in(person)
    (entry,) = await trail(clinic.organization_id)
    assert (entry.tag, entry.person_id) == (Tag.SESSION_START, person.id)
    assert entry.session_id == entry.subject_id == found.session_id


async def test_somebody_without_a_clinic_can_sign_in() -> None:
    _, found = await signed_in(await newcomer())
    assert found.actor is None


async def test_one_comes_back_to_the_clinic_used_last(clinic: Clinic, other_clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    async with transaction(organization=other_clinic.organization_id) as session:
        session.add(
            Member(organization_id=other_clinic.organization_id, person_id=person.id, role="nurse")
        )
    _, first = await signed_in(person)
    assert first.actor is not None
    assert first.actor.organization_id == clinic.organization_id  # joined first
    async with transaction() as session:
        row = await session.get_one(Session, first.session_id)
        row.active_organization_id = other_clinic.organization_id
        row.last_used_at = now() + timedelta(seconds=1)
    _, second = await signed_in(person)
    assert second.actor is not None
    assert second.actor.organization_id == other_clinic.organization_id


async def test_a_removed_member_comes_in_without_the_clinic(clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    async with transaction(organization=clinic.organization_id) as session:
        key = (clinic.organization_id, clinic.doctor.member_id)
        (await session.get_one(Member, key)).removed_at = now()
    _, found = await signed_in(person)
    assert found.actor is None


async def test_of_twenty_guesses_at_once_only_the_allowed_ones_are_weighed(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)

    async def guess() -> type[ClinicError]:
        return type(await _refusal(str(person.email)))

    with counted_hashes() as counted:
        answers = await asyncio.gather(*(guess() for _ in range(20)))
    assert answers.count(Invalid) == ACCOUNT.most == counted.verified
    assert answers.count(TryLater) == 20 - ACCOUNT.most
    # The right password does not help now, and the sentence says when it will.
    refused = await _refusal(str(person.email), GOOD)
    assert refused.message == "Too many tries. Please try again in 15 minutes."
    assert isinstance(refused, TryLater)
    assert 0 < refused.seconds <= 900


async def test_unknown_accounts_are_limited_alike() -> None:
    answers = [type(await _refusal("nobody-at-all@example.net")) for _ in range(ACCOUNT.most + 1)]
    assert answers == [Invalid] * ACCOUNT.most + [TryLater]


async def test_email_and_username_share_one_count(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    name = f"u{clinic.slug[-8:]}"
    async with transaction() as session:
        (await session.get_one(Person, person.id)).username = name
    logins = [str(person.email), name] * 4
    assert {type(await _refusal(login)) for login in logins} == {Invalid}
    assert isinstance(await _refusal(name), TryLater)


async def test_the_wait_ends(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    start = now()
    with frozen(start):
        for _ in range(ACCOUNT.most + 1):
            await _refusal(str(person.email))
    with frozen(start + ACCOUNT.window - timedelta(seconds=40)):
        assert (await _refusal(str(person.email))).message.endswith("in a minute.")
    with frozen(start + ACCOUNT.window):
        await sign_in(visitor(), login=str(person.email), password=GOOD)


async def test_success_clears_the_accounts_count(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    for _ in range(ACCOUNT.most - 1):
        await _refusal(str(person.email))
    await sign_in(visitor(), login=str(person.email), password=GOOD)
    assert isinstance(await _refusal(str(person.email)), Invalid)


async def test_one_address_cannot_try_account_after_account(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    here = visitor()

    async def guess(number: int) -> type[ClinicError]:
        with pytest.raises(ClinicError) as refused:
            await sign_in(here, login=f"guess{number}@{clinic.slug}.example", password=OTHER)
        return type(refused.value)

    answers = await asyncio.gather(*(guess(number) for number in range(ADDRESS.most + 5)))
    assert answers.count(TryLater) == 5
    neighbour = replace(here, address=here.address.replace("::1", "::2"))  # the same /64
    with pytest.raises(TryLater):
        await sign_in(neighbour, login=str(person.email), password=GOOD)
    await sign_in(visitor(), login=str(person.email), password=GOOD)


async def test_a_morning_of_right_passwords_uses_up_nothing(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    here = visitor()
    for _ in range(3):
        await sign_in(here, login=str(person.email), password=GOOD)
    with pytest.raises(Invalid):
        await sign_in(here, login="nobody@example.net", password=OTHER)


async def test_an_old_hash_is_made_anew_at_sign_in(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    weak = hasher_of(memory=512).hash(GOOD)
    async with transaction() as session:
        (await session.get_one(Person, person.id)).password_hash = weak
    await sign_in(visitor(), login=str(person.email), password=GOOD)
    async with transaction() as session:
        kept = (await session.get_one(Person, person.id)).password_hash
    assert kept != weak
    assert not passwords.needs_new_hash(kept)
    await sign_in(visitor(), login=str(person.email), password=GOOD)


class _HoldingHasher(CountingHasher):
    """Holds a verification until the story lets it go."""

    def __init__(self, real: Hasher) -> None:
        """Ask `real`, in time."""
        super().__init__(real)
        self.weighing, self.go_on = Event(), Event()

    def verify(self, secret: str, hash: str) -> bool:  # noqa: A002  # passlib's name
        """Verify, say so, and wait."""
        right = super().verify(secret, hash)
        self.weighing.set()
        assert self.go_on.wait(10)
        return right


async def test_a_password_that_is_replaced_while_it_is_weighed_lets_nobody_in(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await give_password(clinic.reception)
    new_hash = await passwords.hash_password(OTHER)
    holding = _HoldingHasher(passwords.hasher)
    monkeypatch.setattr(passwords, "hasher", holding)
    guess = asyncio.create_task(_refusal(str(person.email), GOOD))
    assert await asyncio.to_thread(holding.weighing.wait, 10)
    async with transaction() as session:
        (await session.get_one(Person, person.id)).password_hash = new_hash
    holding.go_on.set()
    assert (await guess).message == WRONG
