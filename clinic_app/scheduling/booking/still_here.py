"""That nothing a visit took was archived in the same moment, and what caps hold by now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.database.wire import Asked
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.booking.taking import Resources
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.errors import NotOffered

_HERE = Statement("""
    SELECT (
        SELECT name FROM practitioner
        WHERE organization_id = :organization AND id = ANY(:practitioners)
            AND archived_at IS NOT NULL
        UNION ALL
        SELECT name FROM room
        WHERE organization_id = :organization AND id = :room AND archived_at IS NOT NULL
        UNION ALL
        SELECT name FROM device
        WHERE organization_id = :organization AND id = ANY(:devices) AND archived_at IS NOT NULL
        LIMIT 1),
        (SELECT json_object_agg(id, visits_a_day) FROM practitioner
            WHERE organization_id = :organization AND id = ANY(:practitioners)
                AND visits_a_day IS NOT NULL),
        (SELECT visits_a_day FROM service
            WHERE organization_id = :organization AND id = :service)
""")

_SAME = Statement(
    "SELECT so_it_is(EXISTS (SELECT FROM setup_version"
    " WHERE organization_id = :organization AND version = :version))"
)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many visits a day may be had: by people, who are left out where any number, a service."""

    people: Mapping[str, int]  # by id
    service: int | None


async def require_still_here(
    session: AsyncSession, actor: Actor, plan: VisitPlan, got: Resources
) -> Caps:
    """Raise NotOffered when something taken is archived by now; return the caps. Ask after taking.

    Taking them locked their rows by foreign key, and archiving or setting a cap locks its row
    for update before it counts visits: whichever comes second sees what the first has done.
    """
    return await _ask(
        session,
        actor,
        service=plan.service_id,
        practitioners=[got.practitioner.id, *(one.id for one in got.assistants)],
        room=got.room_id,
        devices=plan.devices,
    )


def hope_for_same_set_up(actor: Actor, plan: VisitPlan) -> Asked:
    """Return the short question: has nothing of the set-up changed since the visit was planned?

    To be asked after taking, as the long one.
    """
    return _SAME, {"organization": actor.organization_id, "version": plan.facts.version}


def caps_as_planned(plan: VisitPlan) -> Caps:
    """Return the caps of a set-up that is still the same."""
    people = {str(one.id): one.cap for one in plan.facts.workers if one.cap is not None}
    return Caps(people, plan.facts.limits.cap)


async def require_helpers_here(
    session: AsyncSession, actor: Actor, helper_ids: list[PractitionerId]
) -> Caps:
    """The same of those who join a visit that stands."""
    return await _ask(session, actor, practitioners=helper_ids)


async def _ask(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioners: list[PractitionerId],
    service: UUID | None = None,
    room: UUID | None = None,
    devices: tuple[UUID, ...] = (),
) -> Caps:
    values = {
        "organization": actor.organization_id,
        "service": service,
        "practitioners": practitioners,
        "room": room,
        "devices": list(devices),
    }
    row: Any = (await ask(session, _HERE, values))[0]
    archived, of_people, of_service = row
    if archived is not None:
        raise NotOffered(f"{archived} was just archived.", field="start")
    return Caps(of_people or {}, of_service)
