"""A PostgreSQL of our own, for trying, developing and testing. Production sets DATABASE_URL.

The server listens on a Unix socket in a private folder and on no network address. Its superuser
is used here only, to make databases; the rest of the program gets the URL of the login role
`polyclinic`, which owns those databases and bypasses nothing.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from clinic_app.database.embedded_files import (
    check_data_version,
    check_socket_folder,
    check_space,
    hand_over,
    programs,
    socket_folder,
    system_user,
)
from clinic_app.kit.cannot_start import CannotStart

SUPERUSER = "postgres"
OWNER = "polyclinic"
EXTENSIONS = ("btree_gist", "pg_trgm", "citext", "unaccent")
START_SECONDS = 60.0
STOP_SECONDS = 30.0
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """A running server and its folder. `start` makes one, `stop` ends it; the data stays."""

    def __init__(self, var: Path, process: "subprocess.Popen[bytes]", lock: IO[str]) -> None:
        """Use `start` instead."""
        self.var = var
        self._process = process
        self._lock = lock
        self._sockets = socket_folder(var)

    @classmethod
    def start(cls, var: Path, *, durable: bool = True) -> Self:
        """Start the server of `var`, making its data when there is none.

        `durable=False` trades safety after a power cut for speed: for tests only.
        Raises CannotStart where the folder is in use, foreign, too new or on a full disk.
        """
        var.mkdir(parents=True, exist_ok=True, mode=0o755)
        lock = _take(var)
        try:
            user = system_user()
            check_space(var)
            for folder in (var / "postgres", socket_folder(var)):
                hand_over(folder, user)
            check_socket_folder(socket_folder(var), user)
            _make_data(var / "postgres", user)
            _end_leftover(var / "postgres")
            server = cls(var, _launch(var, user, durable=durable), lock)
            server._wait_until_ready()
            server._make_owner()
        except BaseException:
            lock.close()
            raise
        return server

    def __enter__(self) -> Self:
        """Nothing more to do: `start` has done it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self.stop()

    def url(self, database: str = OWNER) -> str:
        """The address of a database for its owner, who is no superuser."""
        return self._url(OWNER, database)

    def superuser_url(self, database: str = SUPERUSER) -> str:
        """The address of a database for the superuser: for tests that need what we refuse."""
        return self._url(SUPERUSER, database)

    def has_database(self, name: str) -> bool:
        """Whether a database of this name exists."""
        with self._superuser() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database owned by `polyclinic`, empty with our extensions, or as a copy."""
        with self._superuser() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name),
                    sql.Identifier(OWNER),
                    sql.Identifier(template or "template0"),
                )
            )
        if template is None:
            with self._superuser(name) as connection:
                for extension in EXTENSIONS:
                    connection.execute(
                        sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension))
                    )

    def drop_database(self, name: str) -> None:
        """Remove a database and end whoever is connected to it."""
        with self._superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def stop(self) -> None:
        """Stop the server, connections or not, and let go of the folder. Twice does no harm."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast": roll back, disconnect, checkpoint
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)  # recovers from its log at next start
                self._process.wait()
        self._lock.close()

    def _url(self, user: str, database: str) -> str:
        return f"postgresql://{user}@/{quote(database)}?host={quote(str(self._sockets), safe='')}"

    def _superuser(self, database: str = SUPERUSER) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.superuser_url(database), autocommit=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._superuser().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise CannotStart(_why(self.var)) from None
                time.sleep(0.02)
            else:
                return

    def _make_owner(self) -> None:
        with self._superuser() as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
            if known.fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(OWNER))
                )
        if not self.has_database(OWNER):
            self.create_database(OWNER)


def _take(var: Path) -> IO[str]:
    """Hold the folder for this process. The system lets go of it when the process ends."""
    lock = (var / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "another process"
        lock.close()
        raise CannotStart(
            f"{var} is already in use by {holder}. Stop that one, or choose another folder "
            "with VAR= (and another port with PORT=)."
        ) from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}")
    lock.flush()
    return lock


def _make_data(data: Path, user: str | None) -> None:
    if (data / "PG_VERSION").exists():
        check_data_version(data)
        return
    command = [
        *(programs() / "initdb", "-D", data.resolve(), "-U", SUPERUSER),
        *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
        # The same order and case rules on every machine.
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    made = subprocess.run(command, capture_output=True, text=True, user=user, check=False, cwd="/")  # noqa: S603 # our own program
    if made.returncode:
        reason = made.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotStart(f"PostgreSQL could not make its data in {data}: {reason[0]}")


def _end_leftover(data: Path) -> None:
    """End a server that outlived its Polyclinic, and forget a note about one that is gone.

    We hold the folder's lock, so nobody is using that server.
    """
    note = data / "postmaster.pid"
    if not note.exists():
        return
    pid = int(note.read_text().split("\n", 1)[0])
    try:
        process = psutil.Process(pid)
        ours = str(data.resolve()) in process.cmdline()
    except psutil.Error:
        ours, process = False, None
    if process is not None and ours:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()
    # PostgreSQL believes any live process of this number to be a server, as after a restart
    # of a container, so the note must not stay.
    note.unlink(missing_ok=True)


def _launch(var: Path, user: str | None, *, durable: bool) -> "subprocess.Popen[bytes]":
    options = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{socket_folder(var)}"',
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_statement": "none",
        "log_parameter_max_length": "0",  # what people type stays out of the log
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "panic",
        **({} if durable else CARELESS),
    }
    command: list[str | Path] = [programs() / "postgres", "-D", (var / "postgres").resolve()]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (var / "postgres.log").open("wb") as log:
        # A session of its own: Ctrl-C reaches us, and we stop the server after the app.
        return subprocess.Popen(  # noqa: S603 # our own program
            command, stdout=log, stderr=log, user=user, cwd="/", start_new_session=True
        )


def _why(var: Path) -> str:
    """The server's own last words, as a sentence."""
    with contextlib.suppress(OSError):
        lines = (var / "postgres.log").read_text(errors="replace").splitlines()
        fatal = [line.split("FATAL:")[-1].strip() for line in lines if "FATAL:" in line]
        if any("No space left" in line for line in lines):
            return f"There is no disk space left for {var}. Free some, or choose another VAR=."
        if fatal:
            return f"PostgreSQL did not start: {fatal[-1]}. Its log is {var / 'postgres.log'}."
    return f"PostgreSQL did not start. Its log is {var / 'postgres.log'}."
