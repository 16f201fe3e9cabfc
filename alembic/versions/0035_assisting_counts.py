"""A visit counts among the day's visits of those who assist in it too, where they have a cap."""

from alembic import op
from clinic_app.database.walls import behind_the_wall

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_READ = ("organization", "practitioner", "appointment", "visit_assistant")

_COUNT = """
    INSERT INTO numbered_place
        (organization_id, id, created_at, owner_id, day, number, appointment_id)
    SELECT v.organization_id, gen_random_uuid(), now(), v.who, v.day,
        row_number() OVER (PARTITION BY v.organization_id, v.who, v.day ORDER BY v.created_at, v.id)
        + coalesce((SELECT max(p.number) FROM numbered_place p
            WHERE p.organization_id = v.organization_id AND p.owner_id = v.who AND p.day = v.day
                AND p.released_at IS NULL), 0), v.id
    FROM (
        SELECT a.organization_id, a.id, a.created_at, x.practitioner_id AS who,
            CAST(a.starts_at AT TIME ZONE o.time_zone AS date) AS day
        FROM visit_assistant x
        JOIN practitioner p ON p.organization_id = x.organization_id AND p.id = x.practitioner_id
        JOIN appointment a ON a.organization_id = x.organization_id AND a.id = x.appointment_id
        JOIN organization o ON o.id = x.organization_id
        WHERE x.removed_at IS NULL AND p.visits_a_day IS NOT NULL
            AND a.status NOT IN ('cancelled', 'no_show')
            AND CAST(a.starts_at AT TIME ZONE o.time_zone AS date)
                >= CAST(now() AT TIME ZONE o.time_zone AS date)) v
"""


def upgrade() -> None:
    """Give each visit to come a place for each of its assistants who has a cap."""
    with behind_the_wall(*_READ, "numbered_place"):
        op.execute(_COUNT)
