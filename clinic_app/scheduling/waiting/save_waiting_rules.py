"""How freed times are offered: how long one may answer, and whether by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import ChangedMeanwhile, Invalid
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.waiting_tables import LONGEST_ANSWER, WaitingRules

SHORTEST_ANSWER = 5

refuse(
    "waiting_rules_once",
    lambda: ChangedMeanwhile("Somebody just set these rules. Please look again."),
)


async def save_waiting_rules(
    session: AsyncSession, actor: Actor, *, answer_minutes: int, by_itself: bool
) -> None:
    """Keep the rules; offers that are open keep their time to answer. Raises Invalid."""
    require(actor, Permission.SCHEDULE_WRITE)
    if not SHORTEST_ANSWER <= answer_minutes <= LONGEST_ANSWER:
        raise Invalid(
            f"From {SHORTEST_ANSWER} minutes to {LONGEST_ANSWER // 60} hours.",
            field="answer_minutes",
        )
    query = scoped(WaitingRules, actor).with_for_update()
    row = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        row = WaitingRules(organization_id=actor.organization_id)
        session.add(row)
    row.answer_minutes, row.by_itself = answer_minutes, by_itself
    await announce(session, actor.organization_id, Topic.WAITING)
    await record(
        *(session, actor, Tag.WAITING_RULES),
        answer_minutes=answer_minutes,
        by_itself=by_itself,
    )
