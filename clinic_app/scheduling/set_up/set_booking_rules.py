"""Set the clinic's rules of booking."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import ChangedMeanwhile, Invalid
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.booking_limits import FARTHEST_DAYS, LONGEST_HOLD, LONGEST_NOTICE
from clinic_app.scheduling.rule_tables import BookingRules
from clinic_app.scheduling.telling.notice_rules import TELLS

refuse(
    "booking_rules_once",
    lambda: ChangedMeanwhile("Somebody just set the booking rules. Please look again."),
)


async def set_booking_rules(
    session: AsyncSession,
    actor: Actor,
    *,
    notice_minutes: int,
    ahead_days: int,
    hold_minutes: int,
    tells: str = "linked",
) -> None:
    """Set the notice, the horizon, how long an open form keeps its time, and who is told.

    tells: which patients hear of what staff change (`notice_rules.TELLS`).
    Visits already booked stay. Services with bounds of their own keep them. Raises Invalid.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    notice = checked_notice(notice_minutes)
    ahead = checked_ahead(ahead_days)
    if not 1 <= hold_minutes <= LONGEST_HOLD:
        raise Invalid(f"This is between 1 and {LONGEST_HOLD} minutes.", field="hold_minutes")
    if tells not in TELLS:
        raise Invalid("Choose from the list.", field="tells")
    found = await session.execute(scoped(BookingRules, actor).with_for_update())
    row = found.scalar_one_or_none() or BookingRules(organization_id=actor.organization_id)
    row.notice_minutes, row.ahead_days, row.hold_minutes = notice, ahead, hold_minutes
    row.tells = tells
    session.add(row)
    await session.flush()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.BOOKING_RULES),
        notice_minutes=notice,
        ahead_days=ahead,
        hold_minutes=hold_minutes,
        tells=tells,
    )


def checked_notice(minutes: int) -> int:
    """Return a notice in minutes. Raises Invalid."""
    if not 0 <= minutes <= LONGEST_NOTICE:
        raise Invalid("The notice is at most 30 days.", field="notice_minutes")
    return minutes


def checked_ahead(days: int) -> int:
    """Return how many days ahead. Raises Invalid."""
    if not 1 <= days <= FARTHEST_DAYS:
        raise Invalid("This is between one day and two years.", field="ahead_days")
    return days
