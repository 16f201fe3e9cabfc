"""Looks at a database server before using it: reachable, new enough, and unable to cheat.

Row-level security is the third wall between clinics, so a login that may walk around it is
refused, even where it would work.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import psycopg

from clinic_app.database.embedded import EXTENSIONS
from clinic_app.database.engine import APP_ROLE
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings

OLDEST_SERVER = 16
CONNECT_SECONDS = 5

Connection = psycopg.Connection[tuple[Any, ...]]


def preflight() -> None:
    """Check the server of DATABASE_URL, and the login of DATABASE_OWNER_URL where it is given.

    Raises CannotStart with the sentence that names the mend.
    """
    url = settings().database_url
    if url is None:
        raise CannotStart("DATABASE_URL is not set.")
    owner_url = settings().database_owner_url
    with connect(url, "DATABASE_URL") as connection:
        _check_version(connection)
        _check_may_not_bypass(connection, "DATABASE_URL")
        if owner_url is None:
            _check_may_own(connection)
    if owner_url is not None:
        with connect(owner_url, "DATABASE_OWNER_URL") as connection:
            _check_may_not_bypass(connection, "DATABASE_OWNER_URL")
            _check_may_own(connection)


def connect(url: str, variable: str) -> Connection:
    """Connect, or say in one sentence why that failed. The password is never shown."""
    try:
        return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, autocommit=True)
    except psycopg.Error as error:
        place = urlsplit(url)
        where = f"{place.hostname or 'the local socket'}:{place.port or 5432}"
        reason = re.split(r"FATAL: |failed: ", str(error))[-1].strip().partition("\n")[0]
        raise CannotStart(
            f"The database server of {variable} ({where}) cannot be used: {reason}. "
            "Check that it runs, and the host, port, name, user and password in the address."
        ) from None


def _check_version(connection: Connection) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_SERVER:
        raise CannotStart(
            f"The database server is PostgreSQL {major}, which is too old: Polyclinic needs "
            f"{OLDEST_SERVER} or newer. Upgrade it, or leave DATABASE_URL out to use the "
            "embedded server."
        )


def _check_may_not_bypass(connection: Connection, variable: str) -> None:
    mighty = connection.execute(
        """
        SELECT rolname FROM pg_roles
        WHERE (rolsuper OR rolbypassrls)
          AND (rolname = current_user OR pg_has_role(current_user, oid, 'MEMBER')
               OR rolname = %s)
        ORDER BY rolname <> current_user, rolname
        """,
        [APP_ROLE],
    ).fetchone()
    if mighty is None:
        return
    login = connection.info.user
    via = "" if mighty[0] == login else f" through the role {mighty[0]}"
    raise CannotStart(
        f"The database role {login} of {variable} may bypass row-level security{via}, which keeps "
        f"clinics apart. Use a role without SUPERUSER and BYPASSRLS: "
        f"CREATE ROLE polyclinic LOGIN CREATEROLE PASSWORD '…'; "
        f"ALTER DATABASE {connection.info.dbname} OWNER TO polyclinic;"
    )


def _check_may_own(connection: Connection) -> None:
    """Check what migrations need: the schema, the extensions and the application's role."""
    login, database = connection.info.user, connection.info.dbname
    may_create = connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    if not may_create or not may_create[0]:
        raise CannotStart(
            f"The role {login} may not create tables in {database}. Let it own the database: "
            f"ALTER DATABASE {database} OWNER TO {login};"
        )
    _check_app_role(connection, login)
    _check_extensions(connection, login, database)


def _check_app_role(connection: Connection, login: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
    if exists.fetchone():
        usable = connection.execute(
            "SELECT pg_has_role(current_user, %s, 'SET')"
            " OR pg_has_role(current_user, %s, 'MEMBER WITH ADMIN OPTION')",
            [APP_ROLE, APP_ROLE],
        )
        mend = f"GRANT {APP_ROLE} TO {login};"
    else:
        usable = connection.execute(
            "SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        mend = f"CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO {login};"
    row = usable.fetchone()
    if not row or not row[0]:
        raise CannotStart(
            f"The role {login} may not act as {APP_ROLE}, the role that the app runs as. "
            f"As an administrator of the server run: {mend}"
        )


def _check_extensions(connection: Connection, login: str, database: str) -> None:
    found = connection.execute(
        """
        SELECT available.name,
               installed_version IS NOT NULL
               OR (has_database_privilege(current_database(), 'CREATE') AND EXISTS (
                   SELECT 1 FROM pg_available_extension_versions version
                   WHERE version.name = available.name AND version.trusted))
        FROM pg_available_extensions available WHERE available.name = ANY(%s)
        """,
        [list(EXTENSIONS)],
    ).fetchall()
    usable = {str(name): bool(can) for name, can in found}
    if missing := [name for name in EXTENSIONS if name not in usable]:
        raise CannotStart(
            f"The database server lacks {', '.join(missing)}. Install PostgreSQL's contrib "
            "package there (postgresql-contrib)."
        )
    if refused := [name for name in EXTENSIONS if not usable[name]]:
        commands = " ".join(f"CREATE EXTENSION {name};" for name in refused)
        raise CannotStart(
            f"The role {login} may not create the extensions {', '.join(refused)} in {database}. "
            f"As an administrator run there: {commands}"
        )
