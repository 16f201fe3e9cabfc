"""Change a clinic's settings."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.live.announce import announce, announce_sessions
from clinic_app.live.topics import Topic
from clinic_app.people.organizations import organization_rules as rules
from clinic_app.people.tables import Organization


async def edit_organization(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    time_zone: str,
    currency: str,
    idle_minutes: int,
    slot_minutes: int,
    one_visit_per_patient: bool,
) -> None:
    """Keep the settings. Appointments keep their instants when the time zone changes.

    one_visit_per_patient: refuse a visit while the patient has another at that time; visits
    that were booked before it was switched on are left as they are.

    Raises Invalid beside the field that is wrong.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    wanted = {
        "name": rules.check_name(name),
        "time_zone": rules.check_zone(time_zone),
        "currency": rules.check_currency(currency),
        "idle_minutes": rules.check_idle_minutes(idle_minutes),
        "slot_minutes": rules.check_slot_minutes(slot_minutes),
        "one_visit_per_patient": one_visit_per_patient,
    }
    organization = await _hold(session, actor)
    changes = {
        field: [getattr(organization, field), value]
        for field, value in wanted.items()
        if getattr(organization, field) != value
    }
    if not changes:
        return
    for field, (_, value) in changes.items():
        setattr(organization, field, value)
    # Everybody's actor carries the zone, and calendars draw by it.
    topics = (Topic.ORGANIZATION, Topic.CALENDAR, Topic.SCHEDULE)
    await announce(session, actor.organization_id, *topics)
    await announce_sessions(session, None)
    await record(session, actor, Tag.ORGANIZATION_EDIT, subject_id=organization.id, changes=changes)


async def _hold(session: AsyncSession, actor: Actor) -> Organization:
    query = select(Organization).where(col(Organization.id) == actor.organization_id)
    return (await session.execute(query.with_for_update())).scalar_one()
