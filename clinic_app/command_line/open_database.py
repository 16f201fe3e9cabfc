"""Finds the database to use: the server of DATABASE_URL, or the embedded one under VAR."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

from clinic_app.command_line.say import say, step
from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.embedded_files import SYSTEM_USER, folders_to_open
from clinic_app.database.preflight import preflight
from clinic_app.settings import settings


@contextmanager
def open_database() -> Generator[None]:
    """Make sure there is a database, and that `settings().database_url` names it, for a while."""
    if url := settings().database_url:
        place = urlsplit(url)
        with step(
            f"Using the database server of DATABASE_URL ({place.hostname or 'local socket'})"
        ):
            preflight()
        yield
        return
    var = settings().var
    _tell_root()
    with step(f"Starting the embedded PostgreSQL in {var}"):
        server = EmbeddedServer.start(var)
    try:
        os.environ["DATABASE_URL"] = server.url()
        settings.cache_clear()
        yield
    finally:
        del os.environ["DATABASE_URL"]
        settings.cache_clear()
        server.stop()
        say(f"The embedded PostgreSQL has stopped. The data stays in {var}.")


def _tell_root() -> None:
    if os.geteuid() != 0:
        return
    if not (settings().var / "postgres").exists():  # said once for each folder
        say(
            f"  You are root. PostgreSQL refuses to run as root, so it runs as the system user "
            f"{SYSTEM_USER}, made if missing. Better: start as an ordinary user."
        )
    if folders := folders_to_open(settings().var, SYSTEM_USER):
        names = ", ".join(map(str, folders))
        say(f"  So that it reaches its data and programs, others may now walk through {names}.")
