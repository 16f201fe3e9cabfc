"""Typed helpers for what changes in the browser: loops, conditions, classes, text.

A row of a list arrives in the render function as `RowVar[Row]`:

    def row(patient: RowVar[PatientRow]) -> rx.Component:
        return html.li(patient.name)

    each(PatientsState.patients, row)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast, overload

import reflex as rx
from reflex.vars import ArrayVar, BooleanVar, NumberVar, ObjectVar, StringVar

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Text
from clinic_app.web.ui.untyped import any_var, rx_any

RowVar = ObjectVar
ListVar = ArrayVar

Row = TypeVar("Row")


@overload
def each(
    rows: ArrayVar[Sequence[str]], render: Callable[[StringVar[str]], rx.Component]
) -> rx.Component: ...


@overload
def each(
    rows: ArrayVar[Sequence[int]], render: Callable[[NumberVar[int]], rx.Component]
) -> rx.Component: ...


@overload
def each(
    rows: ArrayVar[Sequence[Row]], render: Callable[[ObjectVar[Row]], rx.Component]
) -> rx.Component: ...


def each(rows: ArrayVar[Any], render: Callable[[Any], rx.Component]) -> rx.Component:
    """Render every row of a list var; give the outermost element a `key=`."""
    return cast("rx.Component", rx_any.foreach(rows, render))


def each_numbered(
    rows: ArrayVar[Sequence[Row]],
    render: Callable[[ObjectVar[Row], NumberVar[int]], rx.Component],
) -> rx.Component:
    """As `each`, and the render function gets the index (from 0) as well."""
    return cast("rx.Component", rx_any.foreach(rows, render))


def list_of(var: rx.Var[Any], row: type[Row]) -> ArrayVar[Sequence[Row]]:
    """Say what a nested list holds: `each(list_of(day.visits, VisitRow), visit)`."""
    return cast("ArrayVar[Sequence[Row]]", any_var(var).to(list[row]))


def row_of(var: rx.Var[Any], row: type[Row]) -> ObjectVar[Row]:
    """Say what a nested row is, as `list_of` does for lists."""
    return cast("ObjectVar[Row]", any_var(var).to(row))


def when(condition: Condition, shown: Child) -> rx.Component:
    """Show a component while the condition holds, and nothing otherwise."""
    return cast("rx.Component", rx_any.cond(condition, html.fragment(shown), html.fragment()))


def either(condition: Condition, shown: Child, otherwise: Child) -> rx.Component:
    """Show one component while the condition holds, and the other while not."""
    return cast(
        "rx.Component", rx_any.cond(condition, html.fragment(shown), html.fragment(otherwise))
    )


def choose(value: Text, *cases: tuple[Any, rx.Component], default: rx.Component) -> rx.Component:
    """Show the component whose value matches, else the default."""
    return cast("rx.Component", rx_any.match(value, *cases, default))


def pick(value: Text, cases: Mapping[str, str], default: str) -> StringVar[str]:
    """Translate a value to a word: `pick(row.state, {"booked": "Booked"}, "Unknown")`."""
    chosen: Any = rx_any.match(value, *cases.items(), default)
    return cast("StringVar[str]", chosen.to(str))


def value_if(condition: Condition, yes: object, no: object) -> rx.Var[Any]:
    """A value (not a component) that depends on a condition."""
    return cast("rx.Var[Any]", rx_any.cond(condition, yes, no))


def text(*parts: Text | int) -> StringVar[str]:
    """Join words and vars to one text: `text("No. ", patient.mrn)`."""
    joined = "".join(f"{part}" for part in parts)
    return cast("StringVar[str]", rx_any.Var.create(joined).to(str))


def classes(*names: str | tuple[Condition, str] | rx.Var[Any]) -> Text:
    """Class names, some of them on a condition: `classes("nav-link", (is_here, "is-active"))`."""
    words: list[Text] = [_class_name(name) for name in names]
    if all(isinstance(word, str) for word in words):
        return " ".join(str(word) for word in words if word)
    spaced = [part for word in words for part in (word, " ")]
    return text(*spaced[:-1])


def _class_name(name: str | tuple[Condition, str] | rx.Var[Any]) -> Text:
    if not isinstance(name, tuple):
        return name
    condition, word = name
    if isinstance(condition, bool):
        return word if condition else ""
    return value_if(condition, word, "")


def is_empty(rows: rx.Var[Any]) -> BooleanVar:
    """Whether a list var has no rows."""
    return cast("BooleanVar", any_var(rows).to(list).length() == 0)


def is_set(value: Text | None) -> Condition:
    """Whether a text is there and not empty; for error sentences and optional cells."""
    if value is None or isinstance(value, str):
        return bool(value)
    return cast("BooleanVar", any_var(value).to(str) != "")


def both(first: Condition, second: Condition) -> Condition:
    """Both conditions, whether they are vars or plain booleans."""
    if isinstance(first, bool):
        return second if first else False
    if isinstance(second, bool):
        return first if second else False
    return cast("BooleanVar", any_var(first).bool() & any_var(second).bool())


def negate(condition: Condition) -> Condition:
    """The opposite of a condition, whether it is a var or a plain boolean."""
    if isinstance(condition, bool):
        return not condition
    return cast("BooleanVar", ~any_var(condition).bool())


def entry(mapping: rx.Var[Any], key: str) -> StringVar[str]:
    """A text from a dict var, empty when missing: `entry(PatientState.errors, "name")`."""
    value = any_var(mapping)[key]
    return cast("StringVar[str]", rx_any.cond(value, value, "").to(str))


def any_of(first: Condition, second: Condition) -> Condition:
    """Either condition, whether they are vars or plain booleans."""
    if isinstance(first, bool):
        return True if first else second
    if isinstance(second, bool):
        return True if second else first
    return cast("BooleanVar", any_var(first).bool() | any_var(second).bool())


def debounced(event: object, milliseconds: int = 200) -> Any:  # noqa: ANN401  # an event
    """The event, sent only when the person pauses: for search boxes."""
    return any_var(event).debounce(milliseconds)
