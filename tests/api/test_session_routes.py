"""The cookie's routes: signing in and out over HTTP."""

from collections.abc import AsyncGenerator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest

from clinic_app.database.transaction import transaction
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from clinic_app.people.tables import Person, Session
from clinic_app.settings import settings
from tests.api.conftest import Browser, OpenBrowser
from tests.cast import Clinic
from tests.people.accounts import GOOD, OTHER, give_password, newcomer, signed_in


async def _sign_in(browser: Browser, login: str | None, password: str = GOOD) -> httpx.Response:
    return await browser.post("/api/session", json={"login": login, "password": password})


def _cookie(answer: httpx.Response) -> Any:  # noqa: ANN401  # a Morsel, whose types are loose
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE_NAME]


async def test_a_stranger_gets_one_answer_whatever_was_wrong(
    open_browser: OpenBrowser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    wrong = await _sign_in(open_browser(), person.email, OTHER)
    unknown = await _sign_in(open_browser(), "nobody@example.net", OTHER)
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.content == unknown.content
    assert wrong.headers == unknown.headers
    assert wrong.headers["content-type"] == "application/problem+json"
    assert wrong.json()["detail"] == "The email, username or password is not right."
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b'{"login": "a@b.example"}',
        b'{"login": 1, "password": "secret-in-the-body"}',
        b'{"login": {"$ne": ""}, "password": "secret-in-the-body"}',
        b'{"login": "a\\u0000b", "password": "secret-in-the-body"}',
        b'{"login": "a", "password": "secret-in-the-body \\ud800"}',
        b'{"login": "' + b"x" * 2000 + b'", "password": "secret-in-the-body"}',
    ],
)
async def test_nonsense_is_refused_and_never_repeated(
    browser: Browser, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await browser.post(
        "/api/session", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert set(answer.json()) <= {"title", "status", "detail", "code", "field"}
    assert "secret-in-the-body" not in answer.text + caplog.text


async def test_a_plain_form_of_another_site_is_no_sign_in(browser: Browser, clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    typed = f'{{"login": "{person.email}", "password": "{GOOD}"}}'
    answer = await browser.post(
        "/api/session", content=typed, headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


async def test_another_sites_page_cannot_sign_anybody_in(browser: Browser, clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    answer = await browser.post(
        "/api/session",
        json={"login": person.email, "password": GOOD},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_body_that_is_too_long_is_not_even_read(browser: Browser) -> None:
    answer = await browser.post("/api/session", json={"login": "x" * 70_000, "password": GOOD})
    assert answer.status_code == 413

    async def drip() -> AsyncGenerator[bytes]:  # no length is claimed
        for _ in range(100):
            yield b"x" * 1000

    answer = await browser.post("/api/session", content=drip())
    assert answer.status_code == 413


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    browser: Browser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    answer = await _sign_in(browser, person.email)
    assert answer.status_code == 200
    assert answer.json() == {"go": "/"}
    cookie = _cookie(answer)
    assert (cookie["httponly"], cookie["samesite"].lower()) == (True, "lax")
    assert (cookie["path"], cookie["max-age"], cookie["domain"]) == ("/", "43200", "")
    assert cookie["secure"] == ""  # plain http, as on one's own machine
    assert cookie.value not in answer.text
    assert await find_signed_in(cookie.value) is not None


async def test_over_tls_the_cookie_is_secure(open_browser: OpenBrowser, clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    answer = await _sign_in(open_browser(origin="https://clinic.example"), person.email)
    assert _cookie(answer)["secure"] is True


async def test_behind_a_proxy_the_public_address_makes_it_secure(
    browser: Browser, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await give_password(clinic.reception)
    monkeypatch.setenv("PUBLIC_URL", "https://clinic.example")
    settings.cache_clear()
    try:
        answer = await browser.post(
            "/api/session",
            json={"login": person.email, "password": GOOD},
            headers={"Origin": "https://clinic.example"},
        )
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert _cookie(answer)["secure"] is True


async def test_every_sign_in_gets_a_new_token_and_ends_the_old_one(
    browser: Browser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    planted = "x" * 43  # a token that somebody put there beforehand
    browser.cookies.set(COOKIE_NAME, planted)
    first = _cookie(await _sign_in(browser, person.email)).value
    browser.cookies.set(COOKIE_NAME, first)
    second = _cookie(await _sign_in(browser, person.email)).value
    assert len({planted, first, second}) == 3
    assert await find_signed_in(planted) is None
    assert await find_signed_in(first) is None
    assert await find_signed_in(second) is not None


async def test_the_session_knows_its_device_and_address(
    open_browser: OpenBrowser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    answer = await _sign_in(open_browser(address="203.0.113.9"), person.email)
    found = await find_signed_in(_cookie(answer).value)
    assert found is not None
    async with transaction() as session:
        row = await session.get_one(Session, found.session_id)
    assert (row.device, row.address) == ("Firefox on Windows", "203.0.113.9")


async def test_a_temporary_password_leads_to_choosing_ones_own(
    browser: Browser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    async with transaction() as session:
        (await session.get_one(Person, person.id)).must_change_password = True
    assert (await _sign_in(browser, person.email)).json() == {"go": "/change-password"}


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/join/abc?x=1", "/join/abc?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
async def test_sign_in_leads_back_to_our_own_pages_only(
    browser: Browser, clinic: Clinic, wanted: str, given: str
) -> None:
    person = await give_password(clinic.reception)
    answer = await browser.post(
        "/api/session", json={"login": person.email, "password": GOOD, "next": wanted}
    )
    assert answer.json() == {"go": given}


async def test_too_many_tries_say_when_to_come_back(
    open_browser: OpenBrowser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    answers = [await _sign_in(open_browser(), person.email, OTHER) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [422] * 8 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 900
    assert answers[-1].json()["detail"] == "Too many tries. Please try again in 15 minutes."


async def test_signing_out_ends_the_session_and_clears_the_cookie(
    browser: Browser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    token = _cookie(await _sign_in(browser, person.email)).value
    other, _ = await signed_in(person)
    browser.cookies.set(COOKIE_NAME, token)
    answer = await browser.post("/api/session/end", json={})
    assert answer.json() == {"go": "/sign-in"}
    assert _cookie(answer)["max-age"] == "0"
    assert await find_signed_in(token) is None
    assert await find_signed_in(other) is not None


async def test_signing_out_everywhere_needs_a_living_session(
    open_browser: OpenBrowser, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    browser = open_browser()
    token = _cookie(await _sign_in(browser, person.email)).value
    other, _ = await signed_in(person)
    stranger = open_browser()
    stranger.cookies.set(COOKIE_NAME, "nonsense")
    answer = await stranger.post("/api/session/end", json={"everywhere": True})
    assert answer.status_code == 200
    assert await find_signed_in(other) is not None
    browser.cookies.set(COOKIE_NAME, token)
    await browser.post("/api/session/end", json={"everywhere": True})
    assert await find_signed_in(token) is None
    assert await find_signed_in(other) is None
    await browser.post("/api/session/end", json={"everywhere": True})  # again, now dead


async def test_another_programs_odd_cookie_signs_nobody_out(
    browser: Browser, clinic: Clinic
) -> None:
    person = await newcomer()
    token, _ = await signed_in(person)
    del clinic
    answer = await browser.post(
        "/api/password",
        json={"current": OTHER, "password": OTHER},
        headers={"Cookie": f'other={{"a": [1, 2]}}; {COOKIE_NAME}={token}'},
    )
    assert answer.json()["field"] == "current"  # signed in, and a wrong password


async def test_what_is_not_there_is_a_problem_and_pages_are_not_touched(browser: Browser) -> None:
    assert (await browser.get("/api/nothing")).json()["title"] == "Not Found"
    assert (await browser.get("/api/session")).status_code == 405
    assert (await browser.get("/anything")).text == "a page"
