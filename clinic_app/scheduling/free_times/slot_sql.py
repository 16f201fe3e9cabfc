"""The one statement behind the search for free times and behind every booking.

Written as SQL because it is one round trip for all that a day's slots depend on, whatever the
number of practitioners, rooms and days. Every part begins at the organization: its indexes do,
and row-level security asks for the same once more. Most of it is set-up, which seldom changes and
is kept in the process (`kept_setup.py`): then `taken` asks for the rest alone.
"""

from functools import cache

from clinic_app.database.statement import Statement
from clinic_app.scheduling.free_times.session_sql import SESSIONS
from clinic_app.scheduling.groups.leaving_sql import LEAVING, OPENED_BY_HOLD

# Live reservations that reach into the span, as [resource, begin, end]; those of somebody's hold
# with their name and its end as well. None is longer than a day, so those that began up to a day
# before are enough, and the index finds them. An expired hold takes nothing.
_BUSY_OF = """
    SELECT json_agg(CASE WHEN b.hold_id IS NULL THEN json_build_array(
        b.resource_id, floor(extract(epoch FROM b.begins_at))::bigint,
        ceil(extract(epoch FROM b.ends_at))::bigint)
    ELSE json_build_array(
        b.resource_id, floor(extract(epoch FROM b.begins_at))::bigint,
        ceil(extract(epoch FROM b.ends_at))::bigint,
        (SELECT h.held_by FROM slot_hold h
            WHERE h.organization_id = :organization AND h.id = b.hold_id),
        floor(extract(epoch FROM b.expires_at))::bigint) END)
    FROM ({wanted}) wanted
    JOIN reservation b ON b.resource_id = wanted.id
    WHERE b.organization_id = :organization AND b.released_at IS NULL
        AND b.begins_at > CAST(:begin AS timestamptz) - interval '1 day' AND b.begins_at < :end
        AND b.ends_at > :begin
        AND (b.appointment_id IS NULL OR b.appointment_id <> ALL(CAST(:aside AS uuid[])))
        AND (b.session_id IS NULL OR b.session_id IS DISTINCT FROM CAST(:group AS uuid))
        AND (b.expires_at IS NULL OR b.expires_at > :now)
        AND (b.hold_id IS NULL OR b.hold_id IS DISTINCT FROM CAST(:hold AS uuid))
"""
_BUSY = _BUSY_OF.format(
    wanted="SELECT id FROM who UNION ALL SELECT id FROM place UNION ALL SELECT id FROM tool"
)
_ENDED = "AND (b.session_id IS NULL OR b.session_id NOT IN (SELECT id FROM leaving WHERE ends))"

_GIVERS = """
    SELECT p.id, p.name, p.position, p.visits_a_day, true AS gives, false AS named,
        NULL::int AS from_minute, NULL::int AS minutes
    FROM service_practitioner g
    JOIN practitioner p ON p.organization_id = g.organization_id AND p.id = g.practitioner_id
    WHERE g.organization_id = :organization AND g.service_id = :service
        AND p.archived_at IS NULL
        AND (CAST(:practitioner AS uuid) IS NULL OR p.id = CAST(:practitioner AS uuid))
"""

# Where nobody is listed for one of the assistants that are asked for, anybody may be that one.
_MAY_ASSIST = """(EXISTS (
            SELECT FROM service_assistant l
            WHERE l.organization_id = :organization AND l.service_id = :service
                AND l.practitioner_id = p.id)
        OR c.assistants > (
            SELECT count(DISTINCT l.number) FROM service_assistant l
            WHERE l.organization_id = :organization AND l.service_id = :service))"""

# What moves with those who assist in it: a visit, a session, or one in which nobody else stays.
_MOVED = """
    SELECT CAST(:group AS uuid) AS id WHERE CAST(:group AS uuid) IS NOT NULL
    UNION ALL
    SELECT coalesce(a.session_id, a.id) FROM appointment a
    WHERE a.organization_id = :organization AND a.id = CAST(:moving AS uuid)
        AND (a.session_id IS NULL OR NOT EXISTS (
            SELECT FROM numbered_place o
            WHERE o.organization_id = :organization AND o.owner_id = a.session_id
                AND o.released_at IS NULL AND (o.expires_at IS NULL OR o.expires_at > :now)
                AND (o.appointment_id IS NULL
                    OR o.appointment_id <> ALL(CAST(:aside AS uuid[])))))
"""

