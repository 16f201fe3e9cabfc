"""Lists every clinic, for operators. The app itself can never do that."""

from typing import NamedTuple
from uuid import UUID

import psycopg


class ClinicName(NamedTuple):
    """A clinic's id, and the short name that people know it by."""

    id: UUID
    slug: str


def all_clinics(owner_url: str) -> list[ClinicName]:
    """Return every clinic, as the login that owns the schema.

    Row-level security is forced on the owner too. It is lifted for one query of one
    transaction, which is then rolled back, so that no other connection ever sees it lifted.
    """
    with psycopg.connect(owner_url) as connection:
        try:
            connection.execute("SET LOCAL lock_timeout = '10s'")
            connection.execute("ALTER TABLE organization NO FORCE ROW LEVEL SECURITY")
            found = connection.execute("SELECT id, slug FROM organization ORDER BY slug").fetchall()
        finally:
            connection.rollback()
    return [ClinicName(*row) for row in found]
