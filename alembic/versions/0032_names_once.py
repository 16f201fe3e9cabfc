"""Of practitioners, services, rooms and devices in use, no two have one name."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import behind_the_wall

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_TABLES = ("practitioner", "service", "room", "device")

# All but the oldest of one name.
_DOUBLES = """
    SELECT organization_id, id FROM (
        SELECT *, row_number() OVER (
            PARTITION BY organization_id, lower(name) ORDER BY created_at, id) AS place
        FROM {table} WHERE archived_at IS NULL) named
    WHERE place > 1 ORDER BY organization_id, created_at, id
"""
# “Room 1” becomes “Room 1 (2)”, or the first such that is free; names have at most 120 signs.
_NUMBER = """
    UPDATE {table} t SET name = (
        SELECT free.name FROM (
            SELECT n, rtrim(left(t.name, 110)) || ' (' || n || ')' AS name
            FROM generate_series(2, 2 + (SELECT count(*) FROM {table} every
                WHERE every.organization_id = t.organization_id)) n) free
        WHERE NOT EXISTS (
            SELECT FROM {table} o
            WHERE o.organization_id = t.organization_id AND o.archived_at IS NULL
                AND lower(o.name) = lower(free.name))
        ORDER BY n LIMIT 1)
    WHERE t.organization_id = :organization AND t.id = :id
"""


def upgrade() -> None:
    """Number what has one name by now, then make the indexes."""
    for table in _TABLES:
        with behind_the_wall(table):
            _tell_apart(table)
        op.create_index(
            *(f"{table}_name_once", table, ["organization_id", sa.text("lower(name)")]),
            unique=True,
            postgresql_where=sa.text("archived_at IS NULL"),
        )


def _tell_apart(table: str) -> None:
    bind, number = op.get_bind(), sa.text(_NUMBER.format(table=table))
    for organization, row_id in bind.execute(sa.text(_DOUBLES.format(table=table))).all():
        bind.execute(number, {"organization": organization, "id": row_id})
