"""Ten clinics of many years or of a few weeks: as busy on any day, but with more behind them.

Made in SQL, as the owner, the rows that booking would have left: a visit, its practitioner, room
and patient reserved, and one line of history. Every clinic has the same twenty days to come, so
that whatever is asked of those days returns the same however much lies behind.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg import Connection, connect
from psycopg.rows import TupleRow

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.kit.ids import MemberId, OrganizationId, PersonId

CLINICS = 10
PRACTITIONERS = 10
VISITS_A_DAY = 50  # of a clinic
DAYS_TO_COME = 20

_CLINIC = """
    INSERT INTO organization (id, name, slug, time_zone, country, currency, idle_minutes,
        slot_minutes, one_visit_per_patient, next_file_number, created_at)
    VALUES (%(org)s, 'Bench', %(slug)s, 'America/New_York', 'US', 'USD', 60, 15, true, 1, now())
"""
_PATIENTS = """
    INSERT INTO patient (organization_id, id, created_at, file_number, name, name_search,
        search_text, birth_date, birth_date_is, sex, phone, email, address, kin_name,
        kin_relation, kin_phone, language, version, updated_at)
    SELECT %(org)s, gen_random_uuid(), now(), (10000 + n)::text, name, lower(name),
        lower(name) || ' ' || (2125500000 + n) || ' ' || (10000 + n),
        date '1950-01-01' + n %% 25000, 'day', 'female', '+1' || (2125500000 + n),
        '', '', '', '', '', '', 1, now()
    FROM (
        SELECT n, (string_to_array(%(first_names)s, ','))[1 + n %% 16] || ' '
            || (string_to_array(%(last_names)s, ','))[1 + (n / 16) %% 16] || ' '
            || chr(65 + (n / 256) %% 26) || 'ar' || chr(97 + (n / 6656) %% 26) AS name
        FROM generate_series(1, %(patients)s) AS n
    ) AS people
"""
_FIRST = "Amina,Karl,Priya,Mei,Hana,Jonas,Tom,Iris,Leo,Nora,Zoe,Noah,Eva,George,Sofia,Mark"
_LAST = "Yusuf,Novak,Nair,Tan,Sato,Falk,Brandt,Berg,Rossi,Quinn,Adams,Weiss,Lind,Hill,Marín,Kessler"

_SET_UP = (
    """
    INSERT INTO service (organization_id, id, created_at, name, duration_minutes, buffer_before,
        buffer_after, colour, needs_room, position)
    VALUES (%(org)s, %(service)s, now(), 'Check-up', 30, 0, 5, 'teal', true, 0)
    """,
    """
    INSERT INTO practitioner (organization_id, id, created_at, name, specialty, colour, position)
    SELECT %(org)s, gen_random_uuid(), now(), 'Dr. Number ' || n, '', 'teal', n
    FROM generate_series(0, %(practitioners)s - 1) AS n
    """,
    """
    INSERT INTO room (organization_id, id, created_at, name, position)
    SELECT %(org)s, gen_random_uuid(), now(), 'Room ' || n, n
    FROM generate_series(0, %(practitioners)s - 1) AS n
    """,
    """
    INSERT INTO service_practitioner (organization_id, id, service_id, practitioner_id)
    SELECT %(org)s, gen_random_uuid(), %(service)s, id FROM practitioner
    WHERE organization_id = %(org)s
    """,
    """
    INSERT INTO hours_week (organization_id, id, practitioner_id, valid_from, set_at)
    SELECT %(org)s, gen_random_uuid(), id, date '2000-01-03', now() FROM practitioner
    WHERE organization_id = %(org)s
    """,
    """
    INSERT INTO working_hours (organization_id, id, practitioner_id, valid_from, weekday, kind,
        starts, ends)
    SELECT %(org)s, gen_random_uuid(), p.id, date '2000-01-03', d, 'work', '08:00', '18:00'
    FROM practitioner p, generate_series(0, 6) AS d WHERE p.organization_id = %(org)s
    """,
)

# Five visits a day each, from nine o'clock in New York's winter on, three quarters apart.
_VISITS = """
    INSERT INTO appointment (organization_id, id, created_at, patient_id, service_id,
        practitioner_id, room_id, starts_at, ends_at, status, note, outside_hours, version,
        created_by, updated_at)
    SELECT %(org)s, gen_random_uuid(), now(), patients[1 + (n * 7919) %% cardinality(patients)],
        %(service)s, workers[1 + n %% %(practitioners)s], rooms[1 + n %% %(practitioners)s],
        start, start + interval '30 minutes',
        CASE WHEN start < now() THEN 'completed' ELSE 'booked' END, '', false, 1,
        workers[1], now()
    FROM (SELECT array_agg(id ORDER BY id) AS patients FROM patient
            WHERE organization_id = %(org)s) AS a,
        (SELECT array_agg(id ORDER BY position) AS workers FROM practitioner
            WHERE organization_id = %(org)s) AS b,
        (SELECT array_agg(id ORDER BY position) AS rooms FROM room
            WHERE organization_id = %(org)s) AS c,
        (SELECT n, %(newest)s::timestamptz - (n / %(a_day)s) * interval '1 day'
                + ((n / %(practitioners)s) %% (%(a_day)s / %(practitioners)s))
                * interval '45 minutes' AS start
            FROM generate_series(0, %(visits)s - 1) AS n) AS d
