"""Add a practitioner, or change one."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import find
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import MemberId, PractitionerId, ServiceId
from clinic_app.kit.text import one_line
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.booking.places import count_those_booked
from clinic_app.scheduling.set_up.links import in_turn, set_services_of
from clinic_app.scheduling.set_up.own_limits import checked_cap
from clinic_app.scheduling.set_up.shelf import free_name, known_colour, last_position
from clinic_app.scheduling.tables import Practitioner

refuse(
    "practitioner_member_once",
    lambda: Invalid("That member is another practitioner already.", field="member_id"),
)


async def save_practitioner(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    practitioner_id: PractitionerId | None = None,
    specialty: str = "",
    colour: str = "teal",
    member_id: MemberId | None = None,
    service_ids: Sequence[ServiceId] | None = None,
    visits_a_day: int | None = None,
) -> PractitionerId:
    """Add (no id) or change a practitioner; `service_ids` None leaves their services alone.

    visits_a_day: the most that they can give or assist in on one day, None for any number.

    Raises Invalid beside a field, NotFound for an id, a member or a service of nowhere.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    row = await _row(session, actor, practitioner_id)
    row.name = await free_name(session, actor, Practitioner, name, besides=practitioner_id)
    row.specialty = one_line(specialty, field="specialty", label="The specialty", required=False)
    row.colour = known_colour(colour)
    row.visits_a_day = checked_cap(visits_a_day)
    await _let_go_of(session, actor, member_id)
    row.member_id = member_id
    session.add(row)
    await session.flush()
    if visits_a_day is not None:
        await count_those_booked(session, actor, owner="practitioner", owner_id=row.id)
    if service_ids is not None:
        await set_services_of(session, actor, PractitionerId(row.id), service_ids)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_SAVE),
        subject_id=row.id,
        added=practitioner_id is None,
        name=row.name,
        specialty=row.specialty,
        member=member_id,
        services=service_ids,
        visits_a_day=visits_a_day,
    )
    return PractitionerId(row.id)


async def _row(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId | None
) -> Practitioner:
    await in_turn(session, actor)
    if practitioner_id is not None:
        return await find(
            session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
        )
    position = await last_position(session, actor, Practitioner)
    return Practitioner(organization_id=actor.organization_id, name="", position=position)


async def _let_go_of(session: AsyncSession, actor: Actor, member_id: MemberId | None) -> None:
    """A practitioner who was put away does not keep the member from being a new one."""
    if member_id is not None:
        await session.execute(
            update(Practitioner)
            .where(
                col(Practitioner.organization_id) == actor.organization_id,
                col(Practitioner.member_id) == member_id,
                col(Practitioner.archived_at).is_not(None),
            )
            .values(member_id=None)
        )
