"""Idleness: a warning a minute before the session ends, and what keeps it awake.

The shell puts `idle_guard(ShellState.idle_minutes)` once around every signed-in page. The
server ends an idle session by itself; see `find_signed_in`.
"""

from __future__ import annotations

from typing import Any, cast

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.web.session.door import own_door
from clinic_app.web.session.messenger import Answer


class IdleState(rx.State):
    """Hears of activity that causes no other event, such as reading and scrolling."""

    @rx.event
    @own_door
    async def stay(self, signed_in: SignedIn) -> Answer:
        """Keep the session awake: passing the door has written down the use."""
        del signed_in


class IdleGuard(rx.Component):
    """The React component (assets/react/idle.jsx); the shell calls `idle_guard()` instead."""

    library = "$/public/react/idle.jsx"
    tag = "IdleGuard"

    idle_minutes: rx.Var[int]

    on_stay: rx.EventHandler[rx.event.no_args_event_spec]


def idle_guard(idle_minutes: rx.Var[int]) -> rx.Component:
    """Warn one minute before the session ends; lead to the sign-in page when it has."""
    made: Any = cast("Any", IdleGuard).create(idle_minutes=idle_minutes, on_stay=IdleState.stay)
    return cast("rx.Component", made)
