"""The three walls of tenancy. Each is tested alone, with the other two opened on purpose."""

from dataclasses import replace

import pytest
from psycopg import connect, errors
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col

from clinic_app.database.scoped import find
from clinic_app.database.transaction import look, transaction
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import new_uuid
from clinic_app.people.tables import Member
from clinic_app.scheduling.tables import Room
from tests.cast import Clinic, nobody_there


async def _room_of(clinic: Clinic) -> Room:
    room = Room(organization_id=clinic.organization_id, name="Room 1")
    async with transaction(organization=clinic.organization_id) as session:
        session.add(room)
    return room


async def test_the_policies_alone_hide_other_clinics_rows(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    """No actor and no scoped query here: only PostgreSQL stands between."""
    room = await _room_of(clinic)
    async with transaction(organization=other_clinic.organization_id) as session:
        everything = (await session.execute(select(Room))).scalars().all()
        members = (await session.execute(select(Member))).scalars().all()
    assert room.id not in {seen.id for seen in everything}
    assert {member.organization_id for member in members} == {other_clinic.organization_id}


async def test_without_a_clinic_no_row_is_visible(clinic: Clinic) -> None:
    await _room_of(clinic)
    async with transaction() as session:
        assert (await session.execute(select(Room))).first() is None
        assert (await session.execute(select(Member))).first() is None


async def test_the_policies_alone_refuse_to_write_into_another_clinic(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with transaction(organization=other_clinic.organization_id) as session:
            session.add(Room(organization_id=clinic.organization_id, name="Intruder"))


async def test_the_scoped_query_alone_hides_other_clinics_rows(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    """The policies are opened: the connection is set to the clinic that owns the room."""
    room = await _room_of(clinic)
    stranger = other_clinic.owner
    async with transaction(organization=clinic.organization_id) as session:
        assert (await session.execute(select(Room).where(col(Room.id) == room.id))).first()
        with pytest.raises(NotFound):
            await find(session, stranger, Room, room.id)


async def test_foreign_and_missing_look_the_same(clinic: Clinic, other_clinic: Clinic) -> None:
    room = await _room_of(clinic)
    with pytest.raises(NotFound) as foreign:
        await look(other_clinic.owner, find, Room, room.id)
    with pytest.raises(NotFound) as missing:
        await look(other_clinic.owner, find, Room, new_uuid())
    assert foreign.value.message == missing.value.message


async def test_the_composite_keys_alone_refuse_a_pointer_into_another_clinic(
    clinic: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    """As the owner, with row-level security switched off: only the foreign key is left."""
    room = await _room_of(clinic)
    service = new_uuid()
    home = other_clinic.organization_id
    with connect(database_url) as owner:
        owner.execute("ALTER TABLE service_room NO FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE service NO FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE room NO FORCE ROW LEVEL SECURITY")
        owner.execute(
            "INSERT INTO service (organization_id, id, created_at, name, duration_minutes,"
            " buffer_before, buffer_after, colour, needs_room, position)"
            " VALUES (%s, %s, now(), 'Check-up', 30, 0, 0, 'teal', true, 0)",
            (home, service),
        )
        with pytest.raises(errors.ForeignKeyViolation) as refused:
            owner.execute(
                "INSERT INTO service_room (organization_id, id, service_id, room_id)"
                " VALUES (%s, gen_random_uuid(), %s, %s)",
                (home, service, room.id),
            )
        owner.rollback()
    assert refused.value.diag.constraint_name == "service_room_room"


async def test_an_actor_of_a_clinic_that_does_not_exist_reaches_nothing(clinic: Clinic) -> None:
    room = await _room_of(clinic)
    ghost = replace(clinic.owner, organization_id=nobody_there())
    with pytest.raises(NotFound):
        await look(ghost, find, Room, room.id)


async def test_a_read_only_look_cannot_write(clinic: Clinic) -> None:
    with pytest.raises(Exception, match="read-only"):
        async with transaction(organization=clinic.organization_id, read_only=True) as session:
            await session.execute(text("UPDATE room SET name = 'x'"))
