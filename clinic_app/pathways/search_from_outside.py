"""Look for free times for a stranger."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Concatenate

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.people.accounts.rate_limit import Limit, of_address, take_try
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.free_times.slot_rows import FreeSlot

Search = Callable[Concatenate[AsyncSession, Actor, ...], Awaitable[tuple[FreeSlot, ...]]]

# Of a network, not of a person: everybody in a waiting room may book at the same time. A page
# takes one search, where the next weeks are full some more.
ADDRESS = Limit(
    "booking search address",
    most=1200,
    window=timedelta(minutes=10),
    said="Very many people are looking for times from your network just now.",
)


async def search_from_outside(
    clinic: OpenClinic,
    visitor: Visitor,
    search: Search,
    **asked: Any,  # noqa: ANN401  # as the search takes them
) -> tuple[FreeSlot, ...]:
    """Return what a search finds for a patient. Raises as the search does, and TryLater."""
    await take_try(of_address(ADDRESS, visitor.address))
    return await look(clinic.actor, search, **asked)
