"""Refusals as JSON (RFC 9457): title, detail and, where there is one, the form's field.

What was sent is never repeated in an answer or a log line: it may be a password.
"""

import logging
from http import HTTPStatus
from secrets import token_hex

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from clinic_app.api.problem_details import details_of
from clinic_app.api.unreadable import UNREADABLE, sentence_of
from clinic_app.kit.errors import (
    ClinicError,
    Conflict,
    NotAllowed,
    NotFound,
    SignedOut,
    TryLater,
)

log = logging.getLogger(__name__)

# By kind, so that a room's own refusals need no entry here. What is none of these is 422.
_STATUS: dict[type[ClinicError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    SignedOut: HTTPStatus.UNAUTHORIZED,
    Conflict: HTTPStatus.CONFLICT,
    TryLater: HTTPStatus.TOO_MANY_REQUESTS,
}

_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    field: str | None = None,
    wait: int | None = None,
    more: dict[str, object] | None = None,
) -> JSONResponse:
    """Return a refusal.

    wait: seconds after which another try makes sense. more: what belongs to this code alone.
    """
    body: dict[str, object] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    body |= {"code": code} if code else {}
    body |= {"field": field} if field else {}
    body |= more or {}
    headers = None if wait is None else {"Retry-After": str(wait)}
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def say_problems(app: FastAPI) -> None:
    """Answer every error of the API in this form."""
    for kind in (ClinicError, RequestValidationError, HTTPException, Exception):
        app.exception_handler(kind)(_answer)


async def _answer(request: Request, error: Exception) -> Response:
    return problem_of(request, error)


def problem_of(request: Request, error: Exception) -> Response:
    """Return what an error is answered with."""
    if isinstance(error, ClinicError):
        return _refused(request, error)
    if isinstance(error, RequestValidationError):
        return _unreadable(error)
    if isinstance(error, HTTPException):
        return _http(request, error)
    return _failed(request, error)


def _refused(request: Request, error: ClinicError) -> JSONResponse:
    return problem(
        status_of(error),
        error.message,
        code=error.code,
        field=error.field,
        wait=error.seconds if isinstance(error, TryLater) else None,
        more=details_of(error, request),
    )


def status_of(error: ClinicError) -> HTTPStatus:
    """Return the HTTP status of a refusal, by the nearest kind that it is of."""
    kinds = (_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    return next(kinds, HTTPStatus.UNPROCESSABLE_ENTITY)


def _unreadable(error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    where = [part for part in first["loc"] if part not in {"body", "query", "header"}]
    field = str(where[0]) if where and first["type"] != "json_invalid" else None
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        sentence_of(first),
        code="invalid",
        field=field,
    )


def _http(request: Request, error: HTTPException) -> JSONResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST:  # a body that is no text; no JSON is 422, too
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, UNREADABLE, code="invalid")
    code = _HTTP_CODES.get(error.status_code, "")
    answer = problem(error.status_code, str(error.detail), code=code)
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(_methods_there(request))
    return answer


def _methods_there(request: Request) -> list[str]:
    """Return what may be done at this address: a router alone names the first route's methods."""
    routes = [
        route
        for route in request.app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    ]
    by_name = [route for route in routes if route.path == request.url.path]
    return sorted({method for route in by_name or routes for method in route.methods or ()})


def _route_of(request: Request) -> str:
    """Return the route that was asked, without what stands in its place: it can be a key."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "")) or request.url.path


def _failed(request: Request, error: Exception) -> JSONResponse:
    number = token_hex(3)
    log.error("%s failed, number %s", _route_of(request), number, exc_info=error)
    detail = f"That did not work, and it is our fault. Number {number}."
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, code="failed")
