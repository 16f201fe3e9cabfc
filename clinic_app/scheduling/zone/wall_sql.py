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

NAMES = text("""
    SELECT a.id, p.name AS patient, s.name AS service
    FROM appointment a
    JOIN patient p ON p.organization_id = :organization AND p.id = a.patient_id
    JOIN service s ON s.organization_id = :organization AND s.id = a.service_id
    WHERE a.organization_id = :organization AND a.id = ANY(:ids)
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
