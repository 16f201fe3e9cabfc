"""The clinic's rules of booking."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.scheduling.rule_tables import BookingRules


@dataclass(frozen=True, slots=True)
class ClinicRules:
    """What holds for every service that has no bounds of its own."""

    notice_minutes: int
    ahead_days: int
    hold_minutes: int
    tells: str = "linked"  # which patients are told of changes: see notice_rules.TELLS


async def get_booking_rules(session: AsyncSession, actor: Actor) -> ClinicRules:
    """Return them; a clinic that has set none has the defaults."""
    require(actor, Permission.APPOINTMENT_READ)
    row = (await session.execute(scoped(BookingRules, actor))).scalar_one_or_none()
    row = row or BookingRules(organization_id=actor.organization_id)
    return ClinicRules(row.notice_minutes, row.ahead_days, row.hold_minutes, row.tells)
