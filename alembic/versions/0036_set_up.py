"""A clinic's set-up has a version, so that what is kept of it is known to be the newest."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# All that free times depend on, but what is taken.
_SET_UP = (
    *("service", "service_practitioner", "service_room", "service_device"),
    *("practitioner", "room", "device", "booking_rules", "holiday"),
    *("hours_week", "working_hours", "date_hours", "time_off"),
)

# Runs as the owner, who is walled as well: it enters the row's clinic for one statement, whoever
# has made the change. A version never comes twice, not even after one that was taken back.
_NOTE = """
CREATE FUNCTION note_set_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entered text := coalesce(current_setting('app.organization_id', true), '');
    clinic uuid;
BEGIN
    IF TG_TABLE_NAME = 'organization' THEN
        clinic := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        clinic := OLD.organization_id;
    ELSE
        clinic := NEW.organization_id;
    END IF;
    PERFORM set_config('app.organization_id', clinic::text, true);
    INSERT INTO setup_version (organization_id, version) VALUES (clinic, gen_random_uuid())
        ON CONFLICT (organization_id) DO UPDATE SET version = EXCLUDED.version;
    PERFORM set_config('app.organization_id', entered, true);
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    """Note every change of it, whoever makes it."""
    op.create_table(
        "setup_version",
        sa.Column("organization_id", sa.Uuid(), sa.ForeignKey("organization.id"), primary_key=True),
        sa.Column("version", sa.Uuid(), nullable=False),
    )
    for statement in clinic_wall("setup_version"):
        op.execute(statement)
    op.execute(grant("setup_version", "SELECT"))
    op.execute(_NOTE)
    for table in _SET_UP:
        _note(table, "INSERT OR UPDATE OR DELETE")
    _note("organization", "UPDATE OF slot_minutes, one_visit_per_patient, time_zone")


def _note(table: str, changes: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_is_set_up AFTER {changes} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION note_set_up()"
    )
