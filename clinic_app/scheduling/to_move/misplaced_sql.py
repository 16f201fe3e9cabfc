"""Which coming visits to look at, with the hours of whoever gives them: one statement each way.

Either all of some span, or those only that something was set across: found from the few
absences, exceptions, holidays and changed weeks, never by reading every visit.
Who is here and waits for somebody who has gone is among them, though their time be over.
A practitioner's part of a visit is their reservation, less the buffers at its edges; those who
come to a group share the one of its session.
"""

from sqlalchemy import text

from clinic_app.scheduling.free_times.slot_sql import DATES, HOLIDAYS, HOURS, TIME_OFF, WEEKS

_IN_SPAN = """
    SELECT a.id AS appointment_id, r.practitioner_id
    FROM appointment a
    JOIN reservation r ON r.organization_id = :organization
        AND (r.appointment_id = a.id OR r.session_id = a.session_id)
    WHERE a.organization_id = :organization AND a.starts_at < :until
        AND a.starts_at > CAST(:since AS timestamptz) - interval '1 day'
        AND (a.ends_at > :since OR a.status = 'checked_in' AND :since <= :now)
        AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
        AND (CAST(:practitioner AS uuid) IS NULL
            OR r.practitioner_id = CAST(:practitioner AS uuid))
"""

# Spans of somebody's absences and unlike dates, of holidays (of nobody), and of changed weeks.
# Their bounds are computed before they meet any visit: under row-level security a bound that
# comes out of a function (`AT TIME ZONE` is not leakproof) could not be sought in an index.
_SPANS = """
    SELECT practitioner_id, greatest(begins, :since) - interval '1 day' AS after, begins, ends,
        set_at
    FROM (
        SELECT practitioner_id, starts_at AS begins, ends_at AS ends, NULL::timestamptz AS set_at
            FROM time_off
            WHERE organization_id = :organization AND cancelled_at IS NULL AND ends_at > :since
        UNION
        SELECT practitioner_id, day::timestamp AT TIME ZONE :zone,
                (day + 1)::timestamp AT TIME ZONE :zone, NULL
            FROM date_hours WHERE organization_id = :organization AND day >= :first_day
        UNION
        SELECT NULL, day::timestamp AT TIME ZONE :zone,
                (day + 1)::timestamp AT TIME ZONE :zone, NULL
            FROM holiday
            WHERE organization_id = :organization AND removed_at IS NULL AND day >= :first_day
        UNION
        SELECT NULL, again AT TIME ZONE :zone, (again + interval '1 day') AT TIME ZONE :zone, NULL
            FROM holiday, generate_series(1, 200) n,
                LATERAL (SELECT day + make_interval(years => n) AS again) later
            WHERE organization_id = :organization AND removed_at IS NULL AND yearly
                AND again::date BETWEEN :first_day AND :last_day
        UNION
        SELECT practitioner_id, valid_from::timestamp AT TIME ZONE :zone, :end, set_at
            FROM hours_week WHERE organization_id = :organization AND set_at IS NOT NULL
    ) span
"""

# `OFFSET 0` keeps each search one of its own, from the span's bounds, whatever is estimated.
_SET_ACROSS = """
    SELECT a.id AS appointment_id, met.practitioner_id
    FROM span x, LATERAL (
        SELECT r.appointment_id, r.session_id, r.practitioner_id FROM reservation r
        WHERE r.resource_id = x.practitioner_id AND r.organization_id = :organization
            AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
            AND r.begins_at > x.after AND r.begins_at < x.ends
            AND (r.ends_at > x.begins OR x.begins <= :now)
            AND (x.set_at IS NULL OR r.created_at <= x.set_at)
        OFFSET 0) met
    JOIN appointment a ON a.organization_id = :organization
        AND (a.id = met.appointment_id OR a.session_id = met.session_id)
    UNION
    SELECT a.id, r.practitioner_id
    FROM span x, LATERAL (
        SELECT a.id, a.session_id FROM appointment a
        WHERE x.practitioner_id IS NULL AND a.organization_id = :organization
            AND a.starts_at > x.after AND a.starts_at < x.ends AND a.ends_at > x.begins
        OFFSET 0) a
    JOIN reservation r ON r.organization_id = :organization
        AND (r.appointment_id = a.id OR r.session_id = a.session_id)
        AND r.released_at IS NULL AND r.practitioner_id IS NOT NULL
"""

