"""The embedded server: its own folder, nobody else's, and a sentence for what can go wrong."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.embedded_files import check_space, system_user
from clinic_app.kit.cannot_start import CannotStart


def remember(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('kept')")


def recall(server: EmbeddedServer) -> str:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT text FROM note").fetchone()
    assert row is not None
    return row[0]


def test_what_was_written_is_there_after_a_restart(var: Path) -> None:
    with EmbeddedServer.start(var) as first:
        remember(first)
    with EmbeddedServer.start(var) as second:
        assert recall(second) == "kept"


def test_the_program_is_no_superuser_but_may_make_its_role(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, True, False, False)


def test_the_server_listens_on_no_network_address(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
        sockets = Path(connection.info.host)
    assert row == ("",)
    assert sockets.stat().st_mode & 0o077 == 0


def test_databases_are_copied_from_a_template_and_dropped_while_in_use(
    server: EmbeddedServer,
) -> None:
    server.create_database("odd name")
    with psycopg.connect(server.url("odd name")) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'Ärzte' AS text")
    server.create_database("copy", template="odd name")
    with psycopg.connect(server.url("copy"), autocommit=True) as connection:
        row = connection.execute("SELECT lower(text), unaccent(text) FROM note").fetchone()
        assert row == ("ärzte", "Arzte")
        server.drop_database("copy")
    assert not server.has_database("copy")


def test_two_at_once_do_not_share_a_folder(var: Path) -> None:
    with EmbeddedServer.start(var), pytest.raises(CannotStart) as refused:
        EmbeddedServer.start(var)
    assert f"already in use by process {os.getpid()}" in str(refused.value)
    assert "VAR=" in str(refused.value)


def test_a_server_that_outlived_its_program_is_ended_and_its_data_used(var: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from clinic_app.database.embedded import EmbeddedServer;"
        "EmbeddedServer.start(Path(sys.argv[1])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(var)], check=False)
    leftover = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
    assert psutil.pid_exists(leftover)
    with EmbeddedServer.start(var) as server:
        remember(server)
        assert not psutil.pid_exists(leftover)


def test_a_note_about_a_process_that_is_something_else_now_does_no_harm(var: Path) -> None:
    with EmbeddedServer.start(var) as server:
        remember(server)
        note = (var / "postgres" / "postmaster.pid").read_text()
    other = subprocess.Popen(["sleep", "60"], user=system_user())  # noqa: S607 # the system's own
    try:
        stale = note.replace(note.split()[0], str(other.pid), 1)
        (var / "postgres" / "postmaster.pid").write_text(stale)
        with EmbeddedServer.start(var) as server:
            assert recall(server) == "kept"
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_killed_server_recovers_what_was_committed(var: Path) -> None:
    server = EmbeddedServer.start(var)
    remember(server)
    psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().split()[0])).send_signal(
        signal.SIGKILL
    )
    server.stop()
    with EmbeddedServer.start(var) as again:
        assert recall(again) == "kept"


@pytest.mark.parametrize(("version", "says"), [("99", "a newer version"), ("15", "PostgreSQL 15")])
def test_data_of_another_major_version_is_refused(var: Path, version: str, says: str) -> None:
    (var / "postgres").mkdir()
    (var / "postgres" / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(CannotStart, match=says):
        EmbeddedServer.start(var)


def test_a_path_too_long_for_a_socket_is_no_obstacle(var: Path) -> None:
    deep = var / "a folder with blanks" / ("x" * 100)
    with EmbeddedServer.start(deep) as server:
        remember(server)
        assert recall(server) == "kept"


def test_a_full_disk_is_told_before_anything_is_written(var: Path) -> None:
    more_than_there_is = shutil.disk_usage(var).free + 2**30
    with pytest.raises(CannotStart, match="not enough disk space"):
        check_space(var, more_than_there_is)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_small(var: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", var],  # noqa: S607 # the system's own
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with pytest.raises(CannotStart, match="not enough disk space"):
            EmbeddedServer.start(var)
        assert not (var / "postgres").exists()
    finally:
        subprocess.run(["umount", var], check=True)  # noqa: S607 # the system's own
