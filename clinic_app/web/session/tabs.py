"""Which browser tabs are connected to this process."""

from collections.abc import Callable

_ask: list[Callable[[str], bool]] = []


def tell_by(is_connected: Callable[[str], bool]) -> None:
    """Say, at start, how to find out whether a tab (a Reflex client token) is connected."""
    _ask[:] = [is_connected]


def is_open(tab: str) -> bool:
    """Tell whether a tab is connected here."""
    return bool(_ask) and _ask[0](tab)
