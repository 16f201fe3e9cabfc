"""Which coming visits to look at, with the hours of whoever gives them: one statement each way.

Either all of some span, or those only that something was set across since they were booked:
found from the few absences, exceptions, holidays and weeks, never by reading every visit.
A practitioner's part of a visit is their reservation, less the buffers at its edges.
"""

from sqlalchemy import text

from clinic_app.scheduling.slot_sql import DATES, HOLIDAYS, HOURS, TIME_OFF, WEEKS

_IN_SPAN = """
    SELECT r.appointment_id, r.practitioner_id
    FROM appointment a
    JOIN reservation r ON r.organization_id = :organization AND r.appointment_id = a.id
    WHERE a.organization_id = :organization AND a.starts_at < :until
        AND a.starts_at > CAST(:since AS timestamptz) - interval '1 day' AND a.ends_at > :since
        AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
        AND (CAST(:practitioner AS uuid) IS NULL
            OR r.practitioner_id = CAST(:practitioner AS uuid))
"""

# What reaches into the span (begins, ends) of a practitioner's absence or unlike date.
_MET = """
    JOIN reservation r ON r.resource_id = x.practitioner_id AND r.organization_id = :organization
        AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
        AND r.begins_at > greatest(x.begins, CAST(:since AS timestamptz)) - interval '1 day'
        AND r.begins_at < x.ends AND r.ends_at > x.begins
"""

_SET_ACROSS = f"""
    SELECT r.appointment_id, r.practitioner_id
    FROM (SELECT practitioner_id, starts_at AS begins, ends_at AS ends FROM time_off
        WHERE organization_id = :organization AND cancelled_at IS NULL AND ends_at > :since) x
    {_MET}
    UNION
    SELECT r.appointment_id, r.practitioner_id
    FROM (SELECT DISTINCT practitioner_id,
            day::timestamp AT TIME ZONE :zone AS begins,
            (day + 1)::timestamp AT TIME ZONE :zone AS ends FROM date_hours
        WHERE organization_id = :organization AND day >= :first_day) x
    {_MET}
    UNION
    SELECT r.appointment_id, r.practitioner_id
    FROM (SELECT day FROM holiday
            WHERE organization_id = :organization AND removed_at IS NULL AND day >= :first_day
        UNION
        SELECT (day + make_interval(years => n))::date
            FROM holiday, generate_series(1, 200) n
            WHERE organization_id = :organization AND removed_at IS NULL AND yearly
                AND (day + make_interval(years => n))::date BETWEEN :first_day AND :last_day) h
    JOIN appointment a ON a.organization_id = :organization
        AND a.starts_at >= h.day::timestamp AT TIME ZONE :zone
        AND a.starts_at < (h.day + 1)::timestamp AT TIME ZONE :zone
    JOIN reservation r ON r.organization_id = :organization AND r.appointment_id = a.id
    WHERE r.released_at IS NULL AND r.practitioner_id IS NOT NULL
    UNION
    SELECT a.id, a.practitioner_id
    FROM hours_week w
    JOIN appointment a ON a.organization_id = :organization
        AND a.practitioner_id = w.practitioner_id AND a.created_at < w.set_at
        AND a.starts_at > :since AND a.starts_at >= w.valid_from::timestamp AT TIME ZONE :zone
    WHERE w.organization_id = :organization
"""  # noqa: S608  # put together from the constants above; all values are bound

# Who was booked outside of hours on purpose stays there, unless time off was added since.
_SEEN = """
    SELECT a.id, r.practitioner_id, greatest(a.starts_at, r.begins_at) AS begins,
        least(a.ends_at, r.ends_at) AS ends, a.starts_at, a.ends_at, a.patient_id, a.service_id,
        a.version
    FROM wanted
    JOIN appointment a ON a.organization_id = :organization AND a.id = wanted.appointment_id
    JOIN reservation r ON r.organization_id = :organization AND r.appointment_id = a.id
        AND r.practitioner_id = wanted.practitioner_id AND r.released_at IS NULL
    WHERE a.status IN ('booked', 'confirmed') AND a.starts_at > :now
        AND (NOT a.outside_hours OR EXISTS (
            SELECT FROM time_off t
            WHERE t.organization_id = :organization AND t.practitioner_id = r.practitioner_id
                AND t.cancelled_at IS NULL AND t.created_at > a.updated_at
                AND t.starts_at < a.ends_at AND t.ends_at > a.starts_at))
    ORDER BY a.starts_at, a.id
    LIMIT :most
"""

_SHOWN = """
    SELECT json_agg(json_build_array(
        seen.id, seen.practitioner_id, floor(extract(epoch FROM seen.begins))::bigint,
        ceil(extract(epoch FROM seen.ends))::bigint,
        floor(extract(epoch FROM seen.starts_at))::bigint,
        floor(extract(epoch FROM seen.ends_at))::bigint,
        patient.name, service.name, practitioner.name, seen.version
    ) ORDER BY seen.starts_at, patient.name, seen.id)
    FROM seen
    JOIN patient ON patient.organization_id = :organization AND patient.id = seen.patient_id
    JOIN service ON service.organization_id = :organization AND service.id = seen.service_id
    JOIN practitioner
        ON practitioner.organization_id = :organization AND practitioner.id = seen.practitioner_id
"""


def _statement(wanted: str) -> str:
    return f"""
    WITH wanted AS MATERIALIZED ({wanted}),
        seen AS MATERIALIZED ({_SEEN}),
        who AS MATERIALIZED (SELECT DISTINCT practitioner_id AS id FROM seen),
        week AS MATERIALIZED ({WEEKS})
    SELECT ({_SHOWN}),
        (SELECT json_agg(json_build_array(practitioner_id, valid_from)) FROM week),
        ({HOURS}), ({TIME_OFF}), ({DATES}), ({HOLIDAYS})
"""  # noqa: S608  # as above


VISITS_IN_SPAN = text(_statement(_IN_SPAN))
VISITS_SET_ACROSS = text(_statement(_SET_ACROSS))
