"""Transactions that carry the tenant.

PostgreSQL's policies read `app.organization_id` and `app.person_id`. Both are set for the
transaction alone, so a pooled connection never carries one clinic into another's work.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.database.asking import lane_of
from clinic_app.database.constraints import refusal_for
from clinic_app.database.hope import was_in_vain
from clinic_app.database.lane import Lane, Tenant
from clinic_app.kit.errors import Conflict

P = ParamSpec("P")
T = TypeVar("T")

_SERIALIZATION_FAILURES = {"40001", "40P01"}
_TRIES = 4


class _TenantSession(Session):
    """A session on its transaction's lane."""

    def get_bind(self, *_: object, **__: object) -> Connection:
        return self._lane().bound()

    def _lane(self) -> Lane:
        return self.info["lane"]


@event.listens_for(_TenantSession, "after_begin")
def _name_tenant(session: _TenantSession, of: SessionTransaction, _: Connection) -> None:
    if not of.nested:
        session.info["lane"].begin()


@asynccontextmanager
async def transaction(
    *,
    organization: UUID | None = None,
    person: UUID | None = None,
    read_only: bool = False,
    hopeful: bool = False,
) -> AsyncGenerator[AsyncSession]:
    """Open one transaction for a tenant, a person, both or neither.

    With neither, PostgreSQL shows no clinic-owned row. Leaving the block commits,
    an exception rolls back; constraint violations become refusals in words.
    hopeful: whoever opens it does it again where a hope was in vain (`hope.py`).
    """
    tenant = Tenant(str(organization or ""), str(person or ""), read_only)
    lane = Lane(tenant, hopeful=hopeful)
    session = AsyncSession(
        sync_session_class=_TenantSession, expire_on_commit=False, info={"lane": lane}
    )
    try:
        yield session
        await lane.settle()
        if session.in_transaction():  # flushes first; what it has not touched needs none of it
            await session.commit()
        await lane.commit()
    except IntegrityError as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        if session.in_transaction():
            await session.close()
        await lane.close()


def enter_clinic(session: AsyncSession, *, organization: UUID | None, person: UUID | None) -> None:
    """Make the rest of the transaction this clinic's and person's.

    For verbs of a person who has no clinic yet or several; everything else is given its
    clinic by `perform` and stays in it.
    """
    lane_of(session).enter(str(organization or ""), str(person or ""))


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

    async def once(*, hopeful: bool) -> T:
        async with transaction(
            organization=actor.organization_id, person=actor.person_id, hopeful=hopeful
        ) as session:
            return await verb(session, actor, *args, **kwargs)

    try:
        return await retrying(partial(once, hopeful=True))
    except DBAPIError as error:
        if not was_in_vain(error):
            raise
    return await retrying(partial(once, hopeful=False))


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
        lane_of(session).hopeful = False  # there is no commit that would check a hope
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
