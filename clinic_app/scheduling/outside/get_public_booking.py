"""How a clinic lets patients book: its settings, and what is shown to them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.ids import ServiceId
from clinic_app.scheduling.outside.public_rows import (
    PublicPractitioner,
    PublicSettings,
    ServiceShown,
)
from clinic_app.scheduling.public_tables import PublicBooking

_SERVICES = text("""
    SELECT s.id, s.name, s.duration_minutes, s.seats, COALESCE(p.shown, '') AS shown
    FROM service s
    LEFT JOIN public_service p ON p.organization_id = s.organization_id AND p.service_id = s.id
    WHERE s.organization_id = :organization AND s.archived_at IS NULL
    ORDER BY s.position, s.name, s.id
""")
_GIVERS = text("""
    SELECT p.id, p.name, p.specialty
    FROM service_practitioner g
    JOIN practitioner p ON p.organization_id = g.organization_id AND p.id = g.practitioner_id
    WHERE g.organization_id = :organization AND g.service_id = :service AND p.archived_at IS NULL
    ORDER BY p.position, p.name, p.id
""")


async def get_public_booking(session: AsyncSession, actor: Actor) -> PublicSettings:
    """Return the settings; those that hold before anybody saved any, if none were."""
    require(actor, Permission.APPOINTMENT_READ)
    query = scoped(PublicBooking, actor).order_by(col(PublicBooking.id))
    row = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        return PublicSettings()
    return PublicSettings(
        is_open=row.is_open,
        colour=row.colour,
        policy=row.policy,
        phone=row.phone,
        notice_hours=row.notice_hours,
        days_ahead=row.days_ahead,
        most_visits=row.most_visits,
        cancel_hours=row.cancel_hours,
        origins=tuple(row.origins.split()),
        feeds_name_patients=row.feeds_name_patients,
    )


async def list_services_shown(session: AsyncSession, actor: Actor) -> tuple[ServiceShown, ...]:
    """Return every live service and whether patients see it."""
    require(actor, Permission.APPOINTMENT_READ)
    rows = await session.execute(_SERVICES, {"organization": actor.organization_id})
    return tuple(
        ServiceShown(str(row.id), row.name, row.duration_minutes, row.shown, row.seats)
        for row in rows
    )


async def list_public_practitioners(
    session: AsyncSession, actor: Actor, *, service_id: ServiceId
) -> tuple[PublicPractitioner, ...]:
    """Return who gives a service, in the clinic's order."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "service": service_id}
    rows = await session.execute(_GIVERS, values)
    return tuple(PublicPractitioner(str(row.id), row.name, row.specialty) for row in rows)
