"""What the shell loads: a person's clinics, and the numbers beside the sidebar's entries."""

from dataclasses import dataclass

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.live.hub import hub
from clinic_app.live.shared import SharedViews
from clinic_app.live.topics import Topic
from clinic_app.people.organizations.list_my_organizations import list_my_organizations
from clinic_app.people.organizations.organization_rows import OrganizationCard
from clinic_app.scheduling.calendar.load_today import count_visits_left
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move

_views = SharedViews(hub)


@dataclass(frozen=True, slots=True)
class Counts:
    """The sidebar's live numbers; 0 shows nothing."""

    visits_left: int = 0
    visits_to_move: int = 0


async def load_counts(actor: Actor) -> Counts:
    """Count what waits; the same for all of the clinic, so its tabs share one query a change."""

    async def ask() -> Counts:
        return Counts(
            visits_left=await look(actor, count_visits_left),
            visits_to_move=len(await look(actor, list_visits_to_move)),
        )

    today = to_wall(now(), actor.time_zone).date()
    return await _views.load(actor.organization_id, (Topic.CALENDAR,), ("counts", today), ask)


async def load_clinics(signed_in: SignedIn) -> list[OrganizationCard]:
    """List the person's clinics for the switcher."""
    async with transaction(person=signed_in.person_id, read_only=True) as session:
        return await list_my_organizations(session, signed_in)
