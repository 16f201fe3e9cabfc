"""Find the visit that a check-in link leads to, while it can be used."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import PATIENT_SCOPES, outsider
from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, OrganizationId
from clinic_app.kit.tokens import clinic_of_token, hash_token
from clinic_app.scheduling.visit.check_in_rules import MOST_TRIES, Birth, is_open

# Patients and clinics are another room's: joined by their tables' names.
_HELD = """
    SELECT l.id, l.tries, a.id AS visit_id, a.status, a.starts_at, a.ends_at,
        p.birth_date, p.birth_date_is, o.name AS clinic, o.time_zone, o.country, o.currency
    FROM check_in_link l
    JOIN appointment a ON a.organization_id = l.organization_id AND a.id = l.appointment_id
    JOIN patient p ON p.organization_id = l.organization_id AND p.id = a.patient_id
    JOIN organization o ON o.id = l.organization_id
    WHERE l.organization_id = :organization AND l.token_hash = :hash AND p.removed_at IS NULL
        AND NOT EXISTS (  -- a private link that leads here as well, and was taken back
            SELECT FROM visit_link v WHERE v.organization_id = l.organization_id
                AND v.token_hash = l.token_hash AND v.revoked_at IS NOT NULL
        )
"""
_LOOK = text(_HELD)
_HOLD = text(f"{_HELD} FOR UPDATE OF l")


@dataclass(frozen=True, slots=True)
class HeldCheckIn:
    """A link that can be used now, and who acts through it."""

    actor: Actor
    link_id: UUID
    appointment_id: AppointmentId
    tries_left: int
    birth: Birth
    clinic: str


async def hold_check_in(session: AsyncSession, token: str, *, lock: bool = True) -> HeldCheckIn:
    """Enter the clinic that a link leads into and return what it is for, locked.

    Raises NotFound in the same words for a link that is unknown, another clinic's, of a visit
    that was cancelled, is over, or is not to begin soon.
    """
    organization_id = clinic_of_token(token)
    if organization_id is None:
        raise NotFound("This visit")
    enter_clinic(session, organization=organization_id, person=None)
    values = {"organization": organization_id, "hash": hash_token(token)}
    row: Any = (await session.execute(_HOLD if lock else _LOOK, values)).one_or_none()
    if row is None or not is_open(row.status, row.starts_at, row.ends_at, now(), row.time_zone):
        raise NotFound("This visit")
    actor = outsider(
        Kind.PATIENT,
        OrganizationId(organization_id),
        time_zone=row.time_zone,
        country=row.country,
        currency=row.currency,
        scopes=PATIENT_SCOPES,
    )
    return HeldCheckIn(
        actor=actor,
        link_id=row.id,
        appointment_id=AppointmentId(row.visit_id),
        tries_left=max(0, MOST_TRIES - row.tries),
        birth=Birth(row.birth_date, row.birth_date_is),
        clinic=row.clinic,
    )
