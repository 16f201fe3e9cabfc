"""A database server that cannot be used is refused with the sentence that names the mend."""

import socket
import struct
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.embedded_files import hand_over, system_user
from clinic_app.database.migrate import migrate
from clinic_app.database.preflight import preflight
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings
from tests.served import free_port

OLD_PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Generator[pytest.MonkeyPatch]:
    """Set variables and let the settings see them."""
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def refusal(use: pytest.MonkeyPatch, url: str, owner_url: str = "") -> str:
    use.setenv("DATABASE_URL", url)
    use.setenv("DATABASE_OWNER_URL", owner_url)
    settings.cache_clear()
    with pytest.raises(CannotStart) as refused:
        preflight()
    return str(refused.value)


def as_superuser(server: EmbeddedServer, *statements: str) -> None:
    with psycopg.connect(server.superuser_url("polyclinic"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def url_for(server: EmbeddedServer, login: str, database: str = "polyclinic") -> str:
    return server.url(database).replace("//polyclinic@", f"//{login}@")


def test_the_embedded_server_itself_passes_before_and_after_migrating(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    use.setenv("DATABASE_URL", server.url())
    settings.cache_clear()
    preflight()
    migrate(server.url())
    preflight()


def test_a_superuser_is_refused(server: EmbeddedServer, use: pytest.MonkeyPatch) -> None:
    sentence = refusal(use, server.superuser_url("polyclinic"))
    assert "role postgres of DATABASE_URL may bypass row-level security" in sentence
    assert "CREATE ROLE polyclinic" in sentence


def test_a_role_that_bypasses_row_level_security_is_refused(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    as_superuser(server, "CREATE ROLE sly LOGIN BYPASSRLS")
    assert "role sly of DATABASE_URL may bypass" in refusal(use, url_for(server, "sly"))


def test_a_role_that_may_become_a_bypassing_one_is_refused(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    as_superuser(
        server,
        "CREATE ROLE mighty BYPASSRLS",
        "CREATE ROLE friend LOGIN",
        "GRANT mighty TO friend",
    )
    sentence = refusal(use, url_for(server, "friend"))
    assert "role friend of DATABASE_URL may bypass" in sentence
    assert "through the role mighty" in sentence


def test_an_owner_that_bypasses_is_refused_as_well(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    sentence = refusal(use, server.url(), server.superuser_url("polyclinic"))
    assert "of DATABASE_OWNER_URL may bypass" in sentence


def test_a_login_that_owns_nothing_is_told_to_own_the_database(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    as_superuser(server, "CREATE ROLE guest LOGIN")
    sentence = refusal(use, url_for(server, "guest"))
    assert "ALTER DATABASE polyclinic OWNER TO guest;" in sentence


def test_a_login_that_may_not_act_as_the_apps_role_is_told_the_grant(
    server: EmbeddedServer, use: pytest.MonkeyPatch
) -> None:
    migrate(server.url())
    as_superuser(server, "CREATE ROLE other_owner LOGIN")
    as_superuser(server, "CREATE DATABASE other OWNER other_owner")
    sentence = refusal(use, url_for(server, "other_owner", "other"))
    assert "GRANT polyclinic_app TO other_owner;" in sentence


def test_an_unreachable_server_is_named_and_the_password_is_not(use: pytest.MonkeyPatch) -> None:
    sentence = refusal(use, f"postgresql://clinic:hunter2@127.0.0.1:{free_port()}/polyclinic")
    assert "cannot be used: Connection refused. Check that it runs" in sentence
    assert "127.0.0.1" in sentence
    assert "hunter2" not in sentence


def test_a_server_that_is_too_old_is_told_from_its_own_greeting(use: pytest.MonkeyPatch) -> None:
    with old_server("15.4") as port:
        sentence = refusal(use, f"postgresql://clinic@127.0.0.1:{port}/polyclinic?sslmode=disable")
    assert "PostgreSQL 15, which is too old" in sentence
    assert "16 or newer" in sentence


@pytest.mark.skipif(not OLD_PROGRAMS.exists(), reason="no PostgreSQL 15 is installed here")
def test_a_real_server_that_is_too_old(var: Path, use: pytest.MonkeyPatch) -> None:
    hand_over(var / "data", system_user())
    port = free_port()
    settle = [OLD_PROGRAMS / "initdb", "-D", var / "data", "-U", "clinic", "--auth=trust"]
    run = [OLD_PROGRAMS / "postgres", "-D", var / "data", "-p", str(port), "-k", ""]
    quiet = subprocess.DEVNULL
    subprocess.run(settle, user=system_user(), check=True, cwd="/", stdout=quiet)
    process = subprocess.Popen(run, user=system_user(), cwd="/", stderr=quiet)
    try:
        url = f"postgresql://clinic@127.0.0.1:{port}/postgres"
        deadline = time.monotonic() + 20
        while "PostgreSQL 15, which is too old" not in (sentence := refusal(use, url)):
            assert time.monotonic() < deadline, sentence
    finally:
        process.terminate()
        process.wait()


@contextmanager
def old_server(version: str) -> Generator[int]:
    """Greets as PostgreSQL of some version does, and hangs up."""

    def part(kind: bytes, payload: bytes) -> bytes:
        return kind + struct.pack("!I", len(payload) + 4) + payload

    greeting = b"".join(
        [
            part(b"R", struct.pack("!I", 0)),  # signed in
            part(b"S", f"server_version\0{version}\0".encode()),
            part(b"S", b"client_encoding\0UTF8\0"),
            part(b"Z", b"I"),  # ready for queries
        ]
    )

    def greet() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1024)
            connection.sendall(greeting)
            connection.recv(1024)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)
