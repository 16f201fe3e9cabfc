"""The one statement behind every calendar: one round trip, however many practitioners and days.

Every part begins at the organization, as the indexes do. The patient's name is another room's:
joined by its table's name, as the foreign key is.
"""

from clinic_app.database.statement import Statement
from clinic_app.scheduling.assistants.assistant_sql import OWNER
from clinic_app.scheduling.free_times.slot_sql import DATES, HOLIDAYS, HOURS, TIME_OFF, WEEKS

# No visit is longer than a day, so the index on the start finds those that began before.
_SEEN = """
    SELECT a.id, a.practitioner_id, a.patient_id, a.service_id, a.room_id, a.starts_at, a.ends_at,
        a.status, a.outside_hours, a.note <> '' AS has_note, a.version,
        a.exceptions, a.lane, a.series_id IS NOT NULL AS repeats,
        a.visit_group_id IS NOT NULL AS together, a.session_id
    FROM appointment a
    WHERE a.organization_id = :organization
        AND a.starts_at > CAST(:begin AS timestamptz) - interval '1 day' AND a.starts_at < :end
        AND a.ends_at > :begin
"""

# Who has left still has a column for the visits of then.
_WHO = """
    SELECT p.id, p.name, p.specialty, p.colour, p.position
    FROM practitioner p
    WHERE p.organization_id = :organization
        AND (p.archived_at IS NULL OR p.id IN (SELECT practitioner_id FROM seen))
"""

# Apart, so that its rows are found by the visit: joined at once, the planner may think that a
# clinic with few devices is read faster by them.
_DEVICES = """
    SELECT json_agg(json_build_array(d.id, d.name) ORDER BY d.position, d.name)
    FROM (SELECT r.device_id FROM reservation r
        WHERE r.organization_id = :organization AND r.released_at IS NULL
            AND r.{owner} OFFSET 0) taken
    JOIN device d ON d.organization_id = :organization AND d.id = taken.device_id
"""
_OF_VISIT = "appointment_id = seen.id AND r.device_id IS NOT NULL"  # as its index has it
_TAKEN = (
    f"CASE WHEN seen.session_id IS NULL THEN ({_DEVICES.format(owner=_OF_VISIT)})"
    f" ELSE ({_DEVICES.format(owner='session_id = seen.session_id')}) END"
)

# What no longer stands in the clinic is shown where a visit of then has it: a visit's room is
# among them, and is not looked up for each visit.
_ROOMS = """
    SELECT json_agg(json_build_array(m.id, m.name) ORDER BY m.position, m.name, m.id)
    FROM room m
    WHERE m.organization_id = :organization
        AND (m.archived_at IS NULL OR m.id IN (SELECT room_id FROM seen))
"""

_ALL_DEVICES = """
    SELECT json_agg(json_build_array(d.id, d.name) ORDER BY d.position, d.name, d.id)
    FROM device d
    WHERE d.organization_id = :organization AND d.archived_at IS NULL
"""

_ASSISTANTS = f"""
    SELECT json_agg(json_build_array(x.practitioner_id, x.from_minute, x.minutes)
        ORDER BY x.practitioner_id)
    FROM visit_assistant x
    WHERE x.organization_id = :organization AND x.owner_id = {OWNER.format(visit="seen")}
        AND x.removed_at IS NULL
"""  # noqa: S608  # put together from constants; all values are bound

# What somebody is booking right now: of each practitioner whom it would take, their own part.
# A seat in a session that is shown is told by its sheet.
_HELD = """
    SELECT json_agg(json_build_array(h.id, coalesce(r.practitioner_id, h.practitioner_id),
        floor(extract(epoch FROM greatest(h.starts_at, r.begins_at)))::bigint,
        floor(extract(epoch FROM least(h.ends_at, r.ends_at)))::bigint, h.held_by,
        floor(extract(epoch FROM h.expires_at))::bigint) ORDER BY h.starts_at, h.id, r.begins_at)
    FROM slot_hold h
    LEFT JOIN reservation r ON r.organization_id = :organization AND r.hold_id = h.id
        AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
    WHERE h.organization_id = :organization AND h.released_at IS NULL AND h.expires_at > :now
        AND NOT EXISTS (SELECT FROM seen WHERE seen.session_id = h.session_id)
        AND h.starts_at < :end AND h.ends_at > :begin
        AND coalesce(r.begins_at, h.starts_at) < :end AND coalesce(r.ends_at, h.ends_at) > :begin
"""

_ARRIVED = """
    SELECT floor(extract(epoch FROM max(e.created_at)))::bigint
    FROM appointment_event e
    WHERE e.organization_id = :organization AND e.appointment_id = seen.id
        AND e.kind = 'status' AND e.to_status = 'checked_in'
"""

_FIRST = """
    NOT EXISTS (
        SELECT FROM appointment b
        WHERE b.organization_id = :organization AND b.patient_id = seen.patient_id
            AND b.starts_at < seen.starts_at AND b.status NOT IN ('cancelled', 'no_show'))
"""

_VISITS = f"""
    SELECT json_agg(json_build_array(
        seen.id, seen.practitioner_id, floor(extract(epoch FROM seen.starts_at))::bigint,
        floor(extract(epoch FROM seen.ends_at))::bigint, seen.patient_id, patient.name,
        service.name, service.colour, {_TAKEN}, seen.status,
        CASE WHEN seen.status IN ('checked_in', 'in_visit') THEN ({_ARRIVED}) END,
        {_FIRST}, seen.outside_hours, seen.has_note, seen.version, seen.room_id,
        seen.repeats, ({_ASSISTANTS}), seen.together, seen.session_id, g.seats,
        seen.exceptions, seen.lane
    ) ORDER BY seen.starts_at, patient.name, seen.id)
    FROM seen
    JOIN patient ON patient.organization_id = :organization AND patient.id = seen.patient_id
    JOIN service ON service.organization_id = :organization AND service.id = seen.service_id
    LEFT JOIN group_session g ON g.organization_id = :organization AND g.id = seen.session_id
"""  # noqa: S608  # put together from the constants above; all values are bound

CALENDAR = Statement(f"""
    WITH seen AS MATERIALIZED ({_SEEN}),
        who AS MATERIALIZED ({_WHO}),
        week AS MATERIALIZED ({WEEKS})
    SELECT o.slot_minutes,
        (SELECT json_agg(json_build_array(id, name, specialty, colour) ORDER BY position, name, id)
            FROM who),
        ({_VISITS}), ({_ROOMS}), ({_ALL_DEVICES}), ({_HELD}),
        (SELECT json_agg(json_build_array(practitioner_id, valid_from)) FROM week),
        ({HOURS}), ({TIME_OFF}), ({DATES}), ({HOLIDAYS})
    FROM organization o WHERE o.id = :organization
""")  # noqa: S608  # put together from the constants above; all values are bound
