"""Take what several visits of one coming need: kind after kind, as a visit by itself does.

Were one visit taken after the other, a coming would have a room already while it waits for its
next practitioner; whoever has that practitioner and wants the room would wait for it, in a ring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.scheduling.assistants.keep_assistants import keep_assistants
from clinic_app.scheduling.booking.places import release_places
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.reserve import Cap, Taken, caps_on, within
from clinic_app.scheduling.booking.still_here import require_still_here
from clinic_app.scheduling.booking.taking import Resources, Taking, resources_of
from clinic_app.scheduling.booking.visit_plan import Candidate, VisitPlan, parts_of
from clinic_app.scheduling.limit_rules import CAP


@dataclass(slots=True)
class Claim:
    """One of several plans, and what was taken for it so far."""

    plan: VisitPlan
    taking: Taking
    people: Sequence[Candidate] = ()
    room_id: UUID | None = None
    lane: int = 0


async def take_together(claims: Sequence[Claim]) -> list[Resources]:
    """Take all resources of each, or raise SlotTaken; then roll back.

    People by id, as teams do; rooms by time, since a claim takes whichever is free; devices by id.
    """
    for one in claims:
        await one.taking.release("practitioner_id")
    for one in sorted(claims, key=lambda one: (one.plan.practitioners[0].id, one.plan.start)):
        one.people, one.lane = await one.taking.people(one.plan)
    for one in claims:
        await one.taking.release("room_id")
    for one in sorted(claims, key=lambda one: one.plan.start):
        one.room_id, lane = await one.taking.room(one.plan)
        one.lane = max(one.lane, lane)
    await _take_devices(claims)
    return [resources_of(one.people, one.room_id, one.lane) for one in claims]


async def _take_devices(claims: Sequence[Claim]) -> None:
    for one in claims:
        await one.taking.release("device_id")
    needed = [(device, one.plan.start, one) for one in claims for device in one.plan.devices]
    for device, _, one in sorted(needed, key=lambda need: need[:2]):
        one.lane = max(one.lane, await one.taking.device(one.plan, device))


async def require_all_here(
    session: AsyncSession, actor: Actor, plan: VisitPlan, got: Resources
) -> tuple[Cap, ...]:
    """Raise NotOffered when something of what was taken is archived by now; return the caps."""
    caps = await require_still_here(session, actor, plan, got)
    return tuple(caps_on(plan, got, caps))


async def reserve_together(
    session: AsyncSession,
    actor: Actor,
    plans: Sequence[tuple[UUID, VisitPlan]],
    *,
    patient_id: UUID,
    again: bool = False,
) -> list[Taken]:
    """Take practitioners, rooms, devices and the patient for visits, or raise and take nothing.

    plans: of each visit, by its id. The rest as in `reserve`; a group's seats are not taken here.
    """
    claims = [
        Claim(plan, Taking(session, actor, Owner(appointment_id=visit), again=again))
        for visit, plan in plans
    ]
    got = await take_together(claims)
    for one in claims:
        await one.taking.release("patient_id")
    for one in sorted(claims, key=lambda one: one.plan.start):
        facts = one.plan.facts
        await one.taking.patient(patient_id, one.plan.visit, once=facts.one_visit_per_patient)
    for (visit, plan), each in zip(plans, got, strict=True):
        if plan.facts.team.size or plan.facts.team.asked:
            owner = Owner(appointment_id=visit)
            await keep_assistants(session, actor, owner, parts_of(each.assistants))
        if again:
            await release_places(session, actor, visit)
    marks = await _take_places(session, actor, plans, got)
    return [
        Taken(each.practitioner, each.room_id, mark, each.lane, None, each.assistants)
        for each, mark in zip(got, marks, strict=True)
    ]


async def _take_places(
    session: AsyncSession,
    actor: Actor,
    plans: Sequence[tuple[UUID, VisitPlan]],
    got: Sequence[Resources],
) -> list[str]:
    """Take the places under the caps, practitioners' first; return what each breaks on purpose."""
    wanted = [
        (cap, visit, plan)
        for (visit, plan), each in zip(plans, got, strict=True)
        for cap in await require_all_here(session, actor, plan, each)
    ]
    over = set[UUID]()
    wanted.sort(key=lambda one: (one[0].owner_id == one[2].service_id, one[0].owner_id))
    for cap, visit, plan in wanted:
        if not await within(session, actor, cap, plan.day, over=plan.waived, appointment_id=visit):
            over.add(visit)
    every = [[*plan.exceptions, *([CAP] if visit in over else [])] for visit, plan in plans]
    return [",".join(dict.fromkeys(exceptions)) for exceptions in every]
