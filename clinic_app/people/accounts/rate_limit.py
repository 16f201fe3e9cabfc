"""Limits on guessing: how often an account and an address may try, counted in PostgreSQL.

A try is counted before it is weighed, in a transaction of its own, so that neither a refusal
nor twenty tries at once slip through. Success takes the count back.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import TryLater
from clinic_app.people.tables import RateCount


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of one kind within `window`, counted from the first."""

    name: str
    most: int
    window: timedelta
    said: str = "Too many tries."


@dataclass(frozen=True, slots=True)
class Tries:
    """What one limit counts: one account's tries, or one address's."""

    limit: Limit
    of: str

    @property
    def key(self) -> bytes:
        """The table keeps a hash: neither names nor addresses stand in it."""
        return hashlib.sha256(f"{self.limit.name}\n{self.of}".encode()).digest()


def of_address(limit: Limit, address: str) -> Tries:
    """Count an address, as `counted_address` has it."""
    return Tries(limit, counted_address(address))


def counted_address(address: str) -> str:
    """Return what counts as one: of IPv6 the 64 bits of network that one customer holds."""
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(place, ipaddress.IPv6Address):
        if place.ipv4_mapped is not None:
            return str(place.ipv4_mapped)
        return str(ipaddress.ip_network((int(place), 64), strict=False))
    return str(place)


async def take_try(*counted: Tries) -> None:
    """Count one try against each limit; raises TryLater when any of them is used up.

    Callers name the account first and the address last: the same order everywhere, so two
    transactions never wait for each other.
    """

    async def once() -> list[int]:
        async with transaction() as session:
            return [await _count(session, tries) for tries in counted]

    waits = zip(await retrying(once), (tries.limit.said for tries in counted), strict=True)
    wait, said = max(waits)
    if wait > 0:
        minutes = ceil(wait / 60)
        when = "a minute" if minutes == 1 else f"{minutes} minutes"
        raise TryLater(f"{said} Please try again in {when}.", seconds=wait)


async def _count(session: AsyncSession, tries: Tries) -> int:
    """Count one try; return the seconds to wait, 0 when it is allowed."""
    moment = now()
    over = col(RateCount.since) <= moment - tries.limit.window
    counted = await session.execute(
        insert(RateCount)
        .values(key=tries.key, since=moment, failures=1)
        .on_conflict_do_update(
            index_elements=[col(RateCount.key)],
            set_={
                "since": case((over, moment), else_=col(RateCount.since)),
                "failures": case((over, 1), else_=col(RateCount.failures) + 1),
            },
        )
        .returning(col(RateCount.since), col(RateCount.failures))
    )
    since, failures = counted.one()
    return _seconds_left(tries.limit, since, failures, moment)


def _seconds_left(limit: Limit, since: datetime, failures: int, moment: datetime) -> int:
    if failures <= limit.most:
        return 0
    return max(1, ceil((since + limit.window - moment).total_seconds()))


async def forget_tries(session: AsyncSession, tries: Tries) -> None:
    """Clear a count: the account's own person was there."""
    await session.execute(delete(RateCount).where(col(RateCount.key) == tries.key))


async def give_back(session: AsyncSession, tries: Tries) -> None:
    """Take one try back that turned out to be none."""
    await session.execute(
        update(RateCount)
        .where(col(RateCount.key) == tries.key, col(RateCount.failures) > 0)
        .values(failures=col(RateCount.failures) - 1)
    )
