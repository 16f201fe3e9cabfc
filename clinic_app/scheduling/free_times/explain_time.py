"""Why is this time not free? Every reason, in words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import (
    AppointmentId,
    GroupId,
    HoldId,
    PatientId,
    PractitionerId,
    RoomId,
    ServiceId,
)
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, in_room, instant
from clinic_app.scheduling.free_times.time_reasons import (
    Asked,
    Met,
    joins_a_session,
    of_the_devices,
    of_the_rooms,
    of_the_service,
    of_the_team,
    of_the_worker,
    of_those_who_come,
)
from clinic_app.scheduling.start_rules import start_instant

# What takes the practitioners then, with the visits' own times: a buffer has a sentence of its own.
_MET = text("""
    SELECT b.resource_id, floor(extract(epoch FROM b.begins_at))::bigint,
        ceil(extract(epoch FROM b.ends_at))::bigint,
        floor(extract(epoch FROM coalesce(a.starts_at, g.starts_at, b.begins_at)))::bigint,
        ceil(extract(epoch FROM coalesce(a.ends_at, g.ends_at, b.ends_at)))::bigint,
        s.name, g.seats - (SELECT count(*) FROM numbered_place n
            WHERE n.organization_id = g.organization_id AND n.owner_id = g.id
                AND n.released_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > :now))
    FROM reservation b
    LEFT JOIN appointment a
        ON a.organization_id = b.organization_id AND a.id = b.appointment_id
    LEFT JOIN group_session g ON g.organization_id = b.organization_id AND g.id = b.session_id
    LEFT JOIN service s ON s.organization_id = g.organization_id AND s.id = g.service_id
    WHERE b.organization_id = :organization AND b.resource_id = ANY(:who)
        AND b.released_at IS NULL
        AND b.begins_at > CAST(:begin AS timestamptz) - interval '1 day' AND b.begins_at < :end
        AND b.ends_at > :begin
        AND (b.expires_at IS NULL OR b.expires_at > :now)
    ORDER BY b.begins_at
""")
_SHORTEST = text("""
    SELECT s.id FROM service_practitioner g
    JOIN service s ON s.organization_id = g.organization_id AND s.id = g.service_id
    WHERE g.organization_id = :organization AND g.practitioner_id = :practitioner
        AND s.archived_at IS NULL
    ORDER BY s.duration_minutes + s.buffer_before + s.buffer_after, s.position, s.id LIMIT 1
""")


async def explain_time(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId | None,
    practitioner_id: PractitionerId | None,
    start: datetime,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    assistants: Assistants | None = None,
    minutes: int | None = None,
    group: GroupId | None = None,
    room_id: RoomId | None = None,
    patient_id: PatientId | None = None,
) -> tuple[str, ...]:
    """Return all the reasons why a visit cannot begin at `start`, none when it can.

    service_id: None asks about the practitioner alone, with the shortest visit that they give.
    practitioner_id: None asks about everybody who gives the service; it is free if one is.
    start: an instant, or a naive wall time of the clinic. The rest as in `find_free_slots`.
    """
    require(actor, Permission.APPOINTMENT_READ)
    try:
        begins = start_instant(start, actor.time_zone)
    except Invalid as refusal:
        return (refusal.message,)
    asked_for = service_id or await _shortest(session, actor, practitioner_id)
    day = to_wall(begins, actor.time_zone).date()
    facts = await load_slot_facts(
        *(session, actor),
        service_id=asked_for,
        practitioner_id=practitioner_id,
        first_day=day - timedelta(days=1),
        last_day=day,
        moving=moving,
        hold=hold,
        assistants=assistants,
        minutes=minutes,
        group=group,
        patient_id=patient_id,
    )
    facts = in_room(facts, room_id)
    if moving or group:  # what is booked already may be moved
        facts = replace(facts, archived=False, sessions=() if group else facts.sessions)
    met = await _met(session, actor, facts, int(begins.timestamp()))
    asked = Asked(facts, int(begins.timestamp()), actor.time_zone, met)
    return _reasons(asked, resources=service_id is not None)


def _reasons(asked: Asked, *, resources: bool) -> tuple[str, ...]:
    reasons = list(of_the_service(asked))
    reasons += of_those_who_come(asked)
    if joins_a_session(asked):
        return tuple(reasons)
    workers = asked.facts.workers
    of_all = {worker.id: list(of_the_worker(asked, worker)) for worker in workers}
    free = [worker for worker in workers if not of_all[worker.id]]
    if not free:
        reasons += [reason for of_one in of_all.values() for reason in of_one]
    reasons += of_the_team(asked, free or workers)
    if resources:
        reasons += [*of_the_rooms(asked), *of_the_devices(asked)]
    return tuple(dict.fromkeys(reasons))


async def _met(
    session: AsyncSession, actor: Actor, facts: SlotFacts, start: int
) -> tuple[Met, ...]:
    """Return what takes the people then, but for what goes along or is one's own."""
    begin, end = facts.need.around(start)
    people = (*facts.workers, *facts.team.helpers)
    values = {
        "organization": actor.organization_id,
        "who": [one.id for one in people],
        "begin": instant(begin),
        "end": instant(end),
        "now": now(),
    }
    rows: Any = await session.execute(_MET, values)
    found = (
        Met(row[0], (row[1], row[2]), (row[3], row[4]), row[5] or "", row[6] or 0) for row in rows
    )
    counted = {(one.id, span) for one in people for span in one.busy}
    return tuple(one for one in found if (one.resource, one.span) in counted)


async def _shortest(session: AsyncSession, actor: Actor, practitioner_id: UUID | None) -> ServiceId:
    values = {"organization": actor.organization_id, "practitioner": practitioner_id}
    found = (await session.execute(_SHORTEST, values)).scalar_one_or_none()
    if found is None:
        raise NotOffered("No service is given then.", field="service")
    return ServiceId(found)
