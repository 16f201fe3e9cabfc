"""Watches what a forbidden event reads and writes, and finds another clinic's words in answers."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import Any

from psycopg import Connection, connect, sql
from sqlalchemy import event

from clinic_app.database.engine import engine

# What finding out who asks may touch; every refusal needs no more.
_ASKING_WHO = re.compile(
    r"^(SELECT set_config|SELECT .*\sFROM session JOIN person|SELECT .*\sFROM member JOIN"
    r"|UPDATE session SET last_used_at|SET TRANSACTION|SELECT pg_catalog|select )",
    re.DOTALL,
)


@contextmanager
def statements() -> Generator[list[str]]:
    """Collect the SQL that runs, less what finding out who asks needs."""
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, _p: Any, _ctx: Any, _m: Any) -> None:  # noqa: ANN401
        if not _ASKING_WHO.match(statement):
            seen.append(statement)

    target = engine().sync_engine
    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)


@cache
def _owner(url: str) -> Connection[Any]:
    """One connection for all pictures, which keeps the plan of their long statement."""
    # Planned while the tables are small, and kept: else it would read them whole for ever.
    return connect(url, autocommit=True, options="-c enable_seqscan=off")


@cache
def _digests(url: str) -> sql.Composed:
    """Return the one statement that digests each table a clinic may own rows of."""
    rows = _owner(url).execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity"
    )
    digest = "SELECT {}, coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t"
    return sql.SQL(" UNION ALL ").join(
        sql.SQL(digest).format(sql.Literal(name), sql.Identifier(name))
        for name in sorted(name for (name,) in rows)
    )


def picture(url: str, organization_id: object) -> dict[str, str]:
    """Return a digest of every row a clinic owns, table by table."""
    owner = _owner(url)
    owner.execute("SELECT set_config('app.organization_id', %s, false)", (str(organization_id),))
    return dict(owner.execute(_digests(url), prepare=True).fetchall())
