"""Every event handler that a browser can call, found by asking Reflex, not by a list."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.state import BaseState

from clinic_app.web.session.door_mark import DOOR_ATTRIBUTE
from clinic_app.web.shell import all_pages


@dataclass(frozen=True)
class Handler:
    """One event handler of one state class."""

    state: type[rx.State]
    name: str
    call: Callable[..., Any]
    declared: str | None  # a permission, "open", or None when somebody forgot

    def __str__(self) -> str:
        """Name it as one would in code."""
        return f"{self.state.__name__}.{self.name}"

    @property
    def arguments(self) -> list[inspect.Parameter]:
        """What the browser sends."""
        return list(inspect.signature(self.call).parameters.values())[1:]

    @property
    def in_background(self) -> bool:
        """Whether it is a watcher, which pushes until its page is left."""
        return inspect.isasyncgenfunction(self.call)


def _states(of: type[BaseState]) -> Iterator[type[rx.State]]:
    for state in of.get_substates():
        assert issubclass(state, rx.State)
        yield state
        yield from _states(state)


def handlers() -> list[Handler]:
    """List every handler of our own states, in a stable order."""
    assert all_pages.ALL_PAGES is not None  # importing the pages makes the states
    found = [
        Handler(state, name, handler.fn, getattr(handler.fn, DOOR_ATTRIBUTE, None))
        for state in _states(rx.State)
        if state.__module__.startswith("clinic_app.")
        for name, handler in state.event_handlers.items()
        if name != "setvar"  # Reflex's own; harmless without setters, which a test checks
    ]
    return sorted(found, key=str)
