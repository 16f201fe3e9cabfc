"""Which dates a series would have, which of them clash and why, and what is free instead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import first_instant
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_rules import Span
from clinic_app.scheduling.holding.own_hold import own_hold
from clinic_app.scheduling.series.series_busy import patient_busy
from clinic_app.scheduling.series.series_fit import (
    Around,
    free_between,
    meant_by,
    nearest_to,
    tried,
)
from clinic_app.scheduling.series.series_rows import SeriesDate, SeriesPreview
from clinic_app.scheduling.series.series_rules import Repeat, rule_text, rule_words, series_walls
from clinic_app.scheduling.start_rules import farthest, require_near

_NEAR = timedelta(days=7)


async def preview_series(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    start: datetime,
    repeat: Repeat,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    patient_id: PatientId | None = None,
    assistants: Assistants | None = None,
) -> SeriesPreview:
    """Return each date of the rule from a naive wall time on, with clashes and what is near.

    Three queries, however many dates. patient_id: their other visits stand against a date too.
    One's own hold of the first time does not. assistants: who must be free as well.
    Raises Invalid for a rule that cannot be, NotFound and NotOffered as the slot search does.
    """
    require(actor, Permission.APPOINTMENT_READ)
    require_near(start)
    rule = rule_text(repeat, start.date())
    walls = series_walls(rule, start)
    if not walls:
        return SeriesPreview(rule, rule_words(rule), ())
    facts = await load_slot_facts(
        *(session, actor),
        service_id=service_id,
        practitioner_id=practitioner_id,
        first_day=(walls[0] - _NEAR).date(),
        last_day=(min(walls[-1], max(walls[0], farthest(actor.time_zone))) + _NEAR).date(),
        hold=await own_hold(
            *(session, actor),
            service_id=service_id,
            start=first_instant(start, actor.time_zone),
        ),
        assistants=assistants,
    )
    facts = _bookable(facts, room_id)
    kept_free = patient_id if facts.one_visit_per_patient else None
    busy = await _expected(session, actor, kept_free, walls)
    around = Around(facts, busy, actor.time_zone)
    found = [tried(around, number, wall) for number, wall in enumerate(walls, start=1)]
    return SeriesPreview(rule, rule_words(rule), _with_nearest(around, found))


async def _expected(
    session: AsyncSession, actor: Actor, patient_id: PatientId | None, walls: Sequence[datetime]
) -> tuple[Span, ...]:
    """Return when a patient is expected around the dates; never, of nobody."""
    if patient_id is None:
        return ()
    begin = first_instant(walls[0] - _NEAR, actor.time_zone)
    end = first_instant(walls[-1] + _NEAR, actor.time_zone)
    return await patient_busy(session, actor, patient_id=patient_id, begin=begin, end=end)


def _bookable(facts: SlotFacts, room_id: RoomId | None) -> SlotFacts:
    if facts.archived:
        raise NotOffered(f"{facts.service} is no longer offered.", field="service")
    if room_id is None:
        return facts
    return replace(facts, rooms=tuple(room for room in facts.rooms if room.id == room_id))


def _with_nearest(around: Around, dates: list[SeriesDate]) -> tuple[SeriesDate, ...]:
    if not any(each.clash for each in dates):
        return tuple(dates)
    length = around.facts.need.duration
    kept = [
        (int(each.start.timestamp()), int(each.start.timestamp()) + length)
        for each in dates
        if each.start is not None and not each.clash
    ]
    meant = [meant_by(each.wall, around.zone_name) for each in dates]
    reach = int(_NEAR.total_seconds())
    free = free_between(around, (meant[0][0] - reach, meant[-1][0] + reach))
    return tuple(
        replace(each, nearest=nearest_to(around, free, at, kept)) if each.clash else each
        for each, at in zip(dates, meant, strict=True)
    )
