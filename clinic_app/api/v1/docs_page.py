"""The description as a page to read: plain HTML from the OpenAPI document, without a script.

The renderers that are usual here bring a megabyte of scripts, inline or from other sites, which
our content security policy forbids. A page to read and copy from needs none.
"""

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from clinic_app.api.v1.docs_style import STYLE
from clinic_app.api.v1.schema_words import example_of, fields_of, type_of
from clinic_app.people.api_keys.key_rules import SCOPES
from clinic_app.settings import settings

Json = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")


@cache
def docs_page(document_json: str) -> str:
    """Return the page of an OpenAPI document, given as JSON."""
    document: Json = json.loads(document_json)
    groups = _groups(document)
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        "<meta name=color-scheme content='light dark'>"
        "<link rel=stylesheet href='/fonts.css'>"
        f"<title>Polyclinic API</title><style>{STYLE}</style></head><body>"
        f"<nav aria-label=Contents>{_contents(groups)}</nav>"
        f"<main>{_opening(document)}{''.join(_group(document, *one) for one in groups.items())}"
        f"{_things(document)}</main></body></html>"
    )


Route = tuple[str, str, Json]


def _groups(document: Json) -> dict[str, list[Route]]:
    groups: dict[str, list[Route]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = item[method]
                groups.setdefault(operation["tags"][0], []).append((method, path, operation))
    return groups


def _contents(groups: dict[str, list[Route]]) -> str:
    parts = ["<a class=brand href='/'>Polyclinic</a><a href='#top'>Beginning</a>"]
    for name, routes in groups.items():
        links = "".join(
            f"<li><a href='#{operation['operationId']}'>{escape(operation['summary'])}</a>"
            for _, _, operation in routes
        )
        parts.append(f"<p>{escape(name)}</p><ul>{links}</ul>")
    return "".join([*parts, "<a href='#things'>What they hold</a>"])


def _opening(document: Json) -> str:
    about = "".join(
        f"<p>{_inline(part)}</p>" for part in document["info"]["description"].split("\n\n")
    )
    return (
        f"<h1 id=top>Polyclinic API</h1>{about}"
        "<p>Every request names a key, made in the clinic’s settings under “API keys”:</p>"
        f"{_code(_curl('get', '/api/v1/services', {}, {}))}"
        "<p>What was ticked there are the key’s scopes; "
        "<code>not_allowed</code> names the one that it lacks:</p>"
        f"{_table('Scopes', [(scope, '', True, words) for scope, words in SCOPES.items()])}"
        "<p>The same for programs: <a href='/api/v1/openapi.json'>/api/v1/openapi.json</a> "
        "(OpenAPI 3.1).</p>"
    )


def _group(document: Json, name: str, routes: list[Route]) -> str:
    return f"<h2>{escape(name)}</h2>" + "".join(_route(document, *route) for route in routes)


def _route(document: Json, method: str, path: str, operation: Json) -> str:
    parameters = [one for one in operation.get("parameters", []) if one["in"] != "header"]
    body = _body_schema(operation)
    return (
        f"<section id='{operation['operationId']}'><h3>{escape(operation['summary'])}</h3>"
        f"<p class=route><span class='verb {method}'>{method.upper()}</span> "
        f"<code>{escape(path)}</code></p><p>{_inline(operation.get('description', ''))}</p>"
        f"{_table('Asked', _parameter_rows(document, parameters))}"
        f"{_table('Sent', list(fields_of(document, body)) if body else [])}"
        f"{_code(_curl(method, path, document, operation))}{_answers(operation)}</section>"
    )


def _body_schema(operation: Json) -> Json | None:
    body = operation.get("requestBody")
    return None if body is None else body["content"]["application/json"]["schema"]


def _parameter_rows(document: Json, parameters: list[Json]) -> list[tuple[str, str, bool, str]]:
    return [
        (
            one["name"],
            type_of(document, one["schema"]),
            one["required"],
            one.get("description", ""),
        )
        for one in parameters
    ]


def _table(caption: str, rows: list[tuple[str, str, bool, str]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f"<tr><th scope=row><code>{escape(name)}</code>{'' if needed else ' <i>optional</i>'}"
        f"<td>{escape(kind)}<td>{_inline(words)}"
        for name, kind, needed, words in rows
    )
    return f"<div class=wide><table><caption>{caption}</caption>{lines}</table></div>"


def _answers(operation: Json) -> str:
    lines = "".join(_answer(status, one) for status, one in operation["responses"].items())
    return f"<dl>{lines}</dl>"


def _answer(status: str, answer: Json) -> str:
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    name = content.get("$ref", "").rsplit("/", 1)[-1]
    words = f"<a href='#{name}'>{name}</a>" if name else _inline(answer["description"])
    return f"<dt>{status}<dd>{words}"


def _things(document: Json) -> str:
    schemas: Json = document["components"]["schemas"]
    within = json.dumps(schemas)  # a body within another is told here as well
    wanted = [
        name
        for name in schemas
        if not name.endswith("Body") or f'"#/components/schemas/{name}"' in within
    ]
    parts = "".join(_thing(document, name) for name in wanted)
    return f"<h2 id=things>What they hold</h2>{parts}"


def _thing(document: Json, name: str) -> str:
    schema = document["components"]["schemas"][name]
    words = f"<p>{_inline(schema.get('description', ''))}</p>"
    if "enum" in schema:
        words += f"<p>{', '.join(f'<code>{one}</code>' for one in schema['enum'])}</p>"
    rows = list(fields_of(document, schema))
    return f"<section id='{name}'><h3>{name}</h3>{words}{_table('Holds', rows)}</section>"


def _curl(method: str, path: str, document: Json, operation: Json) -> str:
    return " \\\n  ".join(_curl_parts(method, path, document, operation))


def _curl_parts(method: str, path: str, document: Json, operation: Json) -> Iterator[str]:
    query = "&".join(
        f"{one['name']}={example_of(document, one['schema'], one['name'])}"
        for one in operation.get("parameters", [])
        if one["in"] == "query" and one["required"]
    )
    address = (
        f"{settings().public_url or 'https://clinic.example'}{path}{'?' if query else ''}{query}"
    )
    way = "" if method in {"get", "post"} else f"-X {method.upper()} "
    yield f"curl {way}'{address.replace('{', '').replace('}', '').replace('_id', '-id')}'"
    yield "-H 'Authorization: Bearer pk_…'"
    body = _body_schema(operation) if operation else None
    if method != "get":
        yield "-H 'Idempotency-Key: 6f1c0d9e'"
    if body is not None:
        sent = json.dumps(example_of(document, body, ""), ensure_ascii=False)
        yield f"--json '{sent}'"


def _code(text: str) -> str:
    return f"<pre tabindex=0><code>{escape(text, quote=False)}</code></pre>"


def _inline(words: str) -> str:
    """Escape words, and show what stands between backticks as code."""
    parts = escape(words).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
