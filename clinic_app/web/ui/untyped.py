"""The one place where Reflex's partly unknown types are set aside.

Reflex fills its modules lazily and leaves type parameters open, which strict checking
calls "partially unknown" at every use. `rx_any` is Reflex seen as `Any`, and `any_var`
a var seen so; the typed helpers of this folder are built on them, pages are not.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

rx_any: Any = rx


def any_var(value: object) -> Any:  # noqa: ANN401  # the purpose of this file
    """A var whose operators and methods are not checked."""
    return value
