"""The third wall of tenancy, in SQL: forced row-level security. Used by migrations.

A connection that has set no organization sees no clinic-owned row at all, not even the owner's.
"""

from collections.abc import Generator
from contextlib import contextmanager

from alembic import op
from clinic_app.database.engine import APP_ROLE

ORGANIZATION = "NULLIF(current_setting('app.organization_id', true), '')::uuid"
PERSON = "NULLIF(current_setting('app.person_id', true), '')::uuid"


def clinic_wall(table: str, *, column: str = "organization_id") -> list[str]:
    """Return the SQL that shows and takes rows of the set organization only."""
    mine = f"{column} = {ORGANIZATION}"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_of_clinic ON {table} USING ({mine}) WITH CHECK ({mine})",
    ]


def grant(table: str, *rights: str) -> str:
    """Return the SQL that lets the application do no more than these on a table."""
    return f"GRANT {', '.join(rights)} ON {table} TO {APP_ROLE}"


@contextmanager
def behind_the_wall(*tables: str) -> Generator[None]:
    """Let a migration see and change the rows of every clinic.

    Without it a change of rows finds none, and says nothing, where the owner is no superuser. The
    application is not the owner, and sees of the migration's transaction no more than its end.
    """
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
