"""Say how patients may book by themselves."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.errors import ChangedMeanwhile, Invalid
from clinic_app.kit.ids import ServiceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.outside.public_rows import SHOWN, PublicSettings
from clinic_app.scheduling.outside.public_rules import check_settings
from clinic_app.scheduling.public_tables import PublicBooking, PublicService
from clinic_app.scheduling.tables import Service


def _changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile("Somebody just saved these settings. Please look again.")


refuse("public_booking_once", _changed_meanwhile)
refuse("public_service_once", _changed_meanwhile)


async def save_public_booking(
    session: AsyncSession,
    actor: Actor,
    *,
    settings: PublicSettings,
    services: Mapping[ServiceId, str],
) -> None:
    """Keep the settings, and which services patients see ("online", "call" or "").

    Raises Invalid beside the field that is wrong, NotFound for a service that is not here.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    kept = check_settings(settings, country=actor.country)
    _check_phone(kept, services)
    row = await _row(session, actor)
    for field, value in asdict(kept).items():
        setattr(row, field, " ".join(kept.origins) if field == "origins" else value)
    await _show(session, actor, services)
    shown = sorted(f"{one}:{how}" for one, how in services.items() if how)
    await announce(session, actor.organization_id, Topic.ORGANIZATION)
    await record(
        session,
        actor,
        Tag.PUBLIC_BOOKING_SAVE,
        subject_id=row.id,
        settings={**asdict(kept), "origins": list(kept.origins)},
        services=shown,
    )


def _check_phone(kept: PublicSettings, services: Mapping[ServiceId, str]) -> None:
    if not set(services.values()) <= set(SHOWN):
        raise Invalid("Choose from the list.", field="services")
    if "call" in services.values() and not kept.phone:
        raise Invalid("“Call us” needs a phone number to call.", field="phone")


async def _row(session: AsyncSession, actor: Actor) -> PublicBooking:
    query = scoped(PublicBooking, actor).with_for_update()
    row = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        row = PublicBooking(organization_id=actor.organization_id)
        session.add(row)
    return row


async def _show(session: AsyncSession, actor: Actor, services: Mapping[ServiceId, str]) -> None:
    for service_id in services:
        await find(session, actor, Service, service_id, what="The service")
    await session.execute(
        delete(PublicService).where(
            col(PublicService.organization_id) == actor.organization_id,
            col(PublicService.service_id).in_(list(services)),
        )
    )
    session.add_all(
        PublicService(organization_id=actor.organization_id, service_id=service_id, shown=shown)
        for service_id, shown in services.items()
        if shown
    )
    await session.flush()
