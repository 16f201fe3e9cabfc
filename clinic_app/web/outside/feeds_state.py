"""Calendar feeds: links for one's other calendar program, told once, taken back at any time."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import FeedId, PractitionerId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.moment_words import moment_words
from clinic_app.scheduling.outside.list_feeds import list_feeds
from clinic_app.scheduling.outside.make_feed import make_feed
from clinic_app.scheduling.outside.revoke_feed import revoke_feed
from clinic_app.settings import settings
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_READ = Permission.APPOINTMENT_READ


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A link in use."""

    id: str
    made: str


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """A practitioner and the links to their visits."""

    practitioner_id: str
    name: str
    feeds: list[FeedLine]


class FeedsState(rx.State):
    """The page /calendar-feeds."""

    loaded: rx.Field[bool] = rx.field(False)
    groups: rx.Field[list[FeedGroup]] = rx.field(default_factory=list[FeedGroup])
    made_for: rx.Field[str] = rx.field("")  # whose link is shown now, this once
    address: rx.Field[str] = rx.field("")

    @rx.event
    @door(_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load one's links, and hear of changes."""
        self.made_for = self.address = ""
        self.groups = await _load(actor)
        self.loaded = True
        return FeedsState.watch

    @rx.event(background=True)
    @live_door(_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when links or practitioners change."""
        async for actor in pushes(self, _READ, Topic.SCHEDULE):
            groups = await _load(actor)
            async with self:
                self.groups = groups
            yield

    @rx.event
    @door(_READ)
    async def make(self, actor: Actor, practitioner_id: str) -> Answer:
        """Make a link and show it, this once."""
        chosen = parse_id(PractitionerId, practitioner_id, what="The practitioner")
        _, token = await perform(actor, make_feed, practitioner_id=chosen)
        base = settings().base_url.partition("://")[2]
        self.made_for, self.address = practitioner_id, f"webcal://{base}/api/feeds/{token}.ics"
        self.groups = await _load(actor)

    @rx.event
    @door(_READ)
    async def revoke(self, actor: Actor, feed_id: str) -> Answer:
        """Take a link back."""
        await perform(actor, revoke_feed, feed_id=parse_id(FeedId, feed_id, what="The feed"))
        self.made_for = self.address = ""
        self.groups = await _load(actor)
        return say("Taken back. The link opens nothing any more.")


async def _load(actor: Actor) -> list[FeedGroup]:
    return [
        FeedGroup(
            one.practitioner_id,
            one.name,
            [FeedLine(feed.id, moment_words(feed.made_at, actor.time_zone)) for feed in one.feeds],
        )
        for one in await look(actor, list_feeds)
    ]