"""
_RESERVATIONS = """
    INSERT INTO reservation (organization_id, id, created_at, appointment_id, practitioner_id,
        room_id, patient_id, during)
    SELECT organization_id, gen_random_uuid(), now(), id,
        CASE WHEN kind = 1 THEN practitioner_id END, CASE WHEN kind = 2 THEN room_id END,
        CASE WHEN kind = 3 THEN patient_id END,
        tstzrange(starts_at,
            ends_at + CASE WHEN kind = 3 THEN interval '0' ELSE interval '5 minutes' END)
    FROM appointment, generate_series(1, 3) AS kind WHERE organization_id = %(org)s
"""
_HISTORY = """
    INSERT INTO appointment_event (organization_id, id, created_at, appointment_id, kind,
        from_status, to_status, to_starts_at, to_practitioner_id, reason, member_id)
    SELECT organization_id, gen_random_uuid(), now(), id, 'booked', '', 'booked', starts_at,
        practitioner_id, '', created_by
    FROM appointment WHERE organization_id = %(org)s
"""


@dataclass(frozen=True)
class GrowthClinic:
    """One of the ten: who asks, and what of."""

    actor: Actor
    service_id: UUID
    practitioners: tuple[UUID, ...]
    patients: tuple[UUID, ...]  # some of them
    busy_from: datetime  # when the visits of the first day to come begin


def make_clinics(
    url: str, *, visits: int, patients: int, clinics: int = CLINICS
) -> list[GrowthClinic]:
    """Fill an empty, migrated database with `visits` and `patients` over all clinics."""
    with connect(url, autocommit=True) as database:
        made = [
            _make_clinic(database, number, visits // clinics, patients // clinics)
            for number in range(clinics)
        ]
        database.execute("VACUUM ANALYZE")
    return made


def _make_clinic(
    database: Connection[TupleRow], number: int, visits: int, patients: int
) -> GrowthClinic:
    today = datetime.now(UTC).date()
    busy_from = datetime.combine(today + timedelta(days=7), time(14), UTC)
    values: dict[str, object] = {
        "org": uuid4(),
        "slug": f"growth-{number}",
        "service": uuid4(),
        "practitioners": PRACTITIONERS,
        "patients": patients,
        "visits": visits,
        "a_day": VISITS_A_DAY,
        "newest": busy_from + timedelta(days=DAYS_TO_COME - 1),
        "first_names": _FIRST,
        "last_names": _LAST,
    }
    database.execute("SELECT set_config('app.organization_id', %(org)s::text, false)", values)
    for statement in (_CLINIC, _PATIENTS, *_SET_UP, _VISITS, _RESERVATIONS, _HISTORY):
        database.execute(statement, values)
    return GrowthClinic(
        actor=_owner(UUID(str(values["org"]))),
        service_id=UUID(str(values["service"])),
        practitioners=_ids(database, "practitioner", values),
        patients=_ids(database, "patient", values),
        busy_from=busy_from,
    )


def _ids(
    database: Connection[TupleRow], table: LiteralString, values: dict[str, object]
) -> tuple[UUID, ...]:
    query = f"SELECT id FROM {table} WHERE organization_id = %(org)s ORDER BY id LIMIT 1000"  # noqa: S608  # our own word
    found = database.execute(query, values).fetchall()
    return tuple(row[0] for row in found)


def _owner(organization_id: UUID) -> Actor:
    return Actor(
        organization_id=OrganizationId(organization_id),
        member_id=MemberId(uuid4()),
        person_id=PersonId(uuid4()),
        role=Role.OWNER,
        name="Bench",
        session_id=None,
        time_zone="America/New_York",
        country="US",
        currency="USD",
    )
