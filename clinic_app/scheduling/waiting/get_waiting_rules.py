"""How freed times are offered in this clinic."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.scheduling.waiting.waiting_rows import KeptWaitingRules
from clinic_app.scheduling.waiting_tables import DEFAULT_ANSWER, WaitingRules


async def get_waiting_rules(session: AsyncSession, actor: Actor) -> KeptWaitingRules:
    """Return the clinic's rules, the defaults where it has set none."""
    require(actor, Permission.APPOINTMENT_READ)
    row = (await session.execute(scoped(WaitingRules, actor))).scalar_one_or_none()
    if row is None:
        return KeptWaitingRules(DEFAULT_ANSWER, by_itself=True)
    return KeptWaitingRules(row.answer_minutes, row.by_itself)
