"""The door of every event handler: who are you, may you, and what a refusal looks like.

Every public method of a state is an endpoint that any browser may call with anything. So
each handler is declared with the permission it needs, in this order:

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def book(self, actor: Actor, slot: str) -> Answer: ...

The browser sends `slot` alone; the door finds the actor from the session cookie, checks the
permission and the arguments' types, and turns refusals into words. A test lists all handlers
and fails for one without a door.
"""

import asyncio
import functools
import inspect
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from secrets import token_hex
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import (
    ClinicError,
    NoClinicYet,
    NotFound,
    PasswordIsTemporary,
    SignedOut,
)
from clinic_app.web.session.cookie import signed_in_of
from clinic_app.web.session.door_mark import DOOR_ATTRIBUTE, OPEN
from clinic_app.web.session.messenger import Answer, refuse
from clinic_app.web.session.refusal import answer_refusal, answer_signed_out
from clinic_app.web.session.tabs import is_open

log = logging.getLogger(__name__)

S = TypeVar("S", bound=rx.State)
P = ParamSpec("P")

Handler = Callable[..., Any]

_DATABASE_IS_AWAY = (DBAPIError, PoolTimeout, OSError)
_PAUSE = 2.0  # seconds between a watch's tries while the database is away


def door(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[S, Actor, P], Awaitable[Answer]]],
    Callable[Concatenate[S, P], Awaitable[Answer]],
]:
    """Let only signed-in members with `permission` pass; hand the handler its actor."""

    def wrap(
        handler: Callable[Concatenate[S, Actor, P], Awaitable[Answer]],
    ) -> Callable[Concatenate[S, P], Awaitable[Answer]]:
        check = _argument_check(handler, given=2)

        async def pass_through(state: S, *args: P.args, **kwargs: P.kwargs) -> Answer:
            async def deed() -> Answer:
                actor = await actor_of(state)
                require(actor, permission)
                check(args, kwargs)
                return await handler(state, actor, *args, **kwargs)

            return await _answered(state, deed)

        return _dressed(pass_through, handler, given=2, declared=permission)

    return wrap


def own_door(
    handler: Callable[Concatenate[S, SignedIn, P], Awaitable[Answer]],
) -> Callable[Concatenate[S, P], Awaitable[Answer]]:
    """Let anybody signed in pass, with a clinic or without; hand the handler who it is.

    For what concerns somebody's own account alone.
    """
    check = _argument_check(handler, given=2)

    async def pass_through(state: S, *args: P.args, **kwargs: P.kwargs) -> Answer:
        async def deed() -> Answer:
            signed_in = await owner_of(state)
            check(args, kwargs)
            return await handler(state, signed_in, *args, **kwargs)

        return await _answered(state, deed)

    return _dressed(pass_through, handler, given=2, declared=Permission.SIGNED_IN)


def open_door(
    handler: Callable[Concatenate[S, P], Awaitable[Answer]],
) -> Callable[Concatenate[S, P], Awaitable[Answer]]:
    """Let anybody pass: for pages before sign-in, and for what only changes one's own screen."""
    check = _argument_check(handler, given=1)

    async def pass_through(state: S, *args: P.args, **kwargs: P.kwargs) -> Answer:
        async def deed() -> Answer:
            check(args, kwargs)
            return await handler(state, *args, **kwargs)

        return await _answered(state, deed)

    return _dressed(pass_through, handler, given=1, declared=OPEN)


def live_door(
    permission: Permission,
) -> Callable[
    [Callable[[S], AsyncGenerator[Answer, None]]], Callable[[S], AsyncGenerator[Answer, None]]
]:
    """Declare a background watcher; `pushes` finds its actor, again at every push."""

    def wrap(
        handler: Callable[[S], AsyncGenerator[Answer, None]],
    ) -> Callable[[S], AsyncGenerator[Answer, None]]:
        return _watched(handler, declared=permission)

    return wrap


