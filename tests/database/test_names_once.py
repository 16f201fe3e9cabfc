"""The version that lets a name be given once finds clinics where it was given twice."""

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
from tests.cast import Clinic

VERSION = Path(__file__).parents[2] / "alembic" / "versions" / "0032_names_once.py"
NAMES = ("Room 1", "ROOM 1", "room 1 (2)", "Room 1", "x" * 120, "X" * 120, "Room 2")


@pytest.fixture
def before(database: str) -> Generator[Connection]:
    """The owner's connection, in the schema before that version; all of it is taken back."""
    engine = create_engine(driver_url(database))
    with engine.connect() as connection, connection.begin() as deed:
        for table in ("practitioner", "service", "room", "device"):
            connection.execute(text(f"DROP INDEX {table}_name_once"))
        yield connection
        deed.rollback()
    engine.dispose()


def _add(connection: Connection, clinic: Clinic, name: str, *, archived: bool, minute: int) -> None:
    home = clinic.organization_id
    tell = text("SELECT set_config('app.organization_id', :home, true)")
    connection.execute(tell, {"home": str(home)})
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
    before: Connection, clinic: Clinic, other_clinic: Clinic
) -> None:
    _add(before, other_clinic, "Room 1", archived=False, minute=0)
    _add(before, clinic, "Room 1", archived=True, minute=0)
    for minute, name in enumerate(NAMES):
        _add(before, clinic, name, archived=False, minute=minute)
    before.execute(text("SELECT set_config('app.organization_id', '', true)"))
    with Operations.context(MigrationContext.configure(before)):
        run_path(str(VERSION))["upgrade"]()
    for home in (clinic, other_clinic):
        tell = text("SELECT set_config('app.organization_id', :home, true)")
        before.execute(tell, {"home": str(home.organization_id)})
        found = before.execute(text("SELECT name FROM room ORDER BY created_at, archived_at"))
        names = found.scalars().all()
        if home is clinic:
            told_apart = ["Room 1", "ROOM 1 (3)", "room 1 (2)", "Room 1 (4)"]
            assert names == ["Room 1", *told_apart, "x" * 120, f"{'X' * 110} (2)", "Room 2"]
        else:
            assert names == ["Room 1"]
