"""Write into the history of visits who joined, left, or assists in another part."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.part_rules import Assisting
from clinic_app.scheduling.visit.visit_event import visit_event

_NAMES = text("""
    SELECT string_agg(name, ', ' ORDER BY name) FROM practitioner
    WHERE organization_id = :organization AND id = ANY(:who)
""")


async def note_team(
    session: AsyncSession,
    actor: Actor,
    visits: Sequence[Appointment],
    had: Assisting,
    there: Assisting,
) -> dict[str, list[PractitionerId]]:
    """Keep what became of those who assisted; return it, by the kind of change."""
    became = {
        "joined": [who for who in there if who not in had],
        "left": [who for who in had if who not in there],
        "parted": [who for who, part in had.items() if there.get(who, part) != part],
    }
    for kind, who in became.items():
        if who:
            await _write(session, actor, visits, kind, who)
    return became


async def _write(
    session: AsyncSession,
    actor: Actor,
    visits: Sequence[Appointment],
    kind: str,
    who: Sequence[PractitionerId],
) -> None:
    values = {"organization": actor.organization_id, "who": who}
    names = (await session.execute(_NAMES, values)).scalar_one()
    session.add_all(visit_event(actor, visit.id, kind, reason=names) for visit in visits)
