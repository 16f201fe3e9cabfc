"""Let others take part in a visit that stands, or leave it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.errors import IllegalMove, NotOffered, SlotTaken
from clinic_app.scheduling.free_time import free_time
from clinic_app.scheduling.keep_assistants import assistants_of, keep_assistants
from clinic_app.scheduling.overrides import require_override
from clinic_app.scheduling.part_rules import WHOLE, Part
from clinic_app.scheduling.plan_team import is_able, require_few, require_no_group
from clinic_app.scheduling.slot_facts import SlotFacts, instant, load_slot_facts
from clinic_app.scheduling.states import ENDED, STATUS_NAMES, Status
from clinic_app.scheduling.step_visit import lock_visit
from clinic_app.scheduling.still_here import require_still_here
from clinic_app.scheduling.taking import Owner, Taking, release_practitioner
from clinic_app.scheduling.team_rules import works

_NAMES = text("""
    SELECT string_agg(name, ', ' ORDER BY name) FROM practitioner
    WHERE organization_id = :organization AND id = ANY(:who)
""")


async def change_assistants(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    assistants: Sequence[PractitionerId],
    outside_hours: bool = False,
) -> None:
    """Let exactly these assist from now on, whatever the service asks for.

    Each who is new has to be free and at work for the whole of the visit. outside_hours: or off
    work, by a right of its own; the visit is marked. Raises SlotTaken or NotWorking by name,
    NotOffered, NotFound, IllegalMove for a visit that is over.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    require_override(actor, outside_hours)
    visit = await lock_visit(session, actor, appointment_id, version)
    if visit.status in ENDED:
        raise IllegalMove(f"A visit marked “{STATUS_NAMES[Status(visit.status)]}” stays as it is.")
    require_few(len(set(assistants)))
    had = set(await assistants_of(session, actor, visit.id))
    left, new = had - set(assistants), sorted(set(assistants) - had)
    if visit.practitioner_id in new:
        raise NotOffered("Who gives the visit cannot assist as well.", field="assistants")
    if not left and not new:
        return
    for one in left:
        await release_practitioner(session, actor, visit.id, one)
        await free_time(
            *(session, actor),
            practitioner_id=one,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
        )
    parts = dict.fromkeys(assistants, WHOLE)
    if new:
        parts |= await _take(session, actor, visit, new, outside_hours=outside_hours)
    await keep_assistants(session, actor, visit.id, parts)
    await _write(session, actor, visit, new, left)


async def _take(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    new: Sequence[PractitionerId],
    *,
    outside_hours: bool,
) -> dict[PractitionerId, Part]:
    """Take the time of those who are new, and return the parts for which they are needed."""
    facts = await _facts(session, actor, visit, new)
    require_no_group(facts)
    begins = int(visit.starts_at.timestamp())
    for helper in facts.team.helpers:
        is_able(facts, helper, begins, hours=outside_hours or visit.outside_hours, others=False)
        visit.outside_hours |= not works(helper, facts.need, begins)
    taking = Taking(session, actor, Owner(appointment_id=visit.id))
    for helper in facts.team.helpers:  # in the order of ids, as everybody takes
        begin, end = helper.around(facts.need, begins)
        try:
            await taking.one_of(
                "practitioner_id", (helper.id,), Range(instant(begin), instant(end))
            )
        except SlotTaken:
            raise SlotTaken(f"{helper.name} has another visit") from None
    await require_still_here(
        *(session, actor),
        service_id=visit.service_id,
        practitioner_id=visit.practitioner_id,
        room_id=None,
        device_ids=(),
        assistant_ids=tuple(new),
    )
    return {one.id: one.part for one in facts.team.helpers}


async def _facts(
    session: AsyncSession, actor: Actor, visit: Appointment, new: Sequence[PractitionerId]
) -> SlotFacts:
    """Return what is known of those who are new, for as long as the visit lasts."""
    day = to_wall(visit.starts_at, actor.time_zone).date()
    facts = await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        practitioner_id=None,
        first_day=day - timedelta(days=1),  # hours of the day before may reach over midnight
        last_day=day,
        moving=AppointmentId(visit.id),
        assistants=new,
    )
    lasts = int((visit.ends_at - visit.starts_at).total_seconds())
    team = replace(facts.team, helpers=tuple(sorted(facts.team.helpers, key=lambda one: one.id)))
    return replace(facts, need=replace(facts.need, duration=lasts), team=team)


async def _write(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    new: Sequence[UUID],
    left: set[PractitionerId],
) -> None:
    visit.version += 1
    visit.updated_at = now()
    for who, kind in ((new, "joined"), (left, "left")):
        if not who:
            continue
        values = {"organization": actor.organization_id, "who": list(who)}
        names = (await session.execute(_NAMES, values)).scalar_one()
        session.add(
            AppointmentEvent(
                organization_id=actor.organization_id,
                appointment_id=visit.id,
                kind=kind,
                reason=names,
                member_id=actor.member_id,
            )
        )
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.APPOINTMENT_EDIT),
        subject_id=visit.id,
        patient_id=visit.patient_id,
        joined=list(new),
        left=list(left),
    )
