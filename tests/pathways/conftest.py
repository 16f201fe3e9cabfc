"""A clinic that lets patients book online, and what leaves it for them."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import col, select

from clinic_app.database.encrypted import fingerprint
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.ids import ServiceId
from clinic_app.kit.zones import to_instant
from clinic_app.notifications.tables import Mail, TextMessage
from clinic_app.pathways import book_from_outside as booking
from clinic_app.pathways import request_booking_code as requesting
from clinic_app.pathways.book_from_outside import BookedOutside, Wish, book_from_outside
from clinic_app.pathways.open_clinic import OpenClinic, find_open_clinic
from clinic_app.pathways.request_booking_code import request_booking_code
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from clinic_app.scheduling.public_tables import BookingCode
from tests.cast import Clinic
from tests.scheduling.furniture import Desk, furnish, monday

OPEN = PublicSettings(is_open=True, days_ahead=365, notice_hours=1, most_visits=2, cancel_hours=24)
_numbers = count(1)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even answers are for strangers with a stopwatch, not for stories."""
    monkeypatch.setattr(requesting, "ANSWER_SECONDS", 0)
    monkeypatch.setattr(booking, "ANSWER_SECONDS", 0)


def somebody() -> Visitor:
    """Return a visitor from an address of their own."""
    number = next(_numbers)
    return Visitor(address=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", device="Tests")


def at(hour: int) -> datetime:
    """Return an instant of the Monday on which the stories play, by New York's clocks."""
    return to_instant(monday(hour), "America/New_York")


def new_mail() -> str:
    """Return an address that nobody used before."""
    return f"sofia-{next(_numbers)}@{UUID(int=next(_numbers)).hex[:6]}.example"


async def let_in(
    clinic: Clinic, *services: ServiceId, settings: PublicSettings = OPEN, shown: str = "online"
) -> None:
    """Let patients book these services."""
    await perform(
        clinic.owner,
        save_public_booking,
        settings=settings,
        services=dict.fromkeys(services, shown),
    )


async def code_of(clinic: Clinic, contact: str, request_id: UUID) -> str:
    """Return the digits that were sent for a request: of all sent, those whose hash is kept."""
    table, home = Mail if "@" in contact else TextMessage, clinic.organization_id
    async with transaction(organization=home) as session:
        asked = await session.get_one(BookingCode, (home, request_id))
        query = select(col(table.body)).where(
            col(table.recipient) == contact, col(table.good_until) == asked.expires_at
        )
        bodies = (await session.execute(query)).scalars().all()
        kept = asked.code_hash
    codes = [found[0] for found in (re.search(r"\b\d{6}\b", body) for body in bodies) if found]
    return next(
        code for code in codes if fingerprint(f"booking code {request_id} {code}", home) == kept
    )


async def rows_of(clinic: Clinic) -> dict[str, int]:
    """Count what a booking would create."""
    tables = ("patient", "appointment", "reservation", "visit_link", "audit_entry")
    async with transaction(organization=clinic.organization_id) as session:
        return {
            table: (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608  # our own names
            for table in tables
        }


@dataclass(frozen=True)
class Outside:
    """A clinic with one of each, open to strangers."""

    desk: Desk
    slug: str

    @property
    def clinic(self) -> Clinic:
        """The clinic with its team."""
        return self.desk.clinic

    async def open(self) -> OpenClinic:
        """Return it as a stranger's browser finds it."""
        return await find_open_clinic(self.slug)

    def wish(self, *, start: datetime | None = None, contact: str, **changes: str) -> Wish:
        """Return what a stranger wants: Monday at 10, unless it is said."""
        return replace(
            Wish(
                service_id=self.desk.service,
                start=start or at(10),
                name="Sofia Marín",
                birth="1984-03-12",
                contact=contact,
            ),
            **changes,
        )

    async def book(self, wish: Wish, visitor: Visitor | None = None) -> BookedOutside:
        """Go the whole way."""
        clinic, who = await self.open(), visitor or somebody()
        request_id = await request_booking_code(clinic, who, contact=wish.contact)
        code = await code_of(self.clinic, wish.contact, request_id)
        return await book_from_outside(clinic, who, request_id=request_id, code=code, wish=wish)


@pytest_asyncio.fixture
async def outside(clinic: Clinic) -> Outside:
    """A clinic in New York that is open to strangers."""
    desk = await furnish(clinic)
    await let_in(clinic, desk.service)
    return Outside(desk, clinic.slug)
