"""A group's session and its visits, locked for a deed on all of them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.errors import ChangedMeanwhile, NotFound
from clinic_app.kit.ids import GroupId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.groups.group_rows import group_version
from clinic_app.scheduling.holding.holds import put_away
from clinic_app.scheduling.rule_tables import GroupSession, SlotHold
from clinic_app.scheduling.states import RELEASED
from clinic_app.scheduling.waiting.end_offer import end_offer
from clinic_app.scheduling.waiting_tables import SlotOffer

_WHAT = "The session"


class Locked(NamedTuple):
    """A session, the visits of those who come, and the offers of its free seats."""

    group: GroupSession
    visits: Sequence[Appointment]
    offers: Sequence[SlotOffer]


async def lock_group(
    session: AsyncSession, actor: Actor, group_id: GroupId, version: int | None
) -> Locked:
    """Return a session of the actor's clinic with the visits of those who come.

    Seats that are held are given back: open forms say that the time is gone, and what was
    offered is to be withdrawn (see `withdraw_seats`). version: what the person saw. Raises
    NotFound or ChangedMeanwhile.
    """
    visits = await lock_visits_of(session, actor, group_id)  # first, as everybody locks them
    offers = await _open_offers(session, actor, group_id)
    await _put_holds_away(session, actor, group_id)
    group = await find(session, actor, GroupSession, group_id, what=_WHAT, lock=True)
    if not visits or group.released_at is not None:
        raise NotFound(_WHAT)
    require_seen(visits, version)
    return Locked(group, visits, offers)


async def lock_visits_of(
    session: AsyncSession, actor: Actor, group_id: UUID
) -> Sequence[Appointment]:
    """Return the visits of those who come to a session; of another clinic's, none."""
    query = scoped(Appointment, actor).where(
        col(Appointment.session_id) == group_id, col(Appointment.status).not_in(RELEASED)
    )
    found = await session.execute(query.order_by(col(Appointment.id)).with_for_update())
    return found.scalars().all()


def require_seen(visits: Sequence[Appointment], version: int | None) -> None:
    """Raise ChangedMeanwhile where a session's locked visits are not those that somebody saw."""
    if version is not None and version != group_version((one.id, one.version) for one in visits):
        raise ChangedMeanwhile("Somebody just changed this session. Please look again.")


async def withdraw_seats(session: AsyncSession, actor: Actor, offers: Sequence[SlotOffer]) -> None:
    """End the offers of a session that goes: who waits is offered what comes next."""
    for offer in offers:
        await end_offer(session, actor, offer, state="withdrawn", tag=Tag.OFFER_WITHDRAW)


async def _open_offers(
    session: AsyncSession, actor: Actor, group_id: GroupId
) -> Sequence[SlotOffer]:
    """Return them locked, before their holds, as everybody locks who answers one."""
    held = scoped(SlotHold, actor).where(col(SlotHold.session_id) == group_id)
    query = scoped(SlotOffer, actor).where(
        col(SlotOffer.state) == "open",
        col(SlotOffer.hold_id).in_(held.with_only_columns(col(SlotHold.id))),
    )
    found = await session.execute(query.order_by(col(SlotOffer.id)).with_for_update())
    return found.scalars().all()


async def _put_holds_away(session: AsyncSession, actor: Actor, group_id: GroupId) -> None:
    query = scoped(SlotHold, actor).where(
        col(SlotHold.session_id) == group_id, col(SlotHold.released_at).is_(None)
    )
    for hold in (await session.execute(query.with_for_update())).scalars():
        await put_away(session, actor.organization_id, hold)
