"""Every event handler, tried by a stranger, by each role that may not, and with foreign ids."""

import contextlib
import inspect
from typing import Any
from uuid import UUID

import pytest

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.web.session.door_mark import OPEN
from tests.cast import Clinic
from tests.guards.furniture import MARK
from tests.guards.inventory import Handler, handlers
from tests.guards.sentinel import picture, statements
from tests.web.tab import Tab, sign_in

EVERY = handlers()
GUARDED = [handler for handler in EVERY if handler.declared not in {OPEN, None}]
NOWHERE = str(UUID(int=7))


class AnyField(dict[str, object]):
    """A form that holds the same text under every name one may ask for."""

    def __init__(self, text: str) -> None:
        """Answer `text` to everything."""
        super().__init__()
        self._text = text

    def __missing__(self, key: str) -> object:
        """Answer for form["name"]."""
        return self._text

    def get(self, key: str, default: object = None) -> object:
        """Answer for form.get("name")."""
        del key, default
        return self._text


def _plausible(handler: Handler, text: str = NOWHERE) -> list[object]:
    """Return arguments of the declared types, ids and other texts alike being `text`."""
    values: dict[object, object] = {str: text, int: 1, bool: True, float: 1.0}
    return [values.get(one.annotation, AnyField(text)) for one in handler.arguments]


async def _send(tab: Tab, handler: Handler, arguments: list[object]) -> Any:  # noqa: ANN401
    """Call a handler as a browser would; of a watcher take the first push alone."""
    state = tab.state(handler.state)
    if handler.in_background:
        pushes = handler.call(state)
        async with contextlib.aclosing(pushes):
            return await anext(pushes, None)
    return await handler.call(state, *arguments)


def test_every_handler_declares_who_may_pass() -> None:
    assert EVERY, "no handler found: is the inventory broken?"
    assert [str(handler) for handler in EVERY if handler.declared is None] == []


def test_no_state_lets_the_browser_set_its_vars() -> None:
    setters = [str(handler) for handler in EVERY if handler.call.__module__.startswith("reflex")]
    assert setters == []


def test_handlers_are_asynchronous_so_that_none_freezes_the_others() -> None:
    slow = [str(h) for h in EVERY if not (h.in_background or _is_async(h))]
    assert slow == []


def _is_async(handler: Handler) -> bool:
    return inspect.iscoroutinefunction(handler.call)


@pytest.mark.parametrize("handler", GUARDED, ids=str)
async def test_without_a_session_nothing_is_read_or_written(
    handler: Handler, database: str
) -> None:
    del database
    tab = Tab("not-a-session")
    with statements() as seen:
        answer = await _send(tab, handler, _plausible(handler))
    assert seen == []
    assert "/sign-in" in str(answer)


@pytest.mark.parametrize("handler", GUARDED, ids=str)
async def test_a_role_that_may_not_reads_and_writes_nothing(
    handler: Handler, cookies: dict[Role, str]
) -> None:
    permission = Permission(str(handler.declared))
    for role in (role for role in Role if not allows(role, permission)):
        tab = Tab(cookies[role])
        with statements() as seen:
            answer = await _send(tab, handler, _plausible(handler))
        assert seen == [], f"{role} made {handler} ask the database"
        assert answer is not None, f"{role} was told nothing by {handler}"


@pytest.mark.parametrize("handler", [h for h in EVERY if h.arguments], ids=str)
async def test_foreign_ids_read_nothing_and_write_nothing(
    handler: Handler,
    untouched: Clinic,
    untouched_ids: list[str],
    other_clinic: Clinic,
    database_url: str,
) -> None:
    """Every id of a furnished clinic in every text argument, sent by another clinic's owner."""
    before = picture(database_url, untouched.organization_id)
    own_before = picture(database_url, other_clinic.organization_id)
    cookie = await sign_in(other_clinic.owner)
    for foreign in untouched_ids:
        tab = Tab(cookie)
        answer = await _send(tab, handler, _plausible(handler, foreign))
        if "/sign-in" in str(answer):  # it ended the session: the next id comes with a new one
            cookie = await sign_in(other_clinic.owner)
        assert MARK not in f"{answer} {_told(tab)}"
    assert picture(database_url, untouched.organization_id) == before
    own_after = picture(database_url, other_clinic.organization_id)
    if own_after != own_before:
        assert own_after["audit_entry"] != own_before["audit_entry"], "written without audit"


def _told(tab: Tab) -> str:
    """Return everything the tab's browser would now be sent."""
    return str(tab.root.get_delta())  # pyright: ignore[reportUnknownMemberType]  # untyped in part
