"""How a handler shows what it was declared with, for the tests that list every door."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DOOR_ATTRIBUTE = "__door__"
OPEN = "open"


def marked_open(handler: Callable[P, T]) -> Callable[P, T]:
    """Mark a handler that needs no door at all: it touches nothing but its own tab's screen."""
    setattr(handler, DOOR_ATTRIBUTE, OPEN)
    return handler
