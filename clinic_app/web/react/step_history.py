"""The browser's Back on a page of several steps under one address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import reflex as rx
from reflex.event import passthrough_event_spec


class StepHistory(rx.Component):
    """The React component (assets/react/step_history.jsx); pages call `step_history()` instead."""

    library = "$/public/react/step_history.jsx"
    tag = "StepHistory"

    step: rx.Var[str]
    steps: rx.Var[list[str]]
    end: rx.Var[str]
    on_back: rx.EventHandler[passthrough_event_spec(str)]


def step_history(
    step: object, steps: Sequence[str], *, end: str = "", on_back: object
) -> rx.Component:
    """Let Back lead to the step before. At the step `end`, and after it, Back leaves the page."""
    made: Any = cast("Any", StepHistory).create(
        step=step, steps=list(steps), end=end, on_back=on_back
    )
    return cast("rx.Component", made)
