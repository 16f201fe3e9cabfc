"""JSON schemas in words, and an example of each."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_EXAMPLES: dict[str, Any] = {
    **{"integer": 1, "number": 1, "boolean": True, "array": [], "null": None},
    **{"uuid": "0b8f6f0e-5f3c-4f7b-9a55-6d1f3e0c2a11", "date": "2026-11-20"},
}

_COUNTABLE = 10_000  # a bound above it is that of a column, of no use to a reader


def resolved(document: Json, schema: Json) -> Json:
    """Return a schema with what it refers to put in; of null or something, the something."""
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    some = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if some:
        return {**resolved(document, some[0]), **{k: v for k, v in schema.items() if k != "anyOf"}}
    return schema


def type_of(document: Json, schema: Json) -> str:
    """Return what a value is: “uuid”, “list of FreeTime”, “one of a, b”."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    some = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if some:
        empty = "" if len(some) == len(schema["anyOf"]) else " or null"
        return type_of(document, some[0]) + empty
    if "enum" in schema:
        return "one of " + ", ".join(str(one) or "nothing" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_of(document, schema.get('items', {}))}"
    return schema.get("format") or schema.get("type", "anything") + _bounds(schema)


def _bounds(schema: Json) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    return "" if most is None or most > _COUNTABLE else f", {least or 0} to {most}"


def fields_of(document: Json, schema: Json) -> Iterator[tuple[str, str, bool, str]]:
    """Yield an object's fields: name, type, whether it must be there, what it means."""
    whole = resolved(document, schema)
    for name, field in whole.get("properties", {}).items():
        needed = name in whole.get("required", [])
        yield name, type_of(document, field), needed, field.get("description", "")


def example_of(document: Json, schema: Json, name: str) -> Any:  # noqa: ANN401  # any JSON
    """Return an example of a value; of an object what must be there alone."""
    whole = resolved(document, schema)
    if whole.get("examples"):
        return whole["examples"][0]
    if "properties" in whole:
        needed = whole.get("required", [])
        fields = {one: whole["properties"][one] for one in needed}
        return {one: example_of(document, field, one) for one, field in fields.items()}
    kind = whole.get("format") or whole.get("type")
    return _EXAMPLES.get(str(kind), name)
