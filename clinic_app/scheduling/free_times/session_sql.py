"""Group sessions with their seats and who assists, as a part of the statement for free times."""

from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS_OF

# Who assists in a session and may have no more visits that day, but for those that move.
_FULL_HELPERS = """
    SELECT json_agg(json_build_array(h.name, h.visits_a_day) ORDER BY h.name, h.id)
    FROM visit_assistant x
    JOIN practitioner h ON h.organization_id = :organization AND h.id = x.practitioner_id
    WHERE x.organization_id = :organization AND x.owner_id = g.id AND x.removed_at IS NULL
        AND h.visits_a_day <= (SELECT count(*) FROM numbered_place n
            WHERE n.organization_id = :organization AND n.owner_id = h.id
                AND n.released_at IS NULL
                AND n.day = CAST(g.starts_at AT TIME ZONE o.time_zone AS date)
                AND (n.appointment_id IS NULL OR n.appointment_id <> ALL(CAST(:aside AS uuid[]))))
"""

# Whether all who come know that it lies outside working hours.
_KEPT = """
    SELECT bool_and(a.outside_hours) FROM appointment a
    WHERE a.organization_id = :organization AND a.session_id = g.id
        AND a.status NOT IN ('cancelled', 'no_show')
"""

# Group sessions that have begun to fill, of a service that has seats.
SESSIONS = f"""
    CASE WHEN s.seats > 1 THEN (
        SELECT json_agg(json_build_array(g.id, g.practitioner_id, g.room_id,
            floor(extract(epoch FROM g.starts_at))::bigint,
            floor(extract(epoch FROM g.ends_at))::bigint,
            g.seats - (SELECT count(*) FROM numbered_place n
                WHERE n.organization_id = :organization AND n.owner_id = g.id
                    AND n.released_at IS NULL
                    AND (n.expires_at IS NULL OR (n.expires_at > :now
                        AND n.hold_id IS DISTINCT FROM CAST(:hold AS uuid)))),
            g.seats, ({ASSISTANTS_OF.format(owner="g.id")}), ({_FULL_HELPERS}), ({_KEPT})
            ) ORDER BY g.starts_at, g.id)
        FROM group_session g JOIN part ON part.gives AND part.id = g.practitioner_id
        WHERE g.organization_id = :organization AND g.service_id = s.id
            AND g.released_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > :now)
            AND g.starts_at >= :begin AND g.starts_at < :end
            AND g.id IS DISTINCT FROM CAST(:group AS uuid)
            AND g.id NOT IN (SELECT id FROM leaving)) END
"""  # noqa: S608  # put together from constants; all values are bound