def live_open_door(
    handler: Callable[[S], AsyncGenerator[Answer, None]],
) -> Callable[[S], AsyncGenerator[Answer, None]]:
    """Declare a background watcher of a page that a link opens; `link_pushes` asks the link."""
    return _watched(handler, declared=OPEN)


def _watched(
    handler: Callable[[S], AsyncGenerator[Answer, None]], *, declared: str
) -> Callable[[S], AsyncGenerator[Answer, None]]:
    async def watched(state: S) -> AsyncGenerator[Answer, None]:
        again = True
        while again:
            again = False
            try:
                async for answer in handler(state):
                    yield answer
            except SignedOut as refusal:
                yield answer_signed_out(refusal)
            except ClinicError:
                yield rx.redirect("/")  # the role changed: the landing page says what is left
            except _DATABASE_IS_AWAY:
                log.warning("a watch lost the database; it tries again")
                await asyncio.sleep(_PAUSE)
                again = is_open(state.router.session.client_token)

    return _dressed(watched, handler, given=1, declared=declared)


async def actor_of(state: rx.State, *, active: bool = True) -> Actor:
    """Return who acts on this page. Raises SignedOut when nobody, or in no clinic."""
    signed_in = await owner_of(state, active=active)
    if signed_in.actor is None:
        raise NoClinicYet
    return signed_in.actor


async def owner_of(state: rx.State, *, active: bool = True) -> SignedIn:
    """Return who is signed in on this page, whether or not they have a clinic."""
    signed_in = await signed_in_of(state, active=active)
    if signed_in is None:
        raise SignedOut
    if signed_in.must_change_password:
        raise PasswordIsTemporary
    return signed_in


async def _answered(state: rx.State, deed: Callable[[], Awaitable[Answer]]) -> Answer:
    """Do the deed; say a refusal in words, hide everything else behind a number to quote."""
    try:
        return await deed()
    except SignedOut as refusal:
        return answer_signed_out(refusal)
    except ClinicError as refusal:
        return answer_refusal(state, refusal)
    except Exception:
        number = token_hex(3)
        # Exception texts, which can hold patient data, are left out (kit/logs.py).
        log.exception("an event failed; told the person number %s", number)
        return refuse(f"That did not work, and it is our fault. Number {number}.")


def _argument_check(
    handler: Handler, *, given: int
) -> Callable[[tuple[Any, ...], dict[str, Any]], None]:
    """Return a check of what a browser sent against the handler's annotations."""
    signature = inspect.signature(handler)
    names = list(signature.parameters)[given:]
    needed = {
        name for name in names if signature.parameters[name].default is inspect.Parameter.empty
    }
    hints = get_type_hints(handler)
    adapters = {name: TypeAdapter(hints[name]) for name in names}

    def check(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        sent = {**dict(zip(names, args, strict=False)), **kwargs}
        if needed - sent.keys():
            raise NotFound
        try:
            for name, value in sent.items():
                adapters[name].validate_python(value, strict=True)
        except (ValidationError, KeyError):
            raise NotFound from None

    return check


def _dressed(outer: Handler, inner: Handler, *, given: int, declared: str) -> Any:  # noqa: ANN401
    """Make the wrapper look like the handler, less the arguments that the server gives."""
    signature = inspect.signature(inner)
    parameters = list(signature.parameters.values())
    kept = [parameters[0], *parameters[given:]]
    functools.update_wrapper(outer, inner)
    del outer.__wrapped__  # pyright: ignore[reportFunctionMemberAccess]  # set by update_wrapper
    outer.__signature__ = signature.replace(parameters=kept)  # pyright: ignore[reportFunctionMemberAccess]  # read by inspect.signature
    hidden = {parameter.name for parameter in parameters[1:given]}
    hints = inner.__annotations__.items()
    outer.__annotations__ = {name: hint for name, hint in hints if name not in hidden}
    setattr(outer, DOOR_ATTRIBUTE, declared)
    return outer
