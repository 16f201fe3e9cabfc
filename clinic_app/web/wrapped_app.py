"""Reflex's app with layers of ours outside of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field

import reflex as rx
from starlette.types import ASGIApp

Layer = Callable[[ASGIApp], ASGIApp]


@dataclass
class WrappedApp(rx.App):
    """Reflex would put an `api_transformer` inside its own five layers.

    Outside of them the guards see every request first, and one of the API goes through none that
    it has no use for.
    """

    layers: list[Layer] = field(default_factory=list[Layer])  # the last is the outermost

    def __call__(self) -> ASGIApp:
        """Return what is served."""
        served = super().__call__()
        for layer in self.layers:
            served = layer(served)
        return served
