"""What came last is on the index, among rows of one moment too."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_LISTS = (
    ("appointment_event", "appointment_event_of", ["organization_id", "appointment_id"]),
    ("patient_consent", "patient_consent_of", ["organization_id", "patient_id", "kind"]),
)


def upgrade() -> None:
    """End both indexes with the id, which rises."""
    for table, name, of in _LISTS:
        op.drop_index(name, table)
        op.create_index(name, table, [*of, "created_at", "id"])
