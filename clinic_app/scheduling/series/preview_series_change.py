"""What another rule would make of a series: what stays, moves, comes and goes, and what clashes."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.series.series_parts import plan_series
from clinic_app.scheduling.series.series_plan import Wanted
from clinic_app.scheduling.series.series_rows import ChangePreview, Scope
from clinic_app.scheduling.series.series_rules import Repeat, rule_words
from clinic_app.scheduling.series.try_series import try_series


async def preview_series_change(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    start: datetime,
    repeat: Repeat,
    wanted: Wanted | None = None,
) -> ChangePreview:
    """Return each visit and date of a new rule from a naive wall time on, with what is near.

    A handful of queries, however many dates. What moves or goes stands against nothing.
    Raises what `plan_series` raises.
    """
    require(actor, Permission.APPOINTMENT_READ)
    planned = await plan_series(
        *(session, actor),
        appointment_id=appointment_id,
        scope=scope,
        start=start,
        repeat=repeat,
        wanted=wanted,
    )
    lines = await try_series(session, actor, planned)
    return ChangePreview(planned.rule, rule_words(planned.rule), lines, planned.standing.seen)