# A visit that has begun is over with its time, whether somebody says so or not.
_TO_COME = """(a.status IN ('booked', 'confirmed', 'in_visit') AND a.ends_at > :now
        OR a.status = 'checked_in' AND a.starts_at >= :today)"""

# Since when the patient is here, or is seen.
_SINCE = """CASE WHEN a.status IN ('checked_in', 'in_visit') THEN (
        SELECT floor(extract(epoch FROM max(e.created_at)))::bigint
        FROM appointment_event e
        WHERE e.organization_id = :organization AND e.appointment_id = a.id
            AND e.kind = 'status' AND e.to_status = a.status) END"""

# Who was booked outside of hours on purpose stays there, unless time off was added since.
_ASKS = """NOT a.outside_hours OR EXISTS (
        SELECT FROM time_off t
        WHERE t.organization_id = :organization AND t.practitioner_id = r.practitioner_id
            AND t.cancelled_at IS NULL AND t.created_at > a.updated_at
            AND t.starts_at < a.ends_at AND t.ends_at > a.starts_at)"""

# A session is told once for all who come: the first of them stands for it.
_SEEN = f"""
    SELECT * FROM (
        SELECT DISTINCT ON (coalesce(a.session_id, a.id), r.practitioner_id)
            a.id, r.practitioner_id, greatest(a.starts_at, r.begins_at) AS begins,
            least(a.ends_at, r.ends_at) AS ends, a.starts_at, a.ends_at, a.patient_id,
            a.service_id, a.version, a.practitioner_id <> r.practitioner_id AS assists,
            CASE WHEN a.session_id IS NOT NULL THEN count(*) OVER same ELSE 0 END AS comes,
            bool_or(a.status = 'in_visit') OVER same AS inside, min({_SINCE}) OVER same AS since,
            bool_or({_ASKS}) OVER same AS asks
        FROM wanted
        JOIN appointment a ON a.organization_id = :organization AND a.id = wanted.appointment_id
        JOIN reservation r ON r.organization_id = :organization
            AND (r.appointment_id = a.id OR r.session_id = a.session_id)
            AND r.practitioner_id = wanted.practitioner_id AND r.released_at IS NULL
        WHERE {_TO_COME}
        WINDOW same AS (PARTITION BY coalesce(a.session_id, a.id), r.practitioner_id)
        ORDER BY coalesce(a.session_id, a.id), r.practitioner_id, a.id) told
    WHERE asks
    ORDER BY starts_at, id
    LIMIT :most
"""  # noqa: S608  # put together from constants; all values are bound

_SHOWN = """
    SELECT json_agg(json_build_array(
        seen.id, seen.practitioner_id, floor(extract(epoch FROM seen.begins))::bigint,
        ceil(extract(epoch FROM seen.ends))::bigint,
        floor(extract(epoch FROM seen.starts_at))::bigint,
        floor(extract(epoch FROM seen.ends_at))::bigint,
        patient.name, service.name, practitioner.name, seen.version,
        seen.assists, seen.since, seen.inside, seen.comes
    ) ORDER BY seen.starts_at, patient.name, seen.id)
    FROM seen
    JOIN patient ON patient.organization_id = :organization AND patient.id = seen.patient_id
    JOIN service ON service.organization_id = :organization AND service.id = seen.service_id
    JOIN practitioner
        ON practitioner.organization_id = :organization AND practitioner.id = seen.practitioner_id
"""


def _statement(wanted: str, before: str = "") -> str:
    return f"""
    WITH {before} wanted AS MATERIALIZED ({wanted}),
        seen AS MATERIALIZED ({_SEEN}),
        who AS MATERIALIZED (SELECT DISTINCT practitioner_id AS id FROM seen),
        week AS MATERIALIZED ({WEEKS})
    SELECT ({_SHOWN}),
        (SELECT json_agg(json_build_array(practitioner_id, valid_from)) FROM week),
        ({HOURS}), ({TIME_OFF}), ({DATES}), ({HOLIDAYS})
"""  # noqa: S608  # as above


VISITS_IN_SPAN = text(_statement(_IN_SPAN))
VISITS_SET_ACROSS = text(_statement(_SET_ACROSS, f"span AS MATERIALIZED ({_SPANS}),"))
