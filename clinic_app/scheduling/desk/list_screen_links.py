"""The waiting-room screens that have a link."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.desk_tables import ScreenLink
from clinic_app.scheduling.wall_words import day_and_year


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One screen. Its address was shown once, when it was made."""

    id: str
    label: str
    since: str  # 20 Nov 2026


async def list_screen_links(session: AsyncSession, actor: Actor) -> list[ScreenRow]:
    """Return the links that still work, oldest first."""
    require(actor, Permission.APPOINTMENT_WRITE)
    query = (
        scoped(ScreenLink, actor)
        .where(col(ScreenLink.revoked_at).is_(None))
        .order_by(col(ScreenLink.created_at), col(ScreenLink.id))
    )
    return [
        ScreenRow(
            id=str(link.id),
            label=link.label,
            since=day_and_year(to_wall(link.created_at, actor.time_zone)),
        )
        for link in (await session.execute(query)).scalars()
    ]
