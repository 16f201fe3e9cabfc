"""Say which times a change of somebody's weeks opened, so that they are offered to who waits."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.hours.dates_ahead import today_of
from clinic_app.scheduling.hours.hours_rows import weeks_by_practitioner
from clinic_app.scheduling.hours.hours_rules import Week, newly_worked
from clinic_app.scheduling.waiting.free_time import Freed, free_spans

# A week may rule for years. Whoever waits wants a time soon; later ones are free to be searched.
_DAYS = 8 * 7


async def free_hours(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: PractitionerId,
    before: Mapping[date, Week],
) -> None:
    """Have offered what the weeks that stand now work and those before did not."""
    weeks = await weeks_by_practitioner(session, actor, [practitioner_id])
    after, today = weeks[practitioner_id], today_of(actor)
    spans = [
        Freed(practitioner_id, *span)
        for day in (today + timedelta(days=n) for n in range(_DAYS))
        for span in newly_worked(before, after, day, actor.time_zone)
    ]
    if spans:
        await free_spans(session, actor, spans)
