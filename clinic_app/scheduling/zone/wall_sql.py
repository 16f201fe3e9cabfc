"""The statements that shift visits to come, with all that they take, each by its own seconds.

Exclusion constraints look at every row as it changes, so a visit may not stand for a moment on
one that has not moved yet. All go a thousand years ahead first, where nobody is, and come back
to their new places; only two that truly want the same time meet there, and are refused.
"""

from sqlalchemy import text

_FAR = "interval '31556952000 seconds'"

# What takes time, or is offered, and is still to come: shifted as a visit is.
TAKERS = text("""
    SELECT 'appointment' AS kind, a.id, a.starts_at FROM appointment a
        WHERE a.organization_id = :organization AND a.starts_at > :now
            AND a.status NOT IN ('cancelled', 'no_show')
    UNION ALL
    SELECT 'slot_hold', h.id, h.starts_at FROM slot_hold h
        WHERE h.organization_id = :organization AND h.starts_at > :now AND h.released_at IS NULL
    UNION ALL
    SELECT 'group_session', g.id, g.starts_at FROM group_session g
        WHERE g.organization_id = :organization AND g.starts_at > :now AND g.released_at IS NULL
    UNION ALL
    SELECT 'freed_time', f.id, f.starts_at FROM freed_time f
        WHERE f.organization_id = :organization AND f.starts_at > :now
    ORDER BY starts_at
""")

# Whatever is taken, and may be met: what is only just over too, since clocks can go back to it.
TAKEN = text("""
    SELECT coalesce(r.appointment_id, r.hold_id, r.session_id) AS owner, r.resource_id, r.lane,
        r.begins_at, r.ends_at
    FROM reservation r
    WHERE r.organization_id = :organization AND r.released_at IS NULL AND r.begins_at > :since
    ORDER BY r.begins_at
""")

NAMES = text("""
    SELECT one.id, one.starts_at, one.patient, s.name AS service
    FROM (
        SELECT a.organization_id, a.id, a.starts_at, a.service_id, p.name AS patient
        FROM appointment a
        JOIN patient p ON p.organization_id = :organization AND p.id = a.patient_id
        UNION ALL
        SELECT g.organization_id, g.id, g.starts_at, g.service_id, 'A group'
        FROM group_session g
        UNION ALL
        SELECT h.organization_id, h.id, h.starts_at, h.service_id, 'A held time'
        FROM slot_hold h
    ) one
    JOIN service s ON s.organization_id = :organization AND s.id = one.service_id
    WHERE one.organization_id = :organization AND one.id = ANY(:ids)
""")

_MOVES = """
    unnest(CAST(:ids AS uuid[]), CAST(:seconds AS bigint[])) AS move(id, seconds)
"""

AWAY = text(f"""
    UPDATE reservation r
    SET during = tstzrange(lower(r.during) + {_FAR}, upper(r.during) + {_FAR})
    FROM {_MOVES}
    WHERE r.organization_id = :organization AND r.released_at IS NULL
        AND coalesce(r.appointment_id, r.hold_id, r.session_id) = move.id
""")  # noqa: S608  # put together from the constants above; all values are bound

BACK = text(f"""
    UPDATE reservation r SET during = tstzrange(
        lower(r.during) - {_FAR} + make_interval(secs => move.seconds),
        upper(r.during) - {_FAR} + make_interval(secs => move.seconds))
    FROM {_MOVES}
    WHERE r.organization_id = :organization AND r.released_at IS NULL
        AND coalesce(r.appointment_id, r.hold_id, r.session_id) = move.id
""")  # noqa: S608  # as above

EVENTS = text(f"""
    INSERT INTO appointment_event (organization_id, id, created_at, appointment_id, kind,
        from_status, to_status, from_starts_at, to_starts_at, from_practitioner_id,
        to_practitioner_id, reason, member_id)
    SELECT a.organization_id, gen_random_uuid(), :now, a.id, 'moved', '', '', a.starts_at,
        a.starts_at + make_interval(secs => move.seconds), a.practitioner_id, a.practitioner_id,
        :reason, :member
    FROM {_MOVES}
    JOIN appointment a ON a.organization_id = :organization AND a.id = move.id
""")  # noqa: S608  # as above

VISITS = text(f"""
    UPDATE appointment a
    SET starts_at = a.starts_at + make_interval(secs => move.seconds),
        ends_at = a.ends_at + make_interval(secs => move.seconds),
        version = a.version + 1, updated_at = :now
    FROM {_MOVES}
    WHERE a.organization_id = :organization AND a.id = move.id
""")  # noqa: S608  # as above


def _shift(table: str, key: str = "id") -> str:
    return f"""
    UPDATE {table} t
    SET starts_at = t.starts_at + make_interval(secs => move.seconds),
        ends_at = t.ends_at + make_interval(secs => move.seconds)
    FROM {_MOVES}
    WHERE t.organization_id = :organization AND t.{key} = move.id
"""  # noqa: S608  # the names below


# An offer of the waiting list goes with the time that is held for it.
OTHERS = (
    text(_shift("slot_hold")),
    text(_shift("slot_offer", "hold_id")),
    text(_shift("group_session")),
    text(_shift("freed_time")),
)
