"""What the set-up forms sent, read as texts, numbers and ids: a browser may send anything."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from clinic_app.kit.errors import ChangedMeanwhile, Invalid, NotFound
from clinic_app.kit.ids import parse_id
from clinic_app.scheduling.tables import COLOURS

Id = TypeVar("Id")
Form = dict[str, Any]


def typed(form: Form, name: str) -> str:
    """Return a field's text, empty when the form has none, or does not show it (None)."""
    value = form.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid("The form could not be read. Please load the page again.")
    return value.strip()


def minutes(form: Form, name: str, *, empty: int | None = None) -> int:
    """Return a field's whole minutes; `empty` is what an empty field means. Raises Invalid."""
    text = typed(form, name)
    if not text and empty is not None:
        return empty
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise Invalid("Please give whole minutes.", field=name)
    return int(text)


def ticked(form: Form, prefix: str, kind: Callable[[UUID], Id]) -> list[Id]:
    """Return the ids of the boxes called `<prefix>:<id>` that were ticked."""
    names = [name for name in form if name.startswith(f"{prefix}:") and form[name]]
    return [parse_id(kind, name.partition(":")[2]) for name in names]


def id_or_none(kind: Callable[[UUID], Id], text: str) -> Id | None:
    """Return an id, None for an empty text (something new). Raises NotFound for nonsense."""
    return parse_id(kind, text) if text else None


def next_colour(used: Sequence[str]) -> str:
    """Return the colour of the palette that fewest have, for somebody new."""
    return min(COLOURS, key=used.count)


def moved(ids: Sequence[str], moving: str, step: int) -> list[UUID]:
    """Return the order with one id a place up (-1) or down (1). Raises ChangedMeanwhile."""
    if moving not in ids or step not in {-1, 1}:
        raise ChangedMeanwhile("The list has changed meanwhile. Please look again.")
    order = list(ids)
    at = order.index(moving)
    to = max(0, min(len(order) - 1, at + step))
    order.insert(to, order.pop(at))
    try:
        return [UUID(one) for one in order]
    except ValueError:
        raise NotFound from None
