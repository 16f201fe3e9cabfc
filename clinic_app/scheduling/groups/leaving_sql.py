"""Which group sessions visits leave when they move, and whether anybody stays."""

# `aside`: those visits. A session in which nobody else sits goes with them, and so does what it
# takes: to whoever moves, that is free.
LEAVING = """
    SELECT g.id, NOT EXISTS (
        SELECT FROM numbered_place o
        WHERE o.organization_id = :organization AND o.owner_id = g.id AND o.released_at IS NULL
            AND (o.expires_at IS NULL OR o.expires_at > :now)
            AND (o.appointment_id IS NULL OR o.appointment_id <> ALL(CAST(:aside AS uuid[])))
    ) AS ends
    FROM numbered_place n
    JOIN group_session g ON g.organization_id = n.organization_id AND g.id = n.owner_id
    WHERE n.organization_id = :organization AND n.released_at IS NULL
        AND n.appointment_id = ANY(CAST(:aside AS uuid[]))
"""

# The session that a hold of one's own has opened, and in which nobody else sits, as well.
OPENED_BY_HOLD = """
    SELECT g.id, true
    FROM slot_hold h
    JOIN group_session g ON g.organization_id = h.organization_id AND g.id = h.session_id
    WHERE h.organization_id = :organization AND h.id = CAST(:hold AS uuid) AND NOT EXISTS (
        SELECT FROM numbered_place o
        WHERE o.organization_id = :organization AND o.owner_id = g.id AND o.released_at IS NULL
            AND (o.expires_at IS NULL OR o.expires_at > :now)
            AND o.hold_id IS DISTINCT FROM h.id)
"""
