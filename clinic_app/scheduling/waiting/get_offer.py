"""One offer, as the page of its private link may show it: never the patient's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import OfferId
from clinic_app.kit.tokens import hash_token

_OFFER = text("""
    SELECT f.id, f.state, f.starts_at, f.ends_at, f.expires_at, s.name AS service,
        w.name AS practitioner, p.email, p.phone
    FROM slot_offer f
    JOIN waiting_entry e ON e.organization_id = f.organization_id AND e.id = f.waiting_id
    JOIN patient p ON p.organization_id = e.organization_id AND p.id = e.patient_id
    JOIN service s ON s.organization_id = e.organization_id AND s.id = e.service_id
    JOIN practitioner w ON w.organization_id = f.organization_id AND w.id = f.practitioner_id
    WHERE f.organization_id = :organization AND f.token_hash = :hash
""")


@dataclass(frozen=True, slots=True)
class LinkedOffer:
    """What is offered, until when, and how it stands. Contact: where a confirmation goes."""

    id: OfferId
    state: str  # open, accepted, declined, expired or withdrawn
    start: datetime
    end: datetime
    expires_at: datetime
    service: str
    practitioner: str
    email: str
    phone: str


async def get_offer(session: AsyncSession, actor: Actor, *, token: str) -> LinkedOffer:
    """Return the offer of a link. One whose time is over counts as expired. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "hash": hash_token(token)}
    row: Any = (await session.execute(_OFFER, values)).one_or_none()
    if row is None:
        raise NotFound("This link")
    over = row.state == "open" and row.expires_at <= now()
    return LinkedOffer(
        id=OfferId(row.id),
        state="expired" if over else row.state,
        start=row.starts_at,
        end=row.ends_at,
        expires_at=row.expires_at,
        service=row.service,
        practitioner=row.practitioner,
        email=row.email,
        phone=row.phone,
    )
