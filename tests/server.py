"""The PostgreSQL that a test run uses: an embedded one, or that of DATABASE_URL."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from psycopg import connect

from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.migrate import migrate

SERVER_VARIABLE = "POLYCLINIC_TEST_SERVER"
TEMPLATE = "polyclinic_test_template"


def url_of(server: str, database: str) -> str:
    """Return the address of a database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def start_server() -> Callable[[], None]:
    """Start (or reach) the server, make the migrated template, and return what ends it.

    The login needs CREATEDB, because every worker copies the template for itself.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        return _prepare(given, lambda: None)
    folder = tempfile.TemporaryDirectory(prefix="polyclinic-test-", ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)  # run as root, the server has a user of its own
    server = EmbeddedServer.start(Path(folder.name), durable=False)
    with connect(server.superuser_url(), autocommit=True) as admin:
        admin.execute("ALTER ROLE polyclinic CREATEDB")

    def end() -> None:
        server.stop()
        folder.cleanup()

    return _prepare(server.url("postgres"), end)


def _prepare(server: str, end: Callable[[], None]) -> Callable[[], None]:
    with connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        admin.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(url_of(server, TEMPLATE))
    os.environ[SERVER_VARIABLE] = server
    return end
