"""Change a clinic's settings and, with its zone, what is to come: in one transaction."""

from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import Invalid
from clinic_app.people.organizations.edit_organization import edit_organization
from clinic_app.people.tables import Organization
from clinic_app.scheduling.zone.follow_days import follow_days
from clinic_app.scheduling.zone.follow_zone import follow_zone
from clinic_app.scheduling.zone.keep_walls import keep_walls
from clinic_app.scheduling.zone.note_zone import note_zone
from clinic_app.scheduling.zone.wall_rules import Pass

Keep = Literal["instants", "walls"]


async def edit_clinic(
    session: AsyncSession,
    actor: Actor,
    *,
    time_zone: str,
    keep: Keep = "instants",
    double: Pass = "",
    **settings: Any,  # noqa: ANN401  # as `edit_organization` takes and checks them
) -> int:
    """Keep the settings; return how many visits to come were shifted to keep their wall time.

    keep: what a change of zone leaves as it is: the moments of visits, or what the clock on
    the wall says of them. double: see `keep_walls`. Raises what the two verbs raise.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    if keep not in {"instants", "walls"} or double not in {"", "first", "second"}:
        raise Invalid("Please say what shall happen to visits to come.", field="keep")
    zone = select(col(Organization.time_zone)).where(col(Organization.id) == actor.organization_id)
    old = (await session.execute(zone.with_for_update())).scalar_one()
    await edit_organization(session, actor, time_zone=time_zone, **settings)
    if time_zone == old:
        return 0
    await note_zone(session, actor, old=old, new=time_zone)
    await follow_zone(session, actor, old=old, new=time_zone, keep=keep)
    if keep == "instants":
        await follow_days(session, actor, new=time_zone)
        return 0
    shifted = await keep_walls(session, actor, old=old, new=time_zone, double=double)
    await record(
        *(session, actor, Tag.ORGANIZATION_TIME_ZONE),
        subject_id=actor.organization_id,
        zones=[old, time_zone],
        visits=shifted,
    )
    return shifted
