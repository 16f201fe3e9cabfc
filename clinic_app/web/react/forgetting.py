"""Clearing a page on which somebody's data stands, when they have gone."""

from __future__ import annotations

from typing import Any, cast

import reflex as rx


class Forgetting(rx.Component):
    """The React component (assets/react/forgetting.jsx); pages call `forgetting()` instead."""

    library = "$/public/react/forgetting.jsx"
    tag = "Forgetting"

    seconds: rx.Var[int]
    on_forget: rx.EventHandler[rx.event.no_args_event_spec]


def forgetting(seconds: object, *, on_forget: object) -> rx.Component:
    """Warn when so long nobody did anything, then forget; 0 seconds: there is nothing to."""
    made: Any = cast("Any", Forgetting).create(seconds=seconds, on_forget=on_forget)
    return cast("rx.Component", made)
