"""The clinic that is measured: 100,000 patients, 10 practitioners, a full month of visits."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.dialects.postgresql import Range
from sqlmodel import Session as Database

from clinic_app.access.roles import Role
from clinic_app.database.engine import driver_url
from clinic_app.people.tables import Member, Organization, Person, Session
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.tables import (
    HoursWeek,
    Practitioner,
    Service,
    ServicePractitioner,
    WorkingHours,
)

PATIENTS = 100_000
PRACTITIONERS = 10
VISITS_A_DAY = 10  # of each practitioner
DAYS = 28
SEATS = 60  # signed-in members

_FIRST = "Amina,Karl,Priya,Mei,Hana,Jonas,Tom,Iris,Leo,Nora,Zoe,Noah,Eva,George,Sofia,Mark"
_LAST = "Yusuf,Novak,Nair,Tan,Sato,Falk,Brandt,Berg,Rossi,Quinn,Adams,Weiss,Lind,Hill,Marín,Kessler"

_PATIENTS_SQL = """
    INSERT INTO patient (organization_id, id, created_at, file_number, name, name_search,
        search_text, birth_date, birth_date_is, sex, phone, email, address, kin_name,
        kin_relation, kin_phone, language, version, updated_at)
    SELECT :org, gen_random_uuid(), now(), (10000 + n)::text, name, lower(name),
        lower(name) || ' ' || (2125500000 + n) || ' ' || (10000 + n),
        date '1950-01-01' + n % 25000, 'day', 'female', '+1' || (2125500000 + n),
        '', '', '', '', '', '', 1, now()
    FROM (
        SELECT n, (string_to_array(:first, ','))[1 + n % 16] || ' '
            || (string_to_array(:last, ','))[1 + (n / 16) % 16] || ' '
            || chr(65 + (n / 256) % 26) || 'ar' || chr(97 + (n / 6656) % 26) AS name
        FROM generate_series(1, CAST(:count AS integer)) AS n
    ) AS people
"""


@dataclass
class BenchClinic:
    """What the benchmark needs to know of the clinic it made."""

    organization_id: UUID
    day: date  # the first of the measured days, a Monday
    practitioners: list[UUID] = field(default_factory=list[UUID])
    service_id: UUID = field(default_factory=uuid4)
    cookies: list[str] = field(default_factory=list[str])
    patients: list[UUID] = field(default_factory=list[UUID])


def make_clinic(url: str) -> BenchClinic:
    """Fill an empty, migrated database, as its owner."""
    today = datetime.now(UTC).date()
    clinic = BenchClinic(uuid4(), today + timedelta(days=7 - today.weekday()))
    engine = create_engine(driver_url(url))
    with Database(engine) as database:
        database.connection().execute(
            text("SELECT set_config('app.organization_id', :id, false)"),
            {"id": str(clinic.organization_id)},
        )
        _members(database, clinic)
        _patients(database, clinic)
        _set_up(database, clinic)
        _visits(database, clinic)
        database.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return clinic


def _members(database: Database, clinic: BenchClinic) -> None:
    home = clinic.organization_id
    database.add(
        Organization(
            id=home,
            name="Bench",
            slug="bench",
            time_zone="America/New_York",
            country="US",
            currency="USD",
            idle_minutes=60,
            next_file_number=200_000,
        )
    )
    database.flush()
    for seat in range(SEATS):
        cookie = f"bench-{uuid4().hex}"
        clinic.cookies.append(cookie)
        person = Person(name=f"Seat {seat}", email=f"seat{seat}@bench.example", password_hash="!")  # noqa: S106  # matches no password
        database.add(person)
        database.flush()
        role = Role.RECEPTION if seat else Role.OWNER
        database.add(Member(organization_id=home, person_id=person.id, role=role))
        database.add(
            Session(
                token_hash=hashlib.sha256(cookie.encode()).digest(),
                person_id=person.id,
                active_organization_id=home,
                expires_at=datetime.now(UTC) + timedelta(hours=12),
            )
        )
    database.flush()


def _patients(database: Database, clinic: BenchClinic) -> None:
    names = {"first": _FIRST, "last": _LAST}
    values = {"org": clinic.organization_id, "count": PATIENTS, **names}
    database.connection().execute(text(_PATIENTS_SQL), values)
    rows = database.connection().execute(text("SELECT id FROM patient LIMIT 20000"))
    clinic.patients = list(rows.scalars())


def _set_up(database: Database, clinic: BenchClinic) -> None:
    home = clinic.organization_id
    service = Service(
        organization_id=home,
        id=clinic.service_id,
        name="Check-up",
        duration_minutes=30,
        buffer_after=5,
        needs_room=False,
    )
    database.add(service)
    since = date(2020, 1, 6)
    for number in range(PRACTITIONERS):
        who = Practitioner(organization_id=home, name=f"Dr. Number {number}", position=number)
        clinic.practitioners.append(who.id)
        database.add(who)
        database.flush()
        ids = {"organization_id": home, "practitioner_id": who.id}
        database.add(HoursWeek.model_validate({**ids, "valid_from": since}))
        database.add(ServicePractitioner.model_validate({**ids, "service_id": service.id}))
        for weekday in range(7):
            for kind, starts, ends in (
                ("work", time(8), time(18)),
                ("break", time(12), time(12, 30)),
            ):
                span = {"weekday": weekday, "kind": kind, "starts": starts, "ends": ends}
                database.add(WorkingHours.model_validate({**ids, **span, "valid_from": since}))
    database.flush()


def _visits(database: Database, clinic: BenchClinic) -> None:
    """Ten visits a day each, from about nine o'clock in New York."""
    midnight = datetime.combine(clinic.day, time(), UTC)
    spare = iter(clinic.patients)
    for day in range(DAYS):
        for who in clinic.practitioners:
            for number in range(VISITS_A_DAY):
                start = midnight + timedelta(days=day, hours=13, minutes=45 * number)
                _visit(database, clinic, who, next(spare), start)
    clinic.patients = list(spare)


def _visit(
    database: Database, clinic: BenchClinic, who: UUID, patient: UUID, start: datetime
) -> None:
    end = start + timedelta(minutes=30)
    visit = Appointment(
        organization_id=clinic.organization_id,
        patient_id=patient,
        service_id=clinic.service_id,
        practitioner_id=who,
        starts_at=start,
        ends_at=end,
        created_by=who,
    )
    database.add(visit)
    database.flush()
    database.add(
        Reservation(
            organization_id=clinic.organization_id,
            appointment_id=visit.id,
            practitioner_id=who,
            during=Range(start, end + timedelta(minutes=5)),
        )
    )
