"""A component as the browser will get it, flattened for tests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.web.ui.untyped import any_var


@dataclass(frozen=True)
class Drawn:
    """One element: its tag, its attributes as `name:expression`, the text right inside."""

    tag: str
    props: dict[str, str]
    text: str


def drawn(component: rx.Component) -> list[Drawn]:
    """Every element of a component, in document order; both arms of conditions."""
    return list(_walk(any_var(component).render()))


def only(component: rx.Component, tag: str) -> Drawn:
    """The one element of that tag."""
    found = [element for element in drawn(component) if element.tag == tag]
    assert len(found) == 1, f"{len(found)} <{tag}>"
    return found[0]


def words(component: rx.Component) -> str:
    """All text, arms of conditions included."""
    return " ".join(element.text for element in drawn(component) if element.text)


def _plain(expression: str) -> str:
    """A literal text without its quotes and escapes; other expressions as they are."""
    try:
        return str(json.loads(expression))
    except json.JSONDecodeError:
        return expression


def _walk(node: dict[str, Any]) -> Iterator[Drawn]:
    for arm in ("true_value", "false_value", "default"):
        if isinstance(node.get(arm), dict):
            yield from _walk(node[arm])
    for _, made in node.get("match_cases", []):
        yield from _walk(made)
    children: list[dict[str, Any]] = node.get("children", [])
    if "name" in node:
        texts = [_plain(str(child["contents"])) for child in children if "contents" in child]
        props = [str(prop).partition(":") for prop in node.get("props", [])]
        named = {name.strip('"'): value.strip('"') for name, _, value in props}
        yield Drawn(str(node["name"]).strip('"'), named, " ".join(texts))
    for child in children:
        yield from _walk(child)
