"""What an operator does from the command line, on a database that is really there."""

import subprocess
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.migrate import migrate
from tests.served import ROOT, command, environment, run_command

PASSWORD = "a long enough sentence 7"
LAKESIDE = (
    *("--name", "Lakeside", "--slug", "lakeside", "--time-zone", "Europe/Berlin"),
    *("--country", "DE", "--currency", "EUR"),
    *("--owner-name", "Olga Keller", "--owner-email", "olga@lakeside.example"),
)


@pytest.fixture(scope="module")
def migrated(server: EmbeddedServer) -> str:
    """The name of a database without rows, which the tests' own are copies of."""
    server.create_database("migrated")
    migrate(server.url("migrated"))
    return "migrated"


@pytest.fixture
def database(server: EmbeddedServer, migrated: str) -> Generator[str]:
    """An empty database of this test's own."""
    server.create_database("operators", migrated)
    yield server.url("operators")
    server.drop_database("operators")


def found(database: str, password: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("create-organization", *(words or LAKESIDE)),
        cwd=ROOT,
        env=environment(DATABASE_URL=database),
        input=f"{password}\n",
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_clinic_is_founded_with_its_owner_and_nobody_left_signed_in(database: str) -> None:
    done = found(database, PASSWORD)
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    with psycopg.connect(database) as owner:
        sessions = owner.execute("SELECT count(*) FROM session WHERE ended_at IS NULL").fetchone()
    assert sessions == (0,)


def test_a_refusal_can_be_mended_and_tried_again(database: str) -> None:
    wrong_zone = tuple("Europe/Nowhere" if word == "Europe/Berlin" else word for word in LAKESIDE)
    refused = found(database, PASSWORD, *wrong_zone)
    assert refused.returncode == 1
    assert "time zone" in refused.stderr
    assert found(database, PASSWORD).returncode == 0  # the account is there already


def test_a_weak_password_and_a_wrong_one_are_refused(database: str) -> None:
    assert found(database, "short").returncode == 1
    assert found(database, PASSWORD).returncode == 0
    second = tuple("second" if word == "lakeside" else word for word in LAKESIDE)
    assert found(database, "not the same sentence 8", *second).returncode == 1


def test_a_whole_trail_is_told_and_a_tampered_one_named(database: str) -> None:
    assert found(database, PASSWORD).returncode == 0
    whole = run_command("verify-audit", DATABASE_URL=database)
    assert whole.returncode == 0
    assert "lakeside: " in whole.stdout
    with psycopg.connect(database) as owner:
        row = owner.execute("SELECT active_organization_id FROM session").fetchone()
        assert row is not None
        owner.execute("SELECT set_config('app.organization_id', %s, true)", [str(row[0])])
        owner.execute("UPDATE audit_entry SET tag = 'patient:show' WHERE seq = 1")
    done = run_command("verify-audit", DATABASE_URL=database)
    assert done.returncode == 1
    assert "lakeside: " in done.stdout
    assert "number 1 is not as it was written" in done.stdout


def test_the_demo_is_loaded_into_an_empty_database_alone(database: str, var: Path) -> None:
    assert run_command("demo", DATABASE_URL=database, VAR=str(var)).returncode == 0
    again = run_command("demo", DATABASE_URL=database, VAR=str(var))
    assert again.returncode == 1
    assert "not empty" in again.stderr
