"""Statements asked straight: one transaction with the session's, and no trace after a failure."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask, ask_all, expect_later, send_later
from clinic_app.database.statement import Statement, formatted
from clinic_app.database.transaction import look, perform, transaction
from tests.cast import Clinic

_MINE = Statement("SELECT count(*) FROM organization WHERE 'a:b' <> :word AND id::text <> ''")
_TENANT = Statement("SELECT current_setting('app.organization_id', true)")
_ROOM = Statement(
    "INSERT INTO room (organization_id, id, created_at, name, position)"
    " VALUES (:organization, :id, now(), :name, 0)"
)
_ROOMS = Statement("SELECT name FROM room ORDER BY name")
_NAMED = Statement("SELECT FROM room WHERE name = :name")
_BROKEN = Statement("SELECT 1 / CAST(:zero AS int)")


def _room(clinic: Clinic, name: str, **changes: object) -> dict[str, Any]:
    return {"organization": clinic.organization_id, "id": uuid4(), "name": name, **changes}


def test_places_are_numbered_in_their_order() -> None:
    statement = Statement("SELECT :a, CAST(:b AS x)::text, :a, 'x%' -- 10:30")
    assert statement.numbered == b"SELECT $1, CAST($2 AS x)::text, $1, 'x%' -- 10:30"
    assert statement.values({"b": 2, "a": 1}) == [1, 2]
    assert statement.spelled == "SELECT %(a)s, CAST(%(b)s AS x)::text, %(a)s, 'x%%' -- 10:30"
    assert formatted("SELECT %(a)s LIKE 'x%%'").numbered == b"SELECT $1 LIKE 'x%'"


async def test_what_is_asked_sees_the_own_clinic_alone(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    del other_clinic

    async def both(session: AsyncSession, actor: Actor) -> list[object]:
        del actor
        asked = await ask(session, _MINE, {"word": "x"})
        (again,), (tenant,) = await ask_all(session, (_MINE, {"word": "x"}), (_TENANT, {}))
        mapped = (await session.execute(text(_TENANT.sql))).scalar_one()
        return [asked[0][0], again[0], tenant[0], mapped]

    home = str(clinic.organization_id)
    assert await look(clinic.owner, both) == [1, 1, home, home]
    assert await perform(clinic.owner, both) == [1, 1, home, home]


async def test_the_next_who_gets_the_connection_has_no_clinic(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id, read_only=True) as session:
        await ask(session, _TENANT, {})
    for _ in range(3):
        async with transaction() as session:
            assert (await ask(session, _TENANT, {}))[0][0] in {None, ""}


async def test_whoever_looks_cannot_write(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id, read_only=True) as session:
        with pytest.raises(DBAPIError, match="read-only"):
            await ask(session, _ROOM, _room(clinic, "Room 1"))


async def test_it_is_one_transaction_with_the_session(clinic: Clinic) -> None:
    with suppress(LookupError):
        async with transaction(organization=clinic.organization_id) as session:
            await ask(session, _ROOM, _room(clinic, "Asked"))
            await session.execute(text(_ROOM.sql), _room(clinic, "Mapped"))
            await send_later(session, _ROOM, _room(clinic, "Later"))
            seen = await session.execute(text(_ROOMS.sql))  # what was sent later is before this
            assert list(seen.scalars()) == ["Asked", "Later", "Mapped"]
            raise LookupError
    async with transaction(organization=clinic.organization_id) as session:
        assert await ask(session, _ROOMS, {}) == []
        await send_later(session, _ROOM, _room(clinic, "Kept"))
    async with transaction(organization=clinic.organization_id, read_only=True) as session:
        assert await ask(session, _ROOMS, {}) == [("Kept",)]


async def test_a_savepoint_takes_back_what_was_asked_in_it(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        for sent in (ask, send_later):
            with suppress(LookupError):
                async with session.begin_nested():
                    await sent(session, _ROOM, _room(clinic, "Gone"))
                    raise LookupError
        await send_later(session, _ROOM, _room(clinic, "Kept"))
    async with transaction(organization=clinic.organization_id, read_only=True) as session:
        assert await ask(session, _ROOMS, {}) == [("Kept",)]


async def test_what_fails_later_fails_the_commit(clinic: Clinic) -> None:
    room = _room(clinic, "Room 1")

    async def twice(session: AsyncSession, actor: Actor) -> None:
        del actor
        await send_later(session, _ROOM, room)
        await send_later(session, _ROOM, room)

    with pytest.raises(IntegrityError):
        await perform(clinic.owner, twice)
    async with transaction(organization=clinic.organization_id) as session:
        assert await ask(session, _ROOMS, {}) == []


@pytest.mark.parametrize("asks_more", [True, False])
async def test_what_is_expected_refuses_the_whole(clinic: Clinic, *, asks_more: bool) -> None:

    async def expects(session: AsyncSession, actor: Actor, name: str) -> None:
        del actor
        await session.execute(text(_ROOM.sql), _room(clinic, "Room 1"))
        await expect_later(session, _NAMED, {"name": name}, LookupError())
        if asks_more:
            assert await ask(session, _ROOMS, {}) == [("Room 1",)]

    with pytest.raises(LookupError):
        await perform(clinic.owner, expects, "Room 2")
    async with transaction(organization=clinic.organization_id) as session:
        assert await ask(session, _ROOMS, {}) == []
    await perform(clinic.owner, expects, "Room 1")
    async with transaction(organization=clinic.organization_id) as session:
        assert await ask(session, _ROOMS, {}) == [("Room 1",)]


async def test_a_failure_hides_values_and_leaves_the_connection_well(clinic: Clinic) -> None:

    async def broken(session: AsyncSession, actor: Actor) -> None:
        del actor
        await ask(session, _BROKEN, {"zero": 0})

    for _ in range(3):
        with pytest.raises(DBAPIError, match="SELECT 1 /") as failed:
            await perform(clinic.owner, broken)
        assert "zero':" not in str(failed.value)
        async with transaction(organization=clinic.organization_id, read_only=True) as session:
            with pytest.raises(DBAPIError):
                await ask(session, _BROKEN, {"zero": 0})
            assert await ask(session, _ROOMS, {}) == []


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("mapped", [True, False])
async def test_who_is_cancelled_in_the_middle_leaves_no_half_used_connection(
    clinic: Clinic, *, mapped: bool, read_only: bool
) -> None:
    lock = Statement("SELECT pg_advisory_xact_lock(:number)")
    waiting = Statement(
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = :number AND NOT granted"
    )
    number = {"number": uuid4().int % 2**31}

    async def slow() -> None:
        async with transaction(organization=clinic.organization_id, read_only=read_only) as session:
            if mapped:
                await session.execute(text(lock.sql), number)
            else:
                await ask(session, lock, number)

    async with transaction() as session:
        await ask(session, lock, number)
        task = asyncio.create_task(slow())
        while not await ask(session, waiting, number):
            continue  # each asking lets the other task go on
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    for _ in range(20):  # each connection there is
        async with transaction(organization=clinic.organization_id, read_only=True) as session:
            assert await ask(session, _ROOMS, {}) == []
