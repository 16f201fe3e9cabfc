"""One page: where it is, who may see it, what it shows, what it loads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from clinic_app.access.permissions import Permission

Body = Callable[[], rx.Component]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the product. Each web room lists its own in `pages.py`.

    permission: what a member needs to open it; None for pages before sign-in, which are
    shown centred and without the shell. `on_load` are doors; the first loads the rows.
    framed: False for signed-in pages that bring their own layout.
    """

    route: str
    title: str
    body: Body
    permission: Permission | None
    on_load: tuple[Any, ...] = field(default_factory=tuple)
    framed: bool = True