# Who assists: those that were named, or whom what moves has; and where the service asks for
# some, everybody who may. Each with the part that what moves keeps for them.
_ASSISTANTS = f"""
    SELECT p.id, p.name, p.position, p.visits_a_day, false, true, x.from_minute, x.minutes
    FROM practitioner p
    LEFT JOIN visit_assistant x ON x.organization_id = :organization
        AND x.owner_id = (SELECT id FROM moved) AND x.practitioner_id = p.id
        AND x.removed_at IS NULL
    WHERE p.organization_id = :organization AND p.id = ANY(CAST(:assistants AS uuid[]))
    UNION ALL
    SELECT p.id, p.name, p.position, p.visits_a_day, false, true, x.from_minute, x.minutes
    FROM moved JOIN visit_assistant x ON x.owner_id = moved.id
    JOIN practitioner p ON p.organization_id = x.organization_id AND p.id = x.practitioner_id
    WHERE CAST(:assistants AS uuid[]) IS NULL AND x.organization_id = :organization
        AND x.removed_at IS NULL
    UNION ALL
    SELECT p.id, p.name, p.position, p.visits_a_day, false, false, NULL, NULL
    FROM service c JOIN practitioner p ON p.organization_id = c.organization_id
    WHERE c.organization_id = :organization AND c.id = :service AND c.assistants > 0
        AND NOT EXISTS (SELECT FROM moved) AND p.archived_at IS NULL
        AND {_MAY_ASSIST}
"""  # noqa: S608  # put together from constants; all values are bound

# What each assistant that the service asks for is there for, and who may.
_DUTIES = """
    SELECT json_agg(json_build_array(coalesce(d.from_minute, 0), d.minutes, (
        SELECT json_agg(l.practitioner_id) FROM service_assistant l
        WHERE l.organization_id = :organization AND l.service_id = :service
            AND l.number = n)) ORDER BY n)
    FROM generate_series(1, s.assistants) n
    LEFT JOIN service_duty d ON d.organization_id = :organization
        AND d.service_id = :service AND d.number = n
"""

# A service that lists no room may use any.
_ROOMS = """
    SELECT r.id, r.name, r.position
    FROM service_room f
    JOIN room r ON r.organization_id = f.organization_id AND r.id = f.room_id
    WHERE f.organization_id = :organization AND f.service_id = :service
        AND r.archived_at IS NULL
    UNION ALL
    SELECT r.id, r.name, r.position
    FROM room r
    WHERE r.organization_id = :organization AND r.archived_at IS NULL AND NOT EXISTS (
        SELECT FROM service_room f
        WHERE f.organization_id = :organization AND f.service_id = :service)
"""

_DEVICES = """
    SELECT d.id, d.name, d.archived_at IS NOT NULL AS archived
    FROM service_device n
    JOIN device d ON d.organization_id = n.organization_id AND d.id = n.device_id
    WHERE n.organization_id = :organization AND n.service_id = :service
"""

# The week in force on the first day, and those that begin within the span.
WEEKS = """
    SELECT h.practitioner_id, h.valid_from
    FROM who JOIN hours_week h ON h.practitioner_id = who.id
    WHERE h.organization_id = :organization AND h.valid_from <= :last_day
        AND h.valid_from >= coalesce((
            SELECT max(e.valid_from) FROM hours_week e
            WHERE e.organization_id = :organization AND e.practitioner_id = who.id
                AND e.valid_from <= :first_day), '-infinity')
"""

HOURS = """
    SELECT json_agg(json_build_array(
        h.practitioner_id, h.valid_from, h.weekday, h.kind, h.starts, h.ends))
    FROM week JOIN working_hours h
        ON h.practitioner_id = week.practitioner_id AND h.valid_from = week.valid_from
    WHERE h.organization_id = :organization
"""

TIME_OFF = """
    SELECT json_agg(json_build_array(
        t.practitioner_id, floor(extract(epoch FROM t.starts_at))::bigint,
        ceil(extract(epoch FROM t.ends_at))::bigint, t.reason))
    FROM who JOIN time_off t ON t.practitioner_id = who.id
    WHERE t.organization_id = :organization AND t.cancelled_at IS NULL
        AND t.starts_at < :end AND t.ends_at > :begin
"""

# What dates have of their own; a date is a row for each of its spans, in order.
DATES = """
    SELECT json_agg(json_build_array(
        x.practitioner_id, x.day, x.rule, x.kind, x.starts, x.ends, x.note) ORDER BY x.starts)
    FROM who JOIN date_hours x ON x.practitioner_id = who.id
    WHERE x.organization_id = :organization AND x.day BETWEEN :first_day AND :last_day
        AND x.removed_at IS NULL
"""

HOLIDAYS = """
    SELECT json_agg(json_build_array(h.day, h.name, h.yearly))
    FROM holiday h
    WHERE h.organization_id = :organization AND h.day <= :last_day
        AND (h.yearly OR h.day >= :first_day) AND h.removed_at IS NULL
"""

