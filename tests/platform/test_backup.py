"""The backup and the restore of docs/operations.md, done for real between two servers."""

import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.embedded_files import programs
from clinic_app.database.migrate import migrate

FOUND = """
import asyncio, sys
from clinic_app.database.engine import close_engine, open_engine
from tests.cast import found_clinic

async def found():
    open_engine(sys.argv[1])
    print((await found_clinic()).organization_id)
    await close_engine()

asyncio.run(found())
"""


@pytest.fixture
def new_server() -> Generator[EmbeddedServer]:
    """Another machine, as it were."""
    with tempfile.TemporaryDirectory(prefix="pc-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with EmbeddedServer.start(Path(name), durable=False) as started:
            yield started


def run(program: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [programs() / program, *words], capture_output=True, text=True, check=False
    )


def as_administrator(server: EmbeddedServer, *statements: str) -> None:
    with psycopg.connect(server.superuser_url("polyclinic"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def found_clinic(server: EmbeddedServer) -> str:
    """Migrate, found a clinic with its cast as other tests do, and return its id."""
    migrate(server.url())
    # In a process of its own: the tests' own engine is another database's.
    done = subprocess.run(
        [sys.executable, "-c", FOUND, server.url()], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def members(server: EmbeddedServer, clinic: str) -> int:
    with psycopg.connect(server.url(), options="-c role=polyclinic_app") as app:
        assert app.execute("SELECT count(*) FROM member").fetchone() == (0,)  # no clinic, no rows
        app.execute("SELECT set_config('app.organization_id', %s, true)", [clinic])
        row = app.execute("SELECT count(*) FROM member").fetchone()
    assert row is not None
    return row[0]


def test_a_backup_restores_all_rows_and_the_walls_around_them(
    server: EmbeddedServer, new_server: EmbeddedServer, tmp_path: Path
) -> None:
    clinic = found_clinic(server)
    dump = str(tmp_path / "polyclinic.dump")
    as_owner = run("pg_dump", "--format=custom", f"--file={dump}", server.url())
    assert as_owner.returncode
    assert "row-level security" in as_owner.stderr

    as_administrator(
        server,
        "CREATE ROLE polyclinic_backup LOGIN BYPASSRLS",
        "GRANT pg_read_all_data TO polyclinic_backup",
    )
    backup_url = server.url().replace("//polyclinic@", "//polyclinic_backup@")
    done = run("pg_dump", "--format=custom", f"--file={dump}", backup_url)
    assert done.returncode == 0, done.stderr

    as_administrator(
        new_server,
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public AUTHORIZATION polyclinic",
        "CREATE ROLE polyclinic_app NOLOGIN",
        "GRANT polyclinic_app TO polyclinic",
    )
    target = f"--dbname={new_server.superuser_url('polyclinic')}"
    done = run("pg_restore", "--no-owner", "--role=polyclinic", "--exit-on-error", target, dump)
    assert done.returncode == 0, done.stderr
    assert members(new_server, clinic) == members(server, clinic) > 0
    assert migrate(new_server.url()) is False
