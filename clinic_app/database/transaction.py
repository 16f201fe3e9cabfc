"""Transactions that carry the tenant.

PostgreSQL's policies read `app.organization_id` and `app.person_id`. Both are set for the
transaction alone, so a pooled connection never carries one clinic into another's work.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.database.constraints import refusal_for
from clinic_app.database.engine import engine
from clinic_app.kit.errors import Conflict

P = ParamSpec("P")
T = TypeVar("T")

_SET_TENANT = text(
    "SELECT set_config('app.organization_id', :organization, true),"
    " set_config('app.person_id', :person, true)"
)
_SET_TENANT_TO_LOOK = text(f"{_SET_TENANT.text}, set_config('transaction_read_only', 'on', true)")
_SERIALIZATION_FAILURES = {"40001", "40P01"}
_TRIES = 4


@asynccontextmanager
async def transaction(
    *, organization: UUID | None = None, person: UUID | None = None, read_only: bool = False
) -> AsyncGenerator[AsyncSession]:
    """Open one transaction for a tenant, a person, both or neither.

    With neither, PostgreSQL shows no clinic-owned row. Leaving the block commits,
    an exception rolls back; constraint violations become refusals in words.
    """
    async with AsyncSession(engine(), expire_on_commit=False) as session:
        try:
            if organization or person or read_only:
                await _begin(session, organization, person, read_only=read_only)
            yield session
            await session.commit()
        except IntegrityError as error:
            refusal = refusal_for(error)
            if refusal is None:
                raise
            raise refusal from error


async def enter_clinic(
    session: AsyncSession, *, organization: UUID | None, person: UUID | None
) -> None:
    """Make the rest of the transaction this clinic's and person's.

    For verbs of a person who has no clinic yet or several; everything else is given its
    clinic by `perform` and stays in it.
    """
    names = {"organization": str(organization or ""), "person": str(person or "")}
    await session.execute(_SET_TENANT, names)


async def _begin(
    session: AsyncSession, organization: UUID | None, person: UUID | None, *, read_only: bool
) -> None:
    """Set tenant and, for a look, read-only: one statement, since each costs a round trip."""
    names = {"organization": str(organization or ""), "person": str(person or "")}
    await session.execute(_SET_TENANT_TO_LOOK if read_only else _SET_TENANT, names)


def _is_serialization_failure(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _SERIALIZATION_FAILURES


async def retrying(work: Callable[[], Awaitable[T]]) -> T:
    """Run `work`, again up to three times with jitter when PostgreSQL asks for it."""
    for attempt in range(_TRIES):
        try:
            return await work()
        except DBAPIError as error:
            if not _is_serialization_failure(error):
                raise
            if attempt == _TRIES - 1:
                raise Conflict("Too many people are changing this. Please try again.") from error
            await asyncio.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311  # jitter
    raise AssertionError("unreachable")


async def perform(
    actor: Actor,
    verb: Callable[Concatenate[AsyncSession, Actor, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run one verb in one transaction of the actor's clinic, retried when it must be."""

    async def once() -> T:
        async with transaction(
            organization=actor.organization_id, person=actor.person_id
        ) as session:
            return await verb(session, actor, *args, **kwargs)

    return await retrying(once)


class _TakenBack(Exception):  # not an error: it only ends a transaction
    def __init__(self, said: object) -> None:
        self.said = said


async def rehearse(
    actor: Actor,
    verb: Callable[Concatenate[AsyncSession, Actor, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run one verb and take all of it back: what would it say?"""

    async def once(session: AsyncSession, actor: Actor) -> None:
        raise _TakenBack(await verb(session, actor, *args, **kwargs))

    try:
        await perform(actor, once)
    except _TakenBack as ended:
        return cast("T", ended.said)
    raise AssertionError("unreachable")


async def perform_own(
    signed_in: SignedIn,
    verb: Callable[Concatenate[AsyncSession, SignedIn, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a verb about somebody's own account, whether they have a clinic yet or not."""
    organization = signed_in.actor.organization_id if signed_in.actor else None

    async def once() -> T:
        async with transaction(organization=organization, person=signed_in.person_id) as session:
            return await verb(session, signed_in, *args, **kwargs)

    return await retrying(once)


async def look(
    actor: Actor,
    query: Callable[Concatenate[AsyncSession, Actor, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run one query in a read-only transaction of the actor's clinic."""
    async with transaction(
        organization=actor.organization_id, person=actor.person_id, read_only=True
    ) as session:
        return await query(session, actor, *args, **kwargs)
