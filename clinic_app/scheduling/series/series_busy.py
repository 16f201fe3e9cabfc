"""When a series' patient is expected elsewhere, and what the series' own visits take."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.free_times.slot_facts import REACH, Resource, SlotFacts
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import Span

_PATIENT_BUSY = text("""
    SELECT floor(extract(epoch FROM begins_at))::bigint, ceil(extract(epoch FROM ends_at))::bigint
    FROM reservation
    WHERE organization_id = :organization AND resource_id = :patient AND released_at IS NULL
        AND begins_at > :begin AND begins_at < :end
        AND (expires_at IS NULL OR expires_at > :now)
""")
_OWN = text("""
    SELECT resource_id, floor(extract(epoch FROM begins_at))::bigint,
        ceil(extract(epoch FROM ends_at))::bigint
    FROM reservation
    WHERE organization_id = :organization AND released_at IS NULL
        AND appointment_id = ANY(CAST(:visits AS uuid[]))
""")

Taken = Counter[tuple[UUID, Span]]
_Busy = TypeVar("_Busy", Worker, Resource)


async def patient_busy(
    session: AsyncSession, actor: Actor, *, patient_id: UUID, begin: datetime, end: datetime
) -> tuple[Span, ...]:
    """Return when a patient is expected between two instants."""
    values = {
        "organization": actor.organization_id,
        "patient": patient_id,
        "begin": begin - REACH,
        "end": end + REACH,
        "now": now(),
    }
    rows = await session.execute(_PATIENT_BUSY, values)
    return tuple((int(begins), int(ends)) for begins, ends in rows)


async def taken_by(session: AsyncSession, actor: Actor, visits: Iterable[AppointmentId]) -> Taken:
    """Return what some visits take now: by resource (the patient too) and span."""
    values = {"organization": actor.organization_id, "visits": list(visits)}
    rows: Any = await session.execute(_OWN, values)
    return Counter((resource, (int(begin), int(end))) for resource, begin, end in rows)


def without(facts: SlotFacts, taken: Taken) -> SlotFacts:
    """Return the facts as they will be once those visits have gone elsewhere."""
    return replace(
        facts,
        workers=tuple(_freed(one, taken) for one in facts.workers),
        rooms=tuple(_freed(one, taken) for one in facts.rooms),
        devices=tuple(_freed(one, taken) for one in facts.devices),
        team=replace(facts.team, helpers=tuple(_freed(one, taken) for one in facts.team.helpers)),
    )


def spans_without(spans: Sequence[Span], whose: UUID, taken: Taken) -> tuple[Span, ...]:
    """Return the spans of somebody or something less those that are taken by the visits."""
    left = Counter(spans) - Counter({span: n for (who, span), n in taken.items() if who == whose})
    return tuple(left.elements())


def _freed(one: _Busy, taken: Taken) -> _Busy:
    return replace(one, busy=spans_without(one.busy, one.id, taken))
