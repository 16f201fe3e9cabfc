"""Find out which clinic's tickets a screen's link may show."""

from typing import Any

from sqlalchemy import text

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import outsider
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import enter_clinic, transaction
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import OrganizationId
from clinic_app.kit.tokens import clinic_of_token, hash_token

# Clinics are another room's: joined by their table's name.
_LINK = text("""
    SELECT o.time_zone, o.country, o.currency
    FROM screen_link l
    JOIN organization o ON o.id = l.organization_id
    WHERE l.organization_id = :organization AND l.token_hash = :hash AND l.revoked_at IS NULL
""")


async def find_screen(token: str) -> Actor:
    """Return who reads through a link. Raises NotFound for one that is unknown or revoked."""
    organization_id = clinic_of_token(token)
    if organization_id is None:
        raise NotFound("This screen")
    async with transaction(read_only=True) as session:
        enter_clinic(session, organization=organization_id, person=None)
        values = {"organization": organization_id, "hash": hash_token(token)}
        row: Any = (await session.execute(_LINK, values)).one_or_none()
    if row is None:
        raise NotFound("This screen")
    return outsider(
        Kind.PATIENT,
        OrganizationId(organization_id),
        time_zone=row.time_zone,
        country=row.country,
        currency=row.currency,
        scopes=frozenset({Permission.APPOINTMENT_READ}),
        name="A screen in the waiting room",
    )
