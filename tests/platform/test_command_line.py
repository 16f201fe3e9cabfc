"""What cannot be done is said in one sentence, with a non-zero exit and no traceback."""

import base64
import os
import socket
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.settings import settings
from tests.served import free_port, run_command

KEY = base64.b64encode(b"k" * 32).decode()


def refused(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr


def test_production_names_everything_that_is_missing_at_once(var: Path) -> None:
    sentence = refused(run_command("serve", VAR=str(var)))
    assert all(name in sentence for name in ("DATABASE_URL", "PUBLIC_URL", "ENCRYPTION_KEYS"))
    some = refused(run_command("serve", PUBLIC_URL="https://c.example", ENCRYPTION_KEY=KEY))
    assert "DATABASE_URL" in some
    assert "PUBLIC_URL" not in some
    assert "ENCRYPTION_KEYS" not in some


def test_production_starts_no_embedded_server(var: Path) -> None:
    run_command("serve", VAR=str(var))
    assert not list(var.iterdir())


@pytest.mark.parametrize("command", ["run", "demo"])
def test_the_demo_is_refused_in_production(command: str, var: Path) -> None:
    sentence = refused(run_command(command, VAR=str(var), ENVIRONMENT="production"))
    assert "ENVIRONMENT is production" in sentence
    assert not list(var.iterdir())


def test_the_production_start_takes_no_demo() -> None:
    assert "has no demo" in refused(run_command("serve", ENVIRONMENT="demo"))


def test_a_busy_port_is_told_before_any_work(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        sentence = refused(run_command("run", PORT=port, VAR=str(var)))
    assert f"Port {port} is busy" in sentence
    assert "PORT=" in sentence
    assert not list(var.iterdir())


def test_an_address_of_another_machine_is_told(var: Path) -> None:
    sentence = refused(run_command("run", HOST="203.0.113.1", VAR=str(var)))
    assert "203.0.113.1 is not an address of this machine" in sentence


def test_settings_that_cannot_be_are_listed_by_name(var: Path) -> None:
    sentence = refused(run_command("run", PORT="70000", DATABASE_URL="clinic.db", VAR=str(var)))
    assert "PORT:" in sentence
    assert "DATABASE_URL: must look like postgresql://" in sentence


def test_an_unreachable_database_is_told(var: Path) -> None:
    url = f"postgresql://clinic@127.0.0.1:{free_port()}/polyclinic"
    sentence = refused(run_command("run", DATABASE_URL=url, PORT=str(free_port()), VAR=str(var)))
    assert "cannot be used" in sentence


def test_a_superuser_is_told(server: EmbeddedServer) -> None:
    sentence = refused(run_command("migrate", DATABASE_URL=server.superuser_url("polyclinic")))
    assert "may bypass row-level security" in sentence


def test_a_folder_in_use_is_told(server: EmbeddedServer) -> None:
    sentence = refused(run_command("run", VAR=str(server.var), PORT=str(free_port())))
    assert "already in use" in sentence


def test_data_with_a_newer_schema_is_told_and_left_alone(var: Path) -> None:
    with EmbeddedServer.start(var) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num varchar(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    sentence = refused(run_command("run", VAR=str(var), PORT=str(free_port())))
    assert "made by a newer version of Polyclinic (schema 9999)" in sentence
    with EmbeddedServer.start(var) as server, psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert row == ("9999",)


def test_reset_asks_first_and_keeps_all_when_there_is_nobody_to_answer(var: Path) -> None:
    EmbeddedServer.start(var).stop()
    assert "--yes" in refused(run_command("reset", VAR=str(var)))
    assert (var / "postgres").exists()
    assert run_command("reset", "--yes", VAR=str(var)).returncode == 0
    assert not (var / "postgres").exists()


def test_reset_never_touches_a_server_of_somebody_else(server: EmbeddedServer) -> None:
    sentence = refused(run_command("reset", "--yes", DATABASE_URL=server.url()))
    assert "DATABASE_URL is set" in sentence
    assert server.has_database("polyclinic")


def test_reset_refuses_while_the_folder_is_in_use(server: EmbeddedServer) -> None:
    assert "already in use" in refused(run_command("reset", "--yes", VAR=str(server.var)))


def test_a_separate_app_login_may_act_after_the_owner_has_migrated(var: Path) -> None:
    with EmbeddedServer.start(var) as server:
        with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE clinic_login LOGIN")
        app_url = server.url().replace("//polyclinic@", "//clinic_login@")
        done = run_command("migrate", DATABASE_URL=app_url, DATABASE_OWNER_URL=server.url())
        assert done.returncode == 0, done.stderr
        with psycopg.connect(app_url, options="-c role=polyclinic_app") as connection:
            row = connection.execute("SELECT current_user, session_user").fetchone()
    assert row == ("polyclinic_app", "clinic_login")


def test_a_new_key_is_one_that_the_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    key = run_command("generate-key").stdout.strip()
    monkeypatch.setenv("ENCRYPTION_KEYS", key)
    settings.cache_clear()
    try:
        assert len(settings().encryption_keys[0]) == 32
    finally:
        settings.cache_clear()


def test_an_old_python_gets_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    # Answers as an old one does: refuses the question for its version, and names its own.
    old.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac\n')
    old.chmod(old.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(
        ["/bin/sh", "scripts/setup.sh"],
        env={**os.environ, "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    sentence = refused(done)
    assert "needs Python 3.11 or newer, and found: Python 3.9.2" in sentence
    assert "PYTHON=" in sentence
