"""Every API route, found by asking FastAPI, tried by strangers with nonsense and foreign ids."""

from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from clinic_app.api.app import make_api, with_api
from clinic_app.api.origin import refuse_foreign_origins
from clinic_app.people.session_cookie import COOKIE_NAME
from tests.cast import Clinic
from tests.guards.conftest import MARK, ids_of
from tests.guards.sentinel import picture
from tests.web.tab import sign_in

ORIGIN = "http://clinic.example"
SCHEMA: dict[str, Any] = make_api().openapi()
ROUTES = [(path, method.upper()) for path, item in SCHEMA["paths"].items() for method in item]
NONSENSE: tuple[Any, ...] = (
    *(None, [], "text", 7, {}, {"email": 1}, {"login": "x" * 9000, "password": "y" * 9000}),
    {"token": "\x00", "password": "\ud800".encode("utf-8", "replace").decode()},
)


def _caller(*, origin: str = ORIGIN, cookie: str = "") -> httpx.AsyncClient:
    app: Any = refuse_foreign_origins(with_api(PlainTextResponse("a page")))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Origin": origin, "Cookie": f"{COOKIE_NAME}={cookie}"}
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


def _forms(route: str, text: str) -> list[dict[str, object]]:
    """Return a body for the route with every field it declares set to `text`."""
    body = SCHEMA["paths"][route].get("post", {}).get("requestBody")
    if body is None:
        return [{}]
    name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    return [dict.fromkeys(SCHEMA["components"]["schemas"][name]["properties"], text)]


def test_there_are_routes_to_try() -> None:
    assert len(ROUTES) >= 6


@pytest.mark.parametrize(("route", "method"), ROUTES)
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
            answer = await caller.request(method, route, json=body)
            assert answer.status_code < 500, f"{body!r} broke {route}"


@pytest.mark.parametrize(("route", "method"), ROUTES)
async def test_foreign_ids_read_nothing_and_write_nothing(
    route: str, method: str, furnished: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    before = picture(database_url, furnished.organization_id)
    for foreign in ids_of(database_url, furnished):
        cookie = await sign_in(other_clinic.owner)
        async with _caller(cookie=cookie) as caller:
            for body in _forms(route, foreign):
                answer = await caller.request(method, route, json=body)
                assert answer.status_code < 500
                assert MARK not in answer.text
    assert picture(database_url, furnished.organization_id) == before
