"""PostgreSQL's own catalogue, asked about every table: none may be forgotten."""

import pytest
from psycopg import Connection, connect

# Tables that belong to no clinic: persons and their sign-ins, the outbox, the machinery.
GLOBAL_TABLES = {
    *("alembic_version", "mail", "password_reset", "person", "rate_count", "session"),
    "text_message",
}

_TABLES = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'procrastinate%'
"""
_KEYS = """
    SELECT k.conname, k.contype, a.attname
    FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.conrelid = %s::regclass AND k.contype IN ('p', 'u', 'x', 'f')
"""


@pytest.fixture
def catalogue(database: str) -> Connection:
    """A connection as the owner."""
    return connect(database)


def _clinic_tables(catalogue: Connection) -> dict[str, tuple[bool, bool]]:
    rows = catalogue.execute(_TABLES).fetchall()
    return {name: (on, forced) for name, on, forced in rows if name not in GLOBAL_TABLES}


def test_every_clinic_owned_table_has_forced_row_level_security(catalogue: Connection) -> None:
    tables = _clinic_tables(catalogue)
    assert len(tables) >= 20
    assert [name for name, walls in tables.items() if walls != (True, True)] == []


def test_every_key_of_a_clinic_owned_table_leads_with_the_clinic(catalogue: Connection) -> None:
    """Primary, unique, exclusion and foreign keys: the clinic first, so it is the shard key."""
    wrong = [
        (table, name)
        for table in _clinic_tables(catalogue)
        if table != "organization"  # is the clinic
        for name, _, first in catalogue.execute(_KEYS, (table,)).fetchall()
        if first != "organization_id" and (table, name) not in _TO_GLOBAL_ROWS
    ]
    assert wrong == []


_ALWAYS_REFERRING = """
    SELECT conrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND (
        confrelid = 'organization'::regclass
        OR NOT EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = conrelid AND attnum = ANY(conkey) AND NOT attnotnull))
"""
# A reservation is of a visit, a hold or a session: exactly one, says a check.
_OF_ONE_OF_SEVERAL = {"reservation"}


def test_every_row_of_a_clinic_refers_to_it_or_to_another_of_its_rows(
    catalogue: Connection,
) -> None:
    referring = {table for (table,) in catalogue.execute(_ALWAYS_REFERRING).fetchall()}
    checks = catalogue.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'reservation_for_one'"
    ).fetchone()
    assert _clinic_tables(catalogue).keys() - referring - {"organization"} == _OF_ONE_OF_SEVERAL
    assert checks == ("CHECK ((num_nonnulls(appointment_id, hold_id, session_id) = 1))",)


# A membership points at a person, who belongs to no clinic.
_TO_GLOBAL_ROWS = {("member", "member_person_id_fkey")}


def test_the_application_owns_nothing_and_bypasses_nothing(catalogue: Connection) -> None:
    role = catalogue.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles"
        " WHERE rolname = 'polyclinic_app'"
    ).fetchone()
    owned = catalogue.execute(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'polyclinic_app'"
    ).fetchone()
    assert role == (False, False, False, False)
    assert owned == (0,)


def test_nothing_clinical_can_be_deleted_by_the_application(catalogue: Connection) -> None:
    deletable = catalogue.execute(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = 'polyclinic_app' AND privilege_type IN ('DELETE', 'TRUNCATE')"
        " AND table_schema = 'public' AND table_name NOT LIKE 'procrastinate%'"
    ).fetchall()
    assert {name for (name,) in deletable} == {
        *("working_hours", "hours_week", "service_practitioner", "service_room"),
        *("service_device", "service_assistant", "service_duty", "rate_count"),
        # Lists that are saved whole, and codes that have had their time.
        *("public_service", "booking_code", "idempotency", "waiting_practitioner"),
    }


def test_the_tables_in_code_and_in_the_database_agree(catalogue: Connection) -> None:
    from clinic_app.tables import metadata  # noqa: PLC0415

    rows = catalogue.execute(_TABLES).fetchall()
    assert {name for name, _, _ in rows} - {"alembic_version"} == set(metadata.tables)
