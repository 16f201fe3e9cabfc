"""The one statement behind every queue board and waiting-room screen."""

from sqlalchemy import text

from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS
from clinic_app.scheduling.visit.last_step_sql import LAST_STEP

_STEP = """
    SELECT floor(extract(epoch FROM max(e.created_at)))::bigint
    FROM appointment_event e
    WHERE e.organization_id = :organization AND e.appointment_id = seen.id
        AND e.kind = 'status' AND e.to_status = '{}'
"""

# What one step back leads to. Who was booked or confirmed is expected either way.
_CAME_FROM = LAST_STEP.format(what="from_status", visit="seen")

_FIRST = """
    NOT EXISTS (
        SELECT FROM appointment b
        WHERE b.organization_id = :organization AND b.patient_id = seen.patient_id
            AND b.starts_at < seen.starts_at AND b.status NOT IN ('cancelled', 'no_show'))
"""

# The patient's name is another room's: joined by its table's name, as the foreign key is.
QUEUE = text(f"""
    WITH seen AS MATERIALIZED (
        SELECT a.id, a.version, a.status, a.patient_id, a.practitioner_id, a.service_id,
            a.room_id, a.starts_at, a.ends_at, a.visit_group_id, a.session_id
        FROM appointment a
        WHERE a.organization_id = :organization AND a.starts_at >= :begin AND a.starts_at < :end
            AND a.status <> 'cancelled'
    )
    SELECT seen.id, seen.version, seen.status, ticket.number, patient.name AS patient,
        who.id AS practitioner_id, who.name AS practitioner, service.name AS service,
        service.colour, service.needs_room, room.name AS room, seen.starts_at,
        seen.ends_at,
        CASE WHEN seen.status IN ('checked_in', 'in_visit') THEN
            ({_STEP.format("checked_in")}) END AS arrived,
        CASE WHEN seen.status = 'in_visit' THEN ({_STEP.format("in_visit")}) END AS called,
        CASE WHEN seen.status = 'completed' AND seen.visit_group_id IS NOT NULL THEN
            ({_STEP.format("completed")}) END AS done, seen.visit_group_id AS coming,
        CASE WHEN seen.status NOT IN ('booked', 'confirmed') THEN {_CAME_FROM} END AS came_from,
        ({ASSISTANTS.format(visit="seen")}) AS assistants,
        {_FIRST} AS first_visit, past.missed, past.due
    FROM seen
    JOIN patient ON patient.organization_id = :organization AND patient.id = seen.patient_id
    JOIN service ON service.organization_id = :organization AND service.id = seen.service_id
    JOIN practitioner who ON who.organization_id = :organization AND who.id = seen.practitioner_id
    LEFT JOIN room ON room.organization_id = :organization AND room.id = seen.room_id
    LEFT JOIN visit_ticket ticket
        ON ticket.organization_id = :organization AND ticket.appointment_id = seen.id
        AND seen.status IN ('checked_in', 'in_visit', 'completed')
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT coalesce(b.visit_group_id, b.id))
                FILTER (WHERE b.status = 'no_show') AS missed,
            count(DISTINCT coalesce(b.visit_group_id, b.id)) AS due
        FROM appointment b
        WHERE b.organization_id = :organization AND b.patient_id = seen.patient_id
            AND b.starts_at >= :since
            AND b.status IN ('no_show', 'checked_in', 'in_visit', 'completed')
    ) past
    ORDER BY seen.starts_at, patient.name, seen.id
""")  # noqa: S608  # put together from the constants above; all values are bound