# How many visits each day has already, of those with a cap; who gives and assists is there twice.
_PLACES_OF = """
    SELECT json_agg(json_build_array(owner_id, day, many)) FROM (
        SELECT n.owner_id, n.day, count(DISTINCT n.id) AS many
        FROM ({owners}) owner
        JOIN numbered_place n ON n.owner_id = owner.id
        WHERE n.organization_id = :organization AND n.released_at IS NULL
            AND n.day BETWEEN :first_day AND :last_day
            AND (n.appointment_id IS NULL OR n.appointment_id <> ALL(CAST(:aside AS uuid[])))
            {stays}
        GROUP BY n.owner_id, n.day) counted
"""
_PLACES = _PLACES_OF.format(
    owners="SELECT id FROM part WHERE visits_a_day IS NOT NULL"
    " UNION ALL SELECT s.id WHERE s.visits_a_day IS NOT NULL",
    stays="""AND (CAST(:group AS uuid) IS NULL OR n.appointment_id IS NULL
                OR n.appointment_id NOT IN (SELECT a.id FROM appointment a
                    WHERE a.organization_id = :organization AND a.session_id = :group))""",
)

# Which state of the clinic's set-up this is. Without a row nothing has been noted yet.
_VERSION = "(SELECT version FROM setup_version WHERE organization_id = :organization)"

_LIMITS = """
    json_build_array(coalesce(s.notice_minutes, r.notice_minutes, 0),
        coalesce(s.ahead_days, r.ahead_days, :farthest), s.visits_a_day, s.seats, s.overbook)
"""

_HELPERS = """
    SELECT json_agg(json_build_array(id, name, visits_a_day, named, from_minute, minutes)
        ORDER BY named DESC, position, name, id) FROM part WHERE NOT gives
"""


def _facts(
    *,
    who: str,
    sessions: str,
    duties: str,
    helpers: str,
    moved: str,
    busy: str = _BUSY,
    more: str = "",
) -> Statement:
    return Statement(f"""
    WITH {more}part AS MATERIALIZED ({who}),
        who AS MATERIALIZED (SELECT DISTINCT id FROM part),
        place AS MATERIALIZED ({_ROOMS}),
        tool AS MATERIALIZED ({_DEVICES}),
        week AS MATERIALIZED ({WEEKS})
    SELECT s.name, s.duration_minutes, s.buffer_before, s.buffer_after, s.needs_room,
        s.archived_at IS NOT NULL, o.slot_minutes, o.one_visit_per_patient,
        ({_LIMITS}),
        (SELECT json_agg(json_build_array(id, name, visits_a_day) ORDER BY position, name, id)
            FROM part WHERE gives),
        (SELECT json_agg(json_build_array(id, name) ORDER BY position, name, id) FROM place),
        (SELECT json_agg(json_build_array(id, name, archived) ORDER BY id) FROM tool),
        (SELECT json_agg(json_build_array(practitioner_id, valid_from)) FROM week),
        ({HOURS}), ({TIME_OFF}), ({DATES}), ({HOLIDAYS}), ({helpers}),
        coalesce(r.tells, 'linked'), ({duties}), {moved},
        s.assistants = 0 AND s.seats = 1, {_VERSION}, ({busy}), ({_PLACES}), ({sessions})
    FROM service s JOIN organization o ON o.id = s.organization_id
        LEFT JOIN booking_rules r ON r.organization_id = s.organization_id
    WHERE s.organization_id = :organization AND s.id = :service
""")  # noqa: S608  # put together from the constants above; all values are bound


SLOT_FACTS = _facts(
    who=f"{_GIVERS} UNION ALL {_ASSISTANTS}",
    busy=f"{_BUSY} {_ENDED}",
    sessions=SESSIONS,
    duties=_DUTIES,
    helpers=_HELPERS,
    moved="EXISTS (SELECT FROM moved)",
    more=f"leaving AS MATERIALIZED ({LEAVING} UNION ALL {OPENED_BY_HOLD}),"
    f" moved AS MATERIALIZED ({_MOVED}), ",
)

# For a service without assistants and seats, as most are, which it tells: PostgreSQL has a fifth
# less to set up before it can begin.
PLAIN_SLOT_FACTS = _facts(
    who=_GIVERS, sessions="NULL", duties="NULL", helpers="NULL", moved="false"
)


@cache
def taken(resources: int, capped: int) -> Statement:
    """Return what asks for the state of the set-up, and what is taken of so many that are known.

    One by one and not as a list: of a list PostgreSQL thinks that it may be long, and plans anew
    each time, for four times as long as it then reads.
    """
    busy = _BUSY_OF.format(wanted=_each("resource", resources)) if resources else "NULL"
    places = _PLACES_OF.format(owners=_each("capped", capped), stays="") if capped else "NULL"
    return Statement(f"SELECT {_VERSION}, ({busy}), ({places}), NULL")


def _each(name: str, many: int) -> str:
    ids = ", ".join(f"(CAST(:{name}{n} AS uuid))" for n in range(many))
    return f"SELECT column1 AS id FROM (VALUES {ids}) given"  # noqa: S608  # as above


NAME_OF_PRACTITIONER = Statement(
    "SELECT name FROM practitioner WHERE organization_id = :organization AND id = :practitioner"
)
