"""What keeps an open page up to date: wait at the hub, find out who asks, load again.

    @rx.event(background=True)
    @live_door(Permission.APPOINTMENT_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        async for actor in pushes(self, Permission.APPOINTMENT_READ, Topic.CALENDAR):
            rows = await ...          # outside: the lock would stop the page's own events
            async with self:
                self.rows = rows      # inside: assign only
            yield

The first push comes at once, after the page has taken its place at the hub, so no change
falls between. The watch ends when the page is left, its tab is gone, or a newer watch of the
same page begins; a session that ended raises SignedOut, which leads to the sign-in page.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from itertools import count

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.web.session.door import actor_of
from clinic_app.web.session.tabs import is_open

_LOOK_AROUND = 15.0  # seconds between looks whether the tab and the session are still there

_serials = count(1)
_current: dict[tuple[str, str], int] = {}  # (tab, lane) -> the watch that counts

PAGE_LANE = "page"


def leave_page(tab: str) -> None:
    """End the tab's page watch: another page is being opened."""
    _current.pop((tab, PAGE_LANE), None)


def pushes(
    state: rx.State, permission: Permission, *topics: Topic, lane: str = PAGE_LANE
) -> AsyncGenerator[Actor, None]:
    """Yield the actor now, after each change to the topics, and when the clinic's day changes.

    Ends when the page is left. lane: one watch per lane and tab; pages share one, the shell
    has its own.
    """
    return _follow(state, lambda: actor_of(state, active=False), permission, topics, lane)


def link_pushes(
    state: rx.State,
    ask: Callable[[], Awaitable[Actor]],
    permission: Permission,
    *topics: Topic,
) -> AsyncGenerator[Actor, None]:
    """As `pushes`, for a page that is opened by a link and not by a session.

    ask: who acts through the link, again at every push; raises when nobody does any more.
    """
    return _follow(state, ask, permission, topics, PAGE_LANE)


async def _follow(
    state: rx.State,
    ask: Callable[[], Awaitable[Actor]],
    permission: Permission,
    topics: tuple[Topic, ...],
    lane: str,
) -> AsyncGenerator[Actor, None]:
    place = (state.router.session.client_token, lane)
    serial = _current[place] = next(_serials)
    try:
        actor = await ask()
        organization_id = actor.organization_id
        with hub.watch(organization_id, *topics) as watch:
            require(actor, permission)
            today = _today(actor)
            yield actor
            while _current.get(place) == serial and is_open(place[0]):
                changed = await watch.changed(within=_LOOK_AROUND)
                if _current.get(place) != serial or not is_open(place[0]):
                    return
                actor = await ask()
                if actor.organization_id != organization_id:
                    return
                require(actor, permission)
                if changed or today != _today(actor):
                    today = _today(actor)
                    yield actor
    finally:
        if _current.get(place) == serial:
            del _current[place]


def _today(actor: Actor) -> date:
    return to_wall(now(), actor.time_zone).date()
