"""When several services can be given one after the other: one search for all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import HoldId, PatientId
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.coming.chain_rules import Link, chain_at, follows_at, own_of
from clinic_app.scheduling.coming.coming_parts import (
    AskedPart,
    moving_in,
    require_no_seats,
    require_several,
)
from clinic_app.scheduling.coming.own_services import all_taken
from clinic_app.scheduling.errors import NotOffered, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, in_room, instant
from clinic_app.scheduling.free_times.slot_reasons import why_taken
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.free_times.slot_rules import grid
from clinic_app.scheduling.overrides import Waived
from clinic_app.scheduling.wall_words import clock, day_and_clock
from clinic_app.scheduling.zone.distance_rules import Distance


async def find_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[AskedPart],
    first_day: date,
    days: int = 1,
    explain: bool = False,
    hold: HoldId | None = None,
    patient_id: PatientId | None = None,
) -> tuple[FreeSlot, ...]:
    """Return the times at which the first can begin so that all can be given, in order.

    parts: in the order of the coming; their starts are not asked. The rest as in
    `find_free_slots`; a slot ends when the last service is over. One query for each service.
    """
    require(actor, Permission.APPOINTMENT_READ)
    if not 1 <= days <= MOST_DAYS or not 2000 <= first_day.year <= 2200:
        raise Invalid(f"Free times can be searched for 1 to {MOST_DAYS} days.", field="day")
    last_day = first_day + timedelta(days=days - 1)
    chain = await load_chain(
        *(session, actor),
        parts=parts,
        first_day=first_day,
        last_day=last_day,
        hold=hold,
        patient_id=patient_id,
    )
    begin, end = (
        int(moment.timestamp())
        for moment in (
            max(day_bounds(first_day, actor.time_zone)[0], now()),
            day_bounds(last_day, actor.time_zone)[1],
        )
    )
    head, apart = chain[0], _apart(parts)
    starts = {at for one in head.workers for at in grid(one.work, head.need.duration, head.step)}
    within = sorted(at for at in starts if begin <= at < end)
    found = ((at, chain_at(chain, at, apart=apart)) for at in within)
    slots = [_slot(parts, chain, links, at) for at, links in found]
    return tuple(slot for slot in slots if explain or not slot.taken)


async def plan_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[AskedPart],
    start: datetime,
    hold: HoldId | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
    patient_id: PatientId | None = None,
) -> tuple[Link, ...]:
    """Return who gives what when, from an instant on. Raises SlotTaken with what stands against.

    outside_hours, despite_rules, overbook: as in `book_together`; refused as there.
    patient_id: as in `find_free_slots`; nothing waives it.
    """
    require(actor, Permission.APPOINTMENT_READ)
    day = to_wall(start, actor.time_zone).date()
    chain = await load_chain(
        *(session, actor),
        parts=parts,
        first_day=day - timedelta(days=1),
        last_day=day,
        hold=hold,
        patient_id=patient_id,
    )
    waived, begins = Waived(outside_hours, despite_rules, overbook), int(start.timestamp())
    links = chain_at(chain, begins, apart=_apart(parts), waived=waived)
    if len(links) == len(chain):
        return links
    if any(waived):
        await _refuse(session, actor, parts, links, begins, waived, hold)
    raise SlotTaken(how=_why(parts, chain, links, begins))


def timed(parts: Sequence[AskedPart], links: Sequence[Link]) -> tuple[AskedPart, ...]:
    """Return the parts as they were planned: each with its start and who gives it."""
    return tuple(
        replace(part, start=instant(link.start), practitioner_id=link.worker.id)
        for part, link in zip(parts, links, strict=True)
    )


async def load_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[AskedPart],
    first_day: date,
    last_day: date,
    hold: HoldId | None,
    patient_id: PatientId | None = None,
) -> list[SlotFacts]:
    """Load what each service depends on. Raises NotOffered for what cannot be in a chain."""
    require_several(parts)
    chain: list[SlotFacts] = []
    moving = moving_in(parts)
    for part in parts:
        facts = await load_slot_facts(
            *(session, actor),
            service_id=part.service_id,
            practitioner_id=part.practitioner_id,
            first_day=first_day + _days_on(part),
            last_day=last_day + _days_on(part),
            hold=hold,
            assistants=part.assistants,
            moving=part.moving,
            minutes=part.minutes,
            aside=moving,
            patient_id=patient_id,
        )
        if facts.archived and part.moving is None:
            raise NotOffered(f"{facts.service} is no longer offered.", field="service")
        require_no_seats(facts.service, facts.limits.seats)
        chain.append(in_room(facts, part.room_id))
    return chain


def _apart(parts: Sequence[AskedPart]) -> list[Distance | None]:
    return [part.after for part in parts[1:]]


def _days_on(part: AskedPart) -> timedelta:
    """Return how many days after the first it is given."""
    return timedelta(days=part.after.days if part.after else 0)


def _slot(
    parts: Sequence[AskedPart], chain: Sequence[SlotFacts], links: Sequence[Link], start: int
) -> FreeSlot:
    whole = len(links) == len(chain)
    end = links[-1].end if links else start + chain[0].need.duration
    who = (links[0].worker.id,) if whole else ()
    why = "" if whole else _why(parts, chain, links, start)
    return FreeSlot(instant(start), instant(end), who, why)


async def _refuse(  # noqa: PLR0917  # what a plan is made of
    session: AsyncSession,
    actor: Actor,
    parts: Sequence[AskedPart],
    links: Sequence[Link],
    start: int,
    waived: Waived,
    hold: HoldId | None,
) -> None:
    """Raise what stands against the first that cannot be, as for a visit by itself."""
    part = parts[len(links)]
    await plan_visit(
        *(session, actor),
        service_id=part.service_id,
        practitioner_id=part.practitioner_id,
        room_id=part.room_id,
        start=instant(follows_at(links, part.after) if links else start),
        waived=waived,
        moving=part.moving,
        minutes=part.minutes,
        hold=hold,
        assistants=part.assistants,
        aside=moving_in(parts),
    )


def _why(
    parts: Sequence[AskedPart], chain: Sequence[SlotFacts], links: Sequence[Link], start: int
) -> str:
    lacking = all_taken(chain[len(links)], own_of(links))
    zone_name = lacking.zone_name
    if not links:
        return why_taken(lacking, start, zone_name)
    at = follows_at(links, parts[len(links)].after)
    begins, wall = (to_wall(instant(one), zone_name) for one in (start, at))
    when = clock(wall) if wall.date() == begins.date() else day_and_clock(wall)
    why = why_taken(lacking, at, zone_name)
    return f"not possible: {lacking.service} cannot follow at {when}, which is {why}"
