"""The queue of jobs: procrastinate's own schema, as version 3.10 packages it."""

from procrastinate.schema import SchemaManager

from alembic import op
from clinic_app.database.engine import APP_ROLE
from clinic_app.database.walls import grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = (
    *("procrastinate_jobs", "procrastinate_events"),
    *("procrastinate_periodic_defers", "procrastinate_workers"),
)


def upgrade() -> None:
    """Make the queue, and let the application work it."""
    # Straight to the driver: the script holds many statements, and signs that others interpret.
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())
    for table in _TABLES:
        op.execute(grant(table, "SELECT", "INSERT", "UPDATE", "DELETE"))
        op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO {APP_ROLE}")
