"""Which passwords are good enough, and how they are kept."""

import asyncio
from multiprocessing import get_context

import pytest

from clinic_app.kit.errors import Invalid
from clinic_app.people.accounts.password_rules import check_password, common_passwords, is_common
from clinic_app.people.accounts.passwords import Hasher, hash_password, verify_password


@pytest.mark.parametrize(
    "password",
    [
        "short enough",  # exactly 12
        "correct horse battery",
        "elf und zwölf Kräuter",
        "一二三四五六七八九十甲乙",
        "x7$kQ" * 50 + "tail!!",  # exactly 256
    ],
)
def test_long_and_uncommon_is_enough_whatever_its_signs(password: str) -> None:
    check_password(password, "Sarah Johnson", "sarah.johnson@citymedical.com")


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("elevensigns", "at least 12"),
        ("", "at least 12"),
        ("a1!x" * 64 + "b", "at most 256"),
        ("password1234", "Many people"),
        ("PassWord1234", "Many people"),
        ("P@ssw0rd1234", "Many people"),
        ("qwertyuiop123!", "Many people"),
        ("aaaaaaaaaaaaaaa", "Many people"),
        ("abcabcabcabcabc", "Many people"),
        ("0987654321098", "Many people"),
        ("1qaz2wsx3edc", "Many people"),
        ("sarahjohnson1", "your name"),
        ("Johnson-2026!", "your name"),
        ("citymedical26", "your name"),
        ("PolyClinic2026", "your name"),
        ("with a \0 inside it", "cannot be typed"),
        ("half a pair \ud800 in it", "cannot be typed"),
    ],
)
def test_what_is_refused_is_told_beside_the_field(password: str, word: str) -> None:
    with pytest.raises(Invalid, match=word) as refused:
        check_password(password, "Sarah Johnson", "sarah.johnson@citymedical.com", None)
    assert refused.value.field == "password"


def test_a_short_or_small_name_inside_a_long_password_is_no_matter() -> None:
    check_password("every tall boat drifts north", "Al Tall", "al@tall.example")


def test_the_list_holds_thousands_that_are_long_enough_to_matter() -> None:
    listed = common_passwords()
    assert len(listed) > 5000
    assert min(map(len, listed)) >= 12
    assert all(is_common(password) for password in listed)


async def test_hashes_are_argon2id_salted_and_dear(real_hasher: Hasher) -> None:
    first, second = await hash_password("seven green kettles"), real_hasher.hash("other")
    assert first.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert first != await hash_password("seven green kettles")
    assert not real_hasher.needs_update(second)


async def test_only_the_right_password_verifies() -> None:
    kept = await hash_password("seven green kettles")
    assert await verify_password("seven green kettles", kept)
    assert not await verify_password("Seven green kettles", kept)
    assert not await verify_password("", kept)


async def test_one_sign_written_in_two_ways_is_one_password() -> None:
    kept = await hash_password("caf\u00e9 on the corner")
    assert await verify_password("cafe\u0301 on the corner", kept)


@pytest.mark.parametrize("unusable", [None, "", "!", "plain text in the column"])
async def test_without_a_hash_nothing_verifies(unusable: str | None) -> None:
    assert not await verify_password("seven green kettles", unusable)
    assert not await verify_password(str(unusable), unusable)


def _hash_in_a_child() -> None:
    asyncio.run(asyncio.wait_for(hash_password("a long enough one"), 20))


def test_a_server_that_was_forked_after_the_first_hash_hashes_as_well() -> None:
    """Threads stay with the parent: a child that believed to have them would wait for ever."""
    asyncio.run(hash_password("a long enough one"))
    child = get_context("fork").Process(target=_hash_in_a_child)
    child.start()
    child.join(60)
    child.kill()
    assert child.exitcode == 0
