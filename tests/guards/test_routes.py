"""Every API route, found by asking FastAPI, tried by strangers with nonsense and foreign ids."""

import re
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.responses import PlainTextResponse

from clinic_app.access.permissions import Permission
from clinic_app.api.app import make_api, with_api
from clinic_app.api.origin import refuse_foreign_origins
from clinic_app.kit.clock import now
from clinic_app.people.api_keys.find_key import find_key
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from tests.api.v1.conftest import key_of
from tests.cast import Clinic
from tests.guards.furniture import MARK, ids_of
from tests.guards.sentinel import picture, statements
from tests.web.tab import sign_in

ORIGIN = "http://clinic.example"
SCHEMA: dict[str, Any] = make_api().openapi()
APP: Any = refuse_foreign_origins(with_api(PlainTextResponse("a page")))
ROUTES = [(path, method.upper()) for path, item in SCHEMA["paths"].items() for method in item]
PROGRAMS = [(path, method) for path, method in ROUTES if path.startswith("/api/v1/")]
FORMS = [(path, method) for path, method in ROUTES if (path, method) not in PROGRAMS]
WRITES = [(path, method) for path, method in ROUTES if method != "GET"]
NONSENSE: tuple[Any, ...] = (
    *(None, [], "text", 7, {}, {"email": 1}, {"login": "x" * 9000, "password": "y" * 9000}),
    {"token": "\x00", "password": "\ud800".encode("utf-8", "replace").decode()},
)


_SOON = f"{now() + timedelta(days=9):%Y-%m-%d}"
# A value for every name that a route of /api/v1 cannot do without.
_VALID: dict[str, Any] = {
    **{name: str(UUID(int=7)) for name in ("patient_id", "service_id", "service")},
    **{"start": f"{_SOON}T10:00", "first_day": _SOON},
    **{"reason": "Ill", "name": "Somebody"},
    **{"repeat": {"frequency": "weekly", "count": 2}, "scope": "following"},
    "services": [{"service_id": str(UUID(int=7))}] * 2,
    "parts": [{"service_id": str(UUID(int=7)), "start": f"{_SOON}T10:00"}] * 2,
}


def _caller(*, origin: str = ORIGIN, cookie: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=APP, raise_app_exceptions=False)
    headers = {"Origin": origin, "Cookie": f"{COOKIE_NAME}={cookie}"}
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


def _path(route: str, text: str) -> str:
    """Return the route's address with `text` in every place that it leaves open."""
    return re.sub(r"\{\w+\}", text, route)


def _queries(route: str, method: str, text: str) -> list[dict[str, Any]]:
    """Return queries that name `text`: in each parameter that is an id, and in a search."""
    declared = SCHEMA["paths"][route][method.lower()].get("parameters", [])
    whole = {one["name"]: _VALID.get(one["name"], "") for one in declared if one["required"]}
    whole = {name: value for name, value in whole.items() if value}
    open_to_it = [one["name"] for one in declared if one["in"] == "query" and _takes_ids(one)]
    return [whole | {name: text} for name in open_to_it] or [whole]


def _takes_ids(parameter: dict[str, Any]) -> bool:
    return "uuid" in str(parameter["schema"]) or parameter["name"] == "search"


def _forms(route: str, method: str, text: str) -> list[dict[str, object]]:
    """Return a body for the route with every field it declares set to `text`."""
    body = SCHEMA["paths"][route][method.lower()].get("requestBody")
    if body is None:
        return [{}]
    name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    return [dict.fromkeys(SCHEMA["components"]["schemas"][name]["properties"], text)]


def test_there_are_routes_to_try() -> None:
    assert len(ROUTES) >= 6


@pytest.mark.parametrize(("route", "method"), WRITES)
async def test_a_page_of_another_site_may_not_call_it(
    route: str, method: str, database: str
) -> None:
    del database
    async with _caller(origin="http://evil.example") as caller:
        answer = await caller.request(method, route, json={})
    assert answer.status_code == 403


@pytest.mark.parametrize(("route", "method"), ROUTES)
async def test_nonsense_is_refused_in_words_and_never_a_fault(
    route: str, method: str, database: str
) -> None:
    del database
    async with _caller() as caller:
        for body in NONSENSE:
            for text in ("x", str(UUID(int=7)), "%00", "%F0%9F%A6%86"):
                answer = await caller.request(method, _path(route, text), json=body)
                assert answer.status_code < 500, f"{body!r} broke {route}"


@pytest.mark.parametrize(("route", "method"), FORMS)
async def test_foreign_ids_in_forms_read_nothing_and_write_nothing(
    route: str, method: str, furnished: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    before = picture(database_url, furnished.organization_id)
    for foreign in ids_of(database_url, furnished):
        await _try_foreign(route, method, foreign, await sign_in(other_clinic.owner))
    assert picture(database_url, furnished.organization_id) == before


async def test_foreign_ids_of_programs_read_nothing_and_write_nothing(
    furnished: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    """Every id of one clinic in every place, name and field of every route, by another's owner."""
    before = picture(database_url, furnished.organization_id)
    cookie = await sign_in(other_clinic.owner)
    for foreign, (route, method) in product(ids_of(database_url, furnished), PROGRAMS):
        await _try_foreign(route, method, foreign, cookie)
    assert picture(database_url, furnished.organization_id) == before


async def _try_foreign(route: str, method: str, foreign: str, cookie: str) -> None:
    place = _path(route, foreign)
    async with _caller(cookie=cookie) as caller:
        for body, query in product(
            _forms(route, method, foreign), _queries(route, method, foreign)
        ):
            answer = await caller.request(method, place, json=body, params=query)
            assert answer.status_code < 500, f"{method} {route}"
            assert MARK not in answer.text, f"{method} {route}"


def _whole(route: str, method: str) -> dict[str, Any]:
    """Return the least body and query that the route reads without complaint."""
    operation = SCHEMA["paths"][route][method.lower()]
    query = _queries(route, method, str(UUID(int=7)))[0]
    if "requestBody" not in operation:
        return {"params": query}
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    form = SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return {"params": query, "json": {name: _VALID[name] for name in form.get("required", [])}}


async def test_a_stranger_and_a_key_without_the_scope_read_and_write_nothing(
    furnished: Clinic, database_url: str
) -> None:
    """Everything is as it should be but who asks, so that nothing else is in the way."""
    # Booking out of hours is a scope that opens nothing by itself.
    key = await key_of(furnished, Permission.APPOINTMENT_OVERRIDE)
    assert await find_key(key) is not None  # which writes down that it was used
    before = picture(database_url, furnished.organization_id)
    for route, method in PROGRAMS:
        place, asked = _path(route, str(UUID(int=7))), _whole(route, method)
        async with _caller() as caller:
            answer = await caller.request(method, place, **asked)
            assert (answer.status_code, answer.json()["code"]) == (401, "signed_out"), route
            by_key = {"Authorization": f"Bearer {key}"}
            with statements() as seen:
                answer = await caller.request(method, place, headers=by_key, **asked)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), route
            assert [one for one in seen if "FROM api_key" not in one] == [], route
    assert picture(database_url, furnished.organization_id) == before
