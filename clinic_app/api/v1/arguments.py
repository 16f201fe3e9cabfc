"""Reads what a route of version 1 takes: parts of the path, a query, a body.

FastAPI describes the routes by their endpoints' types, and this reads requests by the same types:
its own way costs half a millisecond a request, for kinds of arguments that no route here has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import get_annotations
from typing import Any, get_origin
from urllib.parse import parse_qsl

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

Reader = Callable[[Request, bytes], object]


def readers_of(endpoint: Callable[..., object], path: frozenset[str]) -> dict[str, Reader]:
    """Return how each argument of an endpoint is read; what has a default is left to it.

    path: the names of the path's parts.
    """
    readers: dict[str, Reader] = {}
    for name, kind in get_annotations(endpoint, eval_str=True).items():
        if kind is Request:
            readers[name] = _request
        elif name in path:
            readers[name] = _Part(name)
        elif model := _model(kind):
            in_query = get_origin(kind) is not None or hasattr(kind, "__metadata__")
            readers[name] = _Query(model) if in_query else _Body(model)
    return readers


def _model(kind: Any) -> type[BaseModel] | None:  # noqa: ANN401  # an annotation
    plain = getattr(kind, "__origin__", kind)  # of Annotated[...]
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def _request(request: Request, body: bytes) -> object:
    del body
    return request


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the path."""

    name: str

    def __call__(self, request: Request, body: bytes) -> object:
        del body
        return request.path_params[self.name]


class _Query:
    """The query; of a name that comes twice the last counts, but for lists."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model
        fields = model.model_fields.items()
        self._lists = {
            field.alias or name for name, field in fields if get_origin(field.annotation) is list
        }

    def __call__(self, request: Request, body: bytes) -> object:
        del body
        sent: dict[str, Any] = {}
        for name, value in parse_qsl(
            request.scope["query_string"].decode("latin-1"), keep_blank_values=True
        ):
            if name in self._lists:
                sent.setdefault(name, []).append(value)
            else:
                sent[name] = value
        return _checked(self._model.model_validate, sent, "query")


class _Body:
    """A JSON object. Of another type it is refused: a form of another site could send it."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model

    def __call__(self, request: Request, body: bytes) -> object:
        if not body:
            raise RequestValidationError([{"type": "missing", "loc": ("body",)}])
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not (kind == "application/json" or kind.endswith("+json")):
            raise RequestValidationError([{"type": "json_type", "loc": ("body",)}])
        return _checked(self._model.model_validate_json, body, "body")


def _checked(validate: Callable[[Any], object], sent: object, where: str) -> object:
    try:
        return validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise RequestValidationError([{**first, "loc": (where, *first["loc"])}]) from None
