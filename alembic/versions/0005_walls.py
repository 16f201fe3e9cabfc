"""The walls: the application's role, its grants, row-level security, and the audit chain."""

from sqlalchemy import text

from alembic import op
from clinic_app.database.engine import APP_ROLE
from clinic_app.database.walls import PERSON, clinic_wall, grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEPT = (  # nothing here is ever deleted: facts are rows
    *("member", "invitation", "patient", "patient_identifier", "patient_consent"),
    *("patient_alert", "practitioner", "time_off", "room", "device", "service"),
    *("appointment", "reservation", "appointment_event"),
)
_REPLACED = (  # lists that are saved whole
    *("working_hours", "hours_week", "service_practitioner", "service_room", "service_device"),
)
_GLOBAL = ("person", "session", "password_reset", "mail")

_AUDIT_TEXT = """
CREATE FUNCTION audit_text(entry audit_entry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(
        entry.organization_id, entry.seq, (extract(epoch FROM entry.at))::text, entry.tag,
        entry.member_id, entry.person_id, entry.session_id, entry.subject_id,
        entry.patient_id, entry.details
    )::text
$$
"""

# Runs as the owner: the application may append entries but not touch the head of the chain.
_CHAIN = """
CREATE FUNCTION chain_audit_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head audit_head;
BEGIN
    INSERT INTO audit_head (organization_id, entries, hash)
        VALUES (NEW.organization_id, 0, ''::bytea) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head
        WHERE organization_id = NEW.organization_id FOR UPDATE;
    NEW.seq := head.entries + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := sha256(head.hash || convert_to(audit_text(NEW), 'UTF8'));
    UPDATE audit_head SET entries = NEW.seq, hash = NEW.hash
        WHERE organization_id = NEW.organization_id;
    RETURN NEW;
END
$$
"""


def upgrade() -> None:
    """Raise the walls."""
    _make_the_application_role()
    for table in (*_KEPT, *_REPLACED, "audit_entry", "audit_head"):
        _run(clinic_wall(table))
    _run(clinic_wall("organization", column="id"))
    _let_a_person_see_their_own_clinics()
    for table in (*_KEPT, *_GLOBAL, "organization"):
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE"))
    for table in (*_REPLACED, "rate_count"):
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE", "DELETE"))
    op.execute(grant("audit_entry", "SELECT", "INSERT"))
    op.execute(grant("audit_head", "SELECT"))
    op.execute(grant("alembic_version", "SELECT"))
    _chain_the_audit_trail()


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement)


def _make_the_application_role() -> None:
    found = op.get_bind().execute(
        text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": APP_ROLE}
    )
    if found.first() is None:
        op.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    member = op.get_bind().execute(
        text("SELECT pg_has_role(current_user, :name, 'SET')"), {"name": APP_ROLE}
    )
    if not member.scalar_one():
        op.execute(f"GRANT {APP_ROLE} TO CURRENT_USER WITH SET TRUE")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")


def _let_a_person_see_their_own_clinics() -> None:
    # Sign-in must find a person's places before any clinic is chosen. Reading only.
    op.execute(f"CREATE POLICY member_of_person ON member FOR SELECT USING (person_id = {PERSON})")
    mine = f"SELECT organization_id FROM member WHERE person_id = {PERSON}"  # noqa: S608  # no input
    op.execute(
        f"CREATE POLICY organization_of_person ON organization FOR SELECT USING (id IN ({mine}))"
    )


def _chain_the_audit_trail() -> None:
    op.execute(_AUDIT_TEXT)
    op.execute(_CHAIN)
    op.execute(
        "CREATE TRIGGER audit_entry_chain BEFORE INSERT ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION chain_audit_entry()"
    )
