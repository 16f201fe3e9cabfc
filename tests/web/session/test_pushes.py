"""What wakes an open page: here, that a new day has begun."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest

from clinic_app.access.permissions import Permission
from clinic_app.kit.clock import frozen
from clinic_app.live.topics import Topic
from clinic_app.web.session import pushes as module
from clinic_app.web.session import tabs
from clinic_app.web.session.pushes import pushes
from clinic_app.web.shell.shell_state import ShellState
from tests.cast import Clinic
from tests.web.tab import Tab, sign_in

MIDNIGHT = datetime(2027, 3, 2, 5, tzinfo=UTC)  # in New York
A_MINUTE = timedelta(minutes=1)


def _connected(_: str) -> bool:
    return True


async def test_a_page_left_open_looks_again_at_the_clinics_midnight(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_AROUND", 0.01)
    monkeypatch.setattr(tabs, "_ask", [_connected])
    with frozen(MIDNIGHT - A_MINUTE):
        state = Tab(await sign_in(clinic.reception)).state(ShellState)
        watching = pushes(state, Permission.SIGNED_IN, Topic.CALENDAR)
        assert (await anext(watching)).name == "Emily Rodriguez"
    async with aclosing(watching):
        with frozen(MIDNIGHT + A_MINUTE):
            async with asyncio.timeout(10):
                assert (await anext(watching)).name == "Emily Rodriguez"
