"""Bring the schema up to date, one process at a time."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from alembic import command
from clinic_app.database.engine import driver_url

_ROOT = Path(__file__).parents[2]
_LOCK = 7_201_961  # any number that nobody else uses for an advisory lock


class SchemaIsNewer(Exception):
    """The database was migrated by a newer version of the program."""


def _config() -> Config:
    return Config(str(_ROOT / "alembic.ini"))


def newest_revision() -> str:
    """Return the schema revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("alembic/versions holds no version")
    return head


def current_revision(connection: Connection) -> str | None:
    """Return the database's schema revision, None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(url: str) -> bool:
    """Apply what is missing as the login role of `url`; True when anything was applied.

    Raises SchemaIsNewer when the database has a revision this program does not know.
    """
    engine = create_engine(driver_url(url))
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            connection.commit()
            before = current_revision(connection)
            connection.commit()
            known = {script.revision for script in _scripts()}
            if before is not None and before not in known:
                raise SchemaIsNewer(before)
            if before == newest_revision():
                return False
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            return True
    finally:
        engine.dispose()


def _scripts() -> list[Script]:
    return list(ScriptDirectory.from_config(_config()).walk_revisions())
