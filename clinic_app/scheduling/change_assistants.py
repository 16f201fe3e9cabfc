"""Let others take part in a visit that stands, or leave it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

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
from clinic_app.scheduling.limit_rules import CAP
from clinic_app.scheduling.load_slot_facts import load_slot_facts
from clinic_app.scheduling.overrides import Waived, waive
from clinic_app.scheduling.part_rules import WHOLE, Assistants, Assisting, Part, is_so, with_parts
from clinic_app.scheduling.places import release_places
from clinic_app.scheduling.plan_team import (
    named_roles,
    require_few,
    require_no_group,
    require_within,
)
from clinic_app.scheduling.reserve import Cap, caps_on_people, within
from clinic_app.scheduling.slot_facts import SlotFacts, instant
from clinic_app.scheduling.states import ENDED, STATUS_NAMES, Status
from clinic_app.scheduling.step_visit import lock_visit
from clinic_app.scheduling.still_here import require_helpers_here
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
    assistants: Assistants,
    outside_hours: bool = False,
    despite_rules: bool = False,
) -> None:
    """Let exactly these assist from now on, whatever the service asks for.

    Each who is new, or in another part than before, has to be free and at work for it.
    outside_hours, despite_rules: or off work, or over their visits of that day, by a right of
    its own; the visit is marked. Raises SlotTaken, DayFull or NotWorking by name, NotOffered,
    NotFound, Invalid for a part that is none of the visit, and IllegalMove for a visit that is
    over.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules)
    visit = await lock_visit(session, actor, appointment_id, version)
    if visit.status in ENDED:
        raise IllegalMove(f"A visit marked “{STATUS_NAMES[Status(visit.status)]}” stays as it is.")
    had, asked = await assistants_of(session, actor, visit.id), with_parts(assistants)
    if is_so(asked, had):
        return
    require_few(len(asked))
    if visit.practitioner_id in asked:
        raise NotOffered("Who gives the visit cannot assist as well.", field="assistants")
    stays = {who: part for who, part in had.items() if asked.get(who, part) in {None, part}}
    stays = {who: part for who, part in stays.items() if who in asked}
    require_within({**asked, **dict.fromkeys(stays)}, _minutes(visit))
    for who, part in had.items():
        if who not in stays:
            await _let_go(session, actor, visit, who, part)
    await release_places(session, actor, visit.id, of=had.keys() - asked.keys())
    now_there = {**stays}
    if len(stays) < len(asked):
        team = _Team(had, {**asked, **stays}, stays)
        waived = waived._replace(hours=outside_hours or visit.outside_hours)
        now_there |= await _take(session, actor, visit, team, waived)
    await keep_assistants(session, actor, visit.id, now_there)
    await _write(session, actor, visit, had, now_there)


async def _let_go(
    session: AsyncSession, actor: Actor, visit: Appointment, who: PractitionerId, part: Part
) -> None:
    await release_practitioner(session, actor, visit.id, who)
    begins, ends = part.within(_seconds(visit.starts_at), _seconds(visit.ends_at))
    await free_time(
        *(session, actor),
        practitioner_id=who,
        starts_at=instant(begins),
        ends_at=instant(ends),
    )


class _Team(NamedTuple):
    """Who assisted, who shall, and who does so all the time, in their parts."""

    had: Assisting
    asked: Assistants
    stays: Assisting


async def _take(
    session: AsyncSession, actor: Actor, visit: Appointment, team: _Team, waived: Waived
) -> dict[PractitionerId, Part]:
    """Take the time of those who do not have it yet, and return their parts."""
    facts = await _facts(session, actor, visit, team.asked)
    require_no_group(facts)
    begins = _seconds(visit.starts_at)
    joins = named_roles(facts, begins, waived, there=team.stays, counted=team.had)
    taking = Taking(session, actor, Owner(appointment_id=visit.id))
    for helper in sorted(joins, key=lambda one: one.id):  # as everybody takes
        visit.outside_hours |= not works(helper, facts.need, begins)
        begin, end = helper.around(facts.need, begins)
        try:
            await taking.one_of(
                "practitioner_id", (helper.id,), Range(instant(begin), instant(end))
            )
        except SlotTaken:
            raise SlotTaken(f"{helper.name} has another visit") from None
    caps = await require_helpers_here(session, actor, [one.id for one in joins])
    new = [one for one in joins if one.id not in team.had]
    await _take_places(session, actor, visit, caps_on_people(new, caps), over=waived.rules)
    return {one.id: one.part or WHOLE for one in joins}


async def _take_places(
    session: AsyncSession, actor: Actor, visit: Appointment, caps: Sequence[Cap], *, over: bool
) -> None:
    """Take a place among the day's visits of each who has a cap. Raises DayFull."""
    day, marks = to_wall(visit.starts_at, actor.time_zone).date(), visit.exceptions.split(",")
    for cap in caps:
        if not await within(session, actor, cap, day, over=over, appointment_id=visit.id):
            marks.append(CAP)
    visit.exceptions = ",".join(dict.fromkeys(filter(None, marks)))


async def _facts(
    session: AsyncSession, actor: Actor, visit: Appointment, asked: Assistants
) -> SlotFacts:
    """Return what is known of those who shall assist, for as long as the visit lasts."""
    day = to_wall(visit.starts_at, actor.time_zone).date()
    return await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        practitioner_id=None,
        first_day=day - timedelta(days=1),  # hours of the day before may reach over midnight
        last_day=day,
        moving=AppointmentId(visit.id),
        minutes=_minutes(visit),
        assistants=asked,
    )


async def _write(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    had: Assisting,
    now_there: Assisting,
) -> None:
    visit.version += 1
    visit.updated_at = now()
    became = {
        "joined": [who for who in now_there if who not in had],
        "left": [who for who in had if who not in now_there],
        "parted": [who for who, part in had.items() if now_there.get(who, part) != part],
    }
    for kind, who in became.items():
        if not who:
            continue
        values = {"organization": actor.organization_id, "who": who}
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
        **became,
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _minutes(visit: Appointment) -> int:
    return (_seconds(visit.ends_at) - _seconds(visit.starts_at)) // 60
