"""Versions that change rows change those of every clinic, whoever owns the tables."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path
from uuid import uuid4

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from clinic_app.database.engine import driver_url
from clinic_app.kit.clock import frozen
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, hire
from tests.scheduling.test_assistants import operate

VERSIONS = Path(__file__).parents[2] / "alembic" / "versions"
NAMES = ("Room 1", "ROOM 1", "room 1 (2)", "Room 1", "x" * 120, "X" * 120, "Room 2")


@pytest.fixture
def owner(database: str) -> Generator[Connection]:
    """The owner's connection; all that is done by it is taken back."""
    engine = create_engine(driver_url(database))
    with engine.connect() as connection, connection.begin() as deed:
        yield connection
        deed.rollback()
    engine.dispose()


def _enter(connection: Connection, clinic: Clinic | None) -> None:
    home = str(clinic.organization_id) if clinic else ""
    connection.execute(
        text("SELECT set_config('app.organization_id', :home, true)"), {"home": home}
    )


def _upgrade(connection: Connection, version: str) -> None:
    """Run one version as `migrate` does: of no clinic."""
    _enter(connection, None)
    with Operations.context(MigrationContext.configure(connection)):
        run_path(str(VERSIONS / f"{version}.py"))["upgrade"]()


def _add(connection: Connection, clinic: Clinic, name: str, *, archived: bool, minute: int) -> None:
    home = clinic.organization_id
    _enter(connection, clinic)
    values = {"home": home, "id": uuid4(), "name": name}
    at = datetime(2026, 3, 2, 9, minute, tzinfo=UTC)
    connection.execute(
        text(
            "INSERT INTO room (organization_id, id, created_at, name, position, archived_at)"
            " VALUES (:home, :id, :at, :name, 0, :gone)"
        ),
        values | {"at": at, "gone": at if archived else None},
    )


async def test_doubles_are_numbered_and_none_is_lost(
    owner: Connection, clinic: Clinic, other_clinic: Clinic
) -> None:
    for table in ("practitioner", "service", "room", "device"):
        owner.execute(text(f"DROP INDEX {table}_name_once"))
    _add(owner, other_clinic, "Room 1", archived=False, minute=0)
    _add(owner, clinic, "Room 1", archived=True, minute=0)
    for minute, name in enumerate(NAMES):
        _add(owner, clinic, name, archived=False, minute=minute)
    _upgrade(owner, "0032_names_once")
    found = {}
    for home in (clinic, other_clinic):
        _enter(owner, home)
        rows = owner.execute(text("SELECT name FROM room ORDER BY created_at, archived_at"))
        found[home.organization_id] = rows.scalars().all()
    told_apart = ["Room 1", "ROOM 1 (3)", "room 1 (2)", "Room 1 (4)"]
    whole = ["Room 1", *told_apart, "x" * 120, f"{'X' * 110} (2)", "Room 2"]
    assert found == {clinic.organization_id: whole, other_clinic.organization_id: ["Room 1"]}


BEFORE_DUTIES = """
    DROP TABLE service_duty;
    ALTER TABLE service ADD assist_from integer NOT NULL DEFAULT 0, ADD assist_minutes integer;
    ALTER TABLE service ADD CONSTRAINT service_part CHECK (assist_from >= 0);
    ALTER TABLE service_assistant DROP CONSTRAINT service_assistant_once, DROP COLUMN number;
    ALTER TABLE service_assistant ADD CONSTRAINT service_assistant_once
        UNIQUE (organization_id, service_id, practitioner_id)
"""


async def test_who_was_asked_for_is_asked_for_still(owner: Connection, clinic: Clinic) -> None:
    place = await furnish(clinic)
    owner.execute(text(BEFORE_DUTIES))
    _enter(owner, clinic)
    owner.execute(text("UPDATE service SET assistants = 2, assist_from = 5, assist_minutes = 10"))
    owner.execute(
        text(
            "INSERT INTO service_assistant (organization_id, id, service_id, practitioner_id)"
            " SELECT organization_id, gen_random_uuid(), :service, id FROM practitioner"
        ),
        {"service": place.service},
    )
    _upgrade(owner, "0031_duties")
    _enter(owner, clinic)
    asked = owner.execute(text("SELECT number, from_minute, minutes FROM service_duty ORDER BY 1"))
    may = owner.execute(
        text("SELECT number, count(*) FROM service_assistant GROUP BY 1 ORDER BY 1")
    )
    assert asked.all() == [(1, 5, 10), (2, 5, 10)]
    assert [number for number, _ in may.all()] == [1, 2]


async def test_visits_to_come_count_for_those_who_assist(owner: Connection, clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        hours = (9, 10, 11)
        visits = [(await operate(desk, hour, assistants=(nina,))).appointment_id for hour in hours]
    _enter(owner, clinic)
    owner.execute(text("UPDATE practitioner SET visits_a_day = 1"))
    stand = [(2, "booked"), (2, "cancelled"), (-2, "completed")]
    for visit, (days, status) in zip(visits, stand, strict=True):
        owner.execute(
            text(
                "UPDATE appointment SET starts_at = now() + :days * interval '1 day',"
                " ends_at = now() + :days * interval '1 day' + interval '30 min', status = :status"
                " WHERE id = :id"
            ),
            {"id": visit, "days": days, "status": status},
        )
    _upgrade(owner, "0035_assisting_counts")
    _enter(owner, clinic)
    counted = owner.execute(text("SELECT owner_id, number, appointment_id FROM numbered_place"))
    assert counted.all() == [(nina, 1, visits[0])]
