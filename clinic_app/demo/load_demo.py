"""Load the demo clinics into an empty database, in one transaction: all of it or nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import insert, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.audit.tables import AuditEntry
from clinic_app.database.columns import Table
from clinic_app.database.transaction import transaction
from clinic_app.demo.accounts import PASSWORD
from clinic_app.demo.clinics import CLINICS
from clinic_app.demo.draw import Draw
from clinic_app.demo.home import Home
from clinic_app.demo.make_outside import make_outside
from clinic_app.demo.make_patients import make_patients
from clinic_app.demo.make_schedule import make_schedule
from clinic_app.demo.make_team import make_team
from clinic_app.demo.make_tickets import make_tickets
from clinic_app.demo.make_visits import make_visits
from clinic_app.demo.plan_visits import plan_visits
from clinic_app.demo.shapes import DemoClinic
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.people.accounts.passwords import hash_password
from clinic_app.people.tables import Person
from clinic_app.settings import settings

Progress = Callable[[str], None]

_LOCK = 7_201_962  # any number that nobody else uses for an advisory lock
_SET_CLINIC = text("SELECT set_config('app.organization_id', :organization, true)")


def _silent(_: str) -> None:
    """Show nothing."""


async def load_demo(progress: Progress = _silent) -> None:
    """Fill an empty database with the demo clinics, the same ones all day.

    progress: is told what is being loaded. Raises CannotStart in production and where
    anybody is registered already.
    """
    if settings().environment == "production":
        raise CannotStart("ENVIRONMENT is production: the demo and its accounts are refused there.")
    moment = now()
    password_hash = await hash_password(PASSWORD)
    async with transaction() as session:
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if (await session.execute(select(col(Person.id)).limit(1))).first() is not None:
            raise CannotStart("The database is not empty, so the demo was not loaded.")
        for clinic in CLINICS:
            await _load(session, clinic, moment, password_hash, progress)


async def _load(
    session: AsyncSession,
    clinic: DemoClinic,
    moment: datetime,
    password_hash: str,
    progress: Progress,
) -> None:
    home = _home(clinic, moment)
    await session.execute(_SET_CLINIC, {"organization": str(home.organization_id)})
    progress(f"{clinic.name}: people and schedule")
    await _insert(session, make_team(home, password_hash))
    schedule = make_schedule(home)
    await _insert(session, schedule.rows)
    progress(f"{clinic.name}: {clinic.patients} patients")
    patients, belongings = make_patients(home)
    await _insert(session, [*patients, *belongings])
    visits = make_visits(home, schedule, plan_visits(home, patients))
    progress(f"{clinic.name}: {len(visits.appointments)} visits")
    await _insert(session, visits.sessions.values())
    await _insert(session, visits.appointments)
    await _insert(session, visits.assistants)
    await _insert(session, visits.seats)
    await _insert(session, visits.reservations)
    await _insert(session, visits.events)
    await _insert(session, make_tickets(home, visits))
    await _insert(session, make_outside(home, schedule))
    progress(f"{clinic.name}: the audit trail")
    connection = await session.connection()
    await connection.execute(insert(AuditEntry), home.in_order())


def _home(clinic: DemoClinic, moment: datetime) -> Home:
    today = to_wall(moment, clinic.time_zone).date()
    draw = Draw(today, clinic.slug)
    return Home(clinic, UUID(int=draw.getrandbits(128), version=4), today, moment, draw)


async def _insert(session: AsyncSession, rows: Iterable[Table]) -> None:
    """Insert rows in bulk, those of one table together, tables in the order they first come."""
    order: dict[type[Table], int] = {}
    listed = list(rows)
    for row in listed:
        order.setdefault(type(row), len(order))
    listed.sort(key=lambda row: order[type(row)])
    connection = await session.connection()
    for table, of_table in groupby(listed, key=type):
        # Not by way of the session: it would send rows with empty columns one by one.
        columns = stored_columns(table)
        await connection.execute(insert(table), [_values(row, columns) for row in of_table])


def stored_columns(table: type[Table]) -> list[str]:
    """Return the names of a table's columns, less those that PostgreSQL computes."""
    mapper: Any = inspect(table)
    return [column.name for column in mapper.columns if column.computed is None]


def _values(row: Table, columns: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns}
