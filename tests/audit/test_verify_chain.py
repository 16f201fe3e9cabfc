"""The audit trail notices every change, and the application itself can only append to it."""

from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.audit.verify_chain import ChainVerdict, verify_chain
from clinic_app.database.transaction import perform, transaction
from tests.cast import Clinic

DEEDS = 5


async def write_some(clinic: Clinic) -> None:
    for number in range(DEEDS):
        await perform(
            clinic.owner, record, Tag.ROOM_SAVE, subject_id=uuid4(), name=f"Räume {number} “x”"
        )


async def verdict(clinic: Clinic) -> ChainVerdict:
    async with transaction(organization=clinic.organization_id) as session:
        return await verify_chain(session, clinic.organization_id)


def as_owner(url: str, clinic: Clinic, statement: LiteralString) -> int:
    """Do what only somebody with the keys to the server can do."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT set_config('app.organization_id', %s, true)", (str(clinic.organization_id),)
        )
        return connection.execute(statement).rowcount


async def test_a_clinic_that_has_done_nothing_has_a_whole_trail(clinic: Clinic) -> None:
    assert await verdict(clinic) == ChainVerdict(0, None)


async def test_what_was_written_is_whole(clinic: Clinic, other_clinic: Clinic) -> None:
    await write_some(clinic)
    await write_some(other_clinic)
    assert await verdict(clinic) == ChainVerdict(DEEDS, None)
    assert (await verdict(clinic)).whole


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE audit_entry SET details = details || '{"name": "other"}' WHERE seq = 3""",
        "UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE seq = 3",
        "UPDATE audit_entry SET tag = 'room:archive' WHERE seq = 3",
        "UPDATE audit_entry SET member_id = NULL WHERE seq = 3",
        "UPDATE audit_entry SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE seq = 3",
    ],
)
async def test_one_changed_entry_is_named(
    clinic: Clinic, database_url: str, change: LiteralString
) -> None:
    await write_some(clinic)
    assert as_owner(database_url, clinic, change) == 1
    assert await verdict(clinic) == ChainVerdict(DEEDS, 3)


async def test_an_entry_left_out_is_noticed_at_the_next(clinic: Clinic, database_url: str) -> None:
    await write_some(clinic)
    assert as_owner(database_url, clinic, "DELETE FROM audit_entry WHERE seq = 2") == 1
    assert await verdict(clinic) == ChainVerdict(DEEDS, 3)


async def test_a_trail_cut_off_at_the_end_is_noticed(clinic: Clinic, database_url: str) -> None:
    await write_some(clinic)
    assert as_owner(database_url, clinic, "DELETE FROM audit_entry WHERE seq = 5") == 1
    assert await verdict(clinic) == ChainVerdict(DEEDS, 5)


async def test_a_trail_thrown_away_is_noticed(clinic: Clinic, database_url: str) -> None:
    await write_some(clinic)
    assert as_owner(database_url, clinic, "DELETE FROM audit_entry") == DEEDS
    assert await verdict(clinic) == ChainVerdict(DEEDS, 1)


async def test_an_entry_rewritten_with_a_matching_hash_breaks_the_next(
    clinic: Clinic, database_url: str
) -> None:
    await write_some(clinic)
    as_owner(database_url, clinic, "UPDATE audit_entry SET tag = 'room:archive' WHERE seq = 5")
    as_owner(
        database_url,
        clinic,
        "UPDATE audit_entry e SET hash ="
        " sha256(previous_hash || convert_to(audit_text(e), 'UTF8')) WHERE seq = 5",
    )
    assert await verdict(clinic) == ChainVerdict(DEEDS, 5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET tag = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_head SET entries = 0",
        "INSERT INTO audit_head (organization_id, entries, hash) VALUES (gen_random_uuid(), 0, '')",
        "DELETE FROM audit_head",
    ],
)
async def test_the_application_can_only_append(clinic: Clinic, statement: str) -> None:
    await write_some(clinic)
    with pytest.raises(ProgrammingError) as refused:
        async with transaction(organization=clinic.organization_id) as session:
            await session.execute(text(statement))
    assert isinstance(refused.value.orig, InsufficientPrivilege)
    assert await verdict(clinic) == ChainVerdict(DEEDS, None)
