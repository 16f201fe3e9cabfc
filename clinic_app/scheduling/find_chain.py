"""When several services can be given one after the other: one search for all of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import HoldId
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.book_together import MOST_PARTS, Part
from clinic_app.scheduling.chain_rules import Link, chain_at
from clinic_app.scheduling.errors import NotOffered, SlotTaken
from clinic_app.scheduling.find_free_slots import MOST_DAYS
from clinic_app.scheduling.slot_facts import SlotFacts, instant, load_slot_facts
from clinic_app.scheduling.slot_reasons import why_taken
from clinic_app.scheduling.slot_rows import FreeSlot
from clinic_app.scheduling.slot_rules import grid
from clinic_app.scheduling.wall_words import clock


async def find_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[Part],
    first_day: date,
    days: int = 1,
    explain: bool = False,
    hold: HoldId | None = None,
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
        *(session, actor), parts=parts, first_day=first_day, last_day=last_day, hold=hold
    )
    begin, end = (
        int(moment.timestamp())
        for moment in (
            max(day_bounds(first_day, actor.time_zone)[0], now()),
            day_bounds(last_day, actor.time_zone)[1],
        )
    )
    head = chain[0]
    starts = {at for one in head.workers for at in grid(one.work, head.need.duration, head.step)}
    slots = [_slot(chain, at, actor.time_zone) for at in sorted(starts) if begin <= at < end]
    return tuple(slot for slot in slots if explain or not slot.taken)


async def plan_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[Part],
    start: datetime,
    hold: HoldId | None = None,
) -> tuple[Link, ...]:
    """Return who gives what when, from an instant on. Raises SlotTaken with what stands against."""
    require(actor, Permission.APPOINTMENT_READ)
    day = to_wall(start, actor.time_zone).date()
    chain = await load_chain(
        *(session, actor),
        parts=parts,
        first_day=day - timedelta(days=1),
        last_day=day,
        hold=hold,
    )
    links = chain_at(chain, int(start.timestamp()))
    if len(links) < len(chain):
        raise SlotTaken(_why(chain, links, int(start.timestamp()), actor.time_zone))
    return links


async def load_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[Part],
    first_day: date,
    last_day: date,
    hold: HoldId | None,
) -> list[SlotFacts]:
    """Load what each service depends on. Raises NotOffered for what cannot be in a chain."""
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(f"One coming has 2 to {MOST_PARTS} services.", field="service")
    chain: list[SlotFacts] = []
    for part in parts:
        facts = await load_slot_facts(
            *(session, actor),
            service_id=part.service_id,
            practitioner_id=part.practitioner_id,
            first_day=first_day,
            last_day=last_day,
            hold=hold,
            assistants=part.assistants,
        )
        if facts.archived:
            raise NotOffered(f"{facts.service} is no longer offered.", field="service")
        if facts.limits.seats > 1:
            raise NotOffered(f"{facts.service} is a group's: book it by itself.", field="service")
        chain.append(facts)
    return chain


def _slot(chain: Sequence[SlotFacts], start: int, zone_name: str) -> FreeSlot:
    links = chain_at(chain, start)
    whole = len(links) == len(chain)
    end = links[-1].end if links else start + chain[0].need.duration
    who = (links[0].worker.id,) if whole else ()
    why = "" if whole else _why(chain, links, start, zone_name)
    return FreeSlot(instant(start), instant(end), who, why)


def _why(chain: Sequence[SlotFacts], links: Sequence[Link], start: int, zone_name: str) -> str:
    lacking = chain[len(links)]
    if not links:
        return why_taken(lacking, start, zone_name)
    at = links[-1].end
    when = clock(to_wall(instant(at), zone_name))
    why = why_taken(lacking, at, zone_name)
    return f"not possible: {lacking.service} cannot follow at {when}, which is {why}"
