"""Who assists in what stands, a visit or a group's session, from now on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_in, keep_assistants
from clinic_app.scheduling.assistants.note_team import note_team
from clinic_app.scheduling.assistants.part_rules import (
    WHOLE,
    Assistants,
    Assisting,
    Part,
    is_so,
    with_parts,
)
from clinic_app.scheduling.assistants.plan_team import named_roles, require_few, require_within
from clinic_app.scheduling.assistants.team_rules import works
from clinic_app.scheduling.booking.places import release_places
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.reserve import Cap, caps_on_people, within
from clinic_app.scheduling.booking.still_here import require_helpers_here
from clinic_app.scheduling.booking.taking import Taking, release_practitioner
from clinic_app.scheduling.errors import IllegalMove, NotOffered, SlotTaken
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, instant
from clinic_app.scheduling.groups.group_rows import group_version
from clinic_app.scheduling.limit_rules import CAP
from clinic_app.scheduling.overrides import Waived
from clinic_app.scheduling.states import ENDED, STATUS_NAMES, Status
from clinic_app.scheduling.waiting.free_time import free_time


class Staffed(NamedTuple):
    """A visit, or a session with the visits of all who come; locked."""

    owner: Owner
    visits: Sequence[Appointment]

    @property
    def id(self) -> UUID:
        """The visit's or the session's."""
        return self.owner.session_id or self.visits[0].id

    @property
    def span(self) -> tuple[int, int]:
        """When it is, in seconds since 1970."""
        first = self.visits[0]
        return _seconds(first.starts_at), _seconds(first.ends_at)

    @property
    def version(self) -> int:
        """Of the visit, or of all who come to the session."""
        if self.owner.session_id:
            return group_version((one.id, one.version) for one in self.visits)
        return self.visits[0].version

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        begins, ends = self.span
        return (ends - begins) // 60


async def staff(
    session: AsyncSession,
    actor: Actor,
    staffed: Staffed,
    assistants: Assistants,
    waived: Waived,
) -> None:
    """Let exactly these assist in it. The rest as in `change_assistants`."""
    first = staffed.visits[0]
    if all(one.status in ENDED for one in staffed.visits):
        raise IllegalMove(f"A visit marked “{STATUS_NAMES[Status(first.status)]}” stays as it is.")
    had, asked = await assistants_in(session, actor, staffed.id), with_parts(assistants)
    if is_so(asked, had):
        return
    require_few(len(asked))
    if first.practitioner_id in asked:
        raise NotOffered("Who gives the visit cannot assist as well.", field="assistants")
    stays = {who: part for who, part in had.items() if asked.get(who, part) in {None, part}}
    stays = {who: part for who, part in stays.items() if who in asked}
    require_within({**asked, **dict.fromkeys(stays)}, staffed.minutes)
    for who, part in had.items():
        if who not in stays:
            await _let_go(session, actor, staffed, who, part)
    for visit in staffed.visits:
        await release_places(session, actor, visit.id, of=had.keys() - asked.keys())
    now_there = {**stays}
    if len(stays) < len(asked):
        team = _Team(had, {**asked, **stays}, stays)
        hours = waived.hours or any(one.outside_hours for one in staffed.visits)
        now_there |= await _take(session, actor, staffed, team, waived._replace(hours=hours))
    await keep_assistants(session, actor, staffed.owner, now_there)
    await _write(session, actor, staffed, had, now_there)


async def _let_go(
    session: AsyncSession, actor: Actor, staffed: Staffed, who: PractitionerId, part: Part
) -> None:
    await release_practitioner(session, actor, staffed.owner, who)
    begins, ends = part.within(*staffed.span)
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
    session: AsyncSession, actor: Actor, staffed: Staffed, team: _Team, waived: Waived
) -> dict[PractitionerId, Part]:
    """Take the time of those who do not have it yet, and return their parts."""
    facts = await _facts(session, actor, staffed, team.asked)
    begins, _ = staffed.span
    joins = named_roles(facts, begins, waived, there=team.stays, counted=team.had)
    taking = Taking(session, actor, staffed.owner)
    for helper in sorted(joins, key=lambda one: one.id):  # as everybody takes
        if not works(helper, facts.need, begins):
            for visit in staffed.visits:
                visit.outside_hours = True
        begin, end = helper.around(facts.need, begins)
        try:
            await taking.one_of(
                "practitioner_id", (helper.id,), Range(instant(begin), instant(end))
            )
        except SlotTaken:
            raise SlotTaken(f"{helper.name} has another visit") from None
    caps = await require_helpers_here(session, actor, [one.id for one in joins])
    new = [one for one in joins if one.id not in team.had]
    for visit in staffed.visits:
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
    session: AsyncSession, actor: Actor, staffed: Staffed, asked: Assistants
) -> SlotFacts:
    """Return what is known of those who shall assist, for as long as it lasts."""
    first, group = staffed.visits[0], staffed.owner.session_id
    day = to_wall(first.starts_at, actor.time_zone).date()
    return await load_slot_facts(
        *(session, actor),
        service_id=ServiceId(first.service_id),
        practitioner_id=None,
        first_day=day - timedelta(days=1),  # hours of the day before may reach over midnight
        last_day=day,
        moving=None if group else AppointmentId(first.id),
        group=GroupId(group) if group else None,
        minutes=staffed.minutes,
        assistants=asked,
    )


async def _write(
    session: AsyncSession,
    actor: Actor,
    staffed: Staffed,
    had: Assisting,
    now_there: Assisting,
) -> None:
    for visit in staffed.visits:
        visit.version += 1
        visit.updated_at = now()
    became = await note_team(session, actor, staffed.visits, had, now_there)
    await announce(session, actor.organization_id, Topic.CALENDAR)
    for visit in staffed.visits:
        await record(
            *(session, actor, Tag.APPOINTMENT_EDIT),
            subject_id=visit.id,
            patient_id=visit.patient_id,
            **became,
        )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
