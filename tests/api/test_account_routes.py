"""Accounts over HTTP: sign-up, passwords, mailed links."""

import re
from http.cookies import SimpleCookie
from secrets import token_hex

import httpx

from clinic_app.access.roles import Role
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from tests.api.conftest import Browser, OpenBrowser
from tests.cast import Clinic
from tests.people.accounts import GOOD, OTHER, mails_to, newcomer, signed_in
from tests.people.team import an_address, invited


def _token(answer: httpx.Response) -> str:
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE_NAME].value


async def test_signing_up_signs_in(browser: Browser) -> None:
    email = f"amira-{token_hex(6)}@example.org"
    answer = await browser.post(
        "/api/account", json={"name": "Amira Cohen", "email": email, "password": GOOD}
    )
    assert answer.json() == {"go": "/"}
    found = await find_signed_in(_token(answer))
    assert found is not None
    assert found.email == email


async def test_what_is_wrong_with_a_sign_up_names_its_field(browser: Browser) -> None:
    known = await newcomer()
    form = {"name": "Amira", "email": known.email, "password": GOOD}
    answer = await browser.post("/api/account", json=form)
    assert (answer.status_code, answer.json()["field"]) == (409, "email")
    answer = await browser.post("/api/account", json=form | {"password": "password1234"})
    assert (answer.status_code, answer.json()["field"]) == (422, "password")
    answer = await browser.post("/api/account", json={"email": "a@b.example", "password": GOOD})
    assert (answer.status_code, answer.json()["field"]) == (422, "name")


async def test_a_stranger_changes_no_password(browser: Browser) -> None:
    form = {"current": GOOD, "password": OTHER}
    assert (await browser.post("/api/password", json=form)).status_code == 401
    browser.cookies.set(COOKIE_NAME, "nonsense")
    assert (await browser.post("/api/password", json=form)).status_code == 401


async def test_a_changed_password_brings_a_new_cookie(browser: Browser) -> None:
    token, _ = await signed_in(await newcomer())
    browser.cookies.set(COOKIE_NAME, token)
    answer = await browser.post("/api/password", json={"current": OTHER, "password": OTHER})
    assert (answer.status_code, answer.json()["field"]) == (422, "current")
    answer = await browser.post("/api/password", json={"current": GOOD, "password": OTHER})
    assert answer.json() == {"go": "/account?changed=1"}
    assert _token(answer) != token
    assert await find_signed_in(_token(answer)) is not None


async def test_asking_for_a_link_tells_nobody_whether_there_is_an_account(
    open_browser: OpenBrowser,
) -> None:
    person = await newcomer()
    answers = [
        await open_browser().post("/api/password-reset", json={"login": login})
        for login in (person.email, "nobody@example.net", "not even an address", "")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, b'{"go":"/forgot-password?sent=1"}')
    }
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


async def test_the_mailed_link_sets_a_password_once_and_signs_nobody_in(browser: Browser) -> None:
    person = await newcomer()
    await browser.post("/api/password-reset", json={"login": person.email})
    (mail,) = await mails_to(person.email)
    found = re.search(r"http\S+/reset-password/(\S+)", mail.body)
    assert found is not None
    form = {"token": found[1], "password": OTHER}
    answer = await browser.post("/api/password-reset/use", json=form | {"password": "short"})
    assert (answer.status_code, answer.json()["field"]) == (422, "password")
    answer = await browser.post("/api/password-reset/use", json=form)
    assert answer.json() == {"go": "/sign-in?reset=1"}
    assert "set-cookie" not in answer.headers
    answer = await browser.post("/api/password-reset/use", json=form)
    assert answer.status_code == 422
    assert "field" not in answer.json()
    answer = await browser.post("/api/session", json={"login": person.email, "password": OTHER})
    assert answer.status_code == 200


async def test_signing_up_by_an_invitation_joins_its_clinic(
    browser: Browser, clinic: Clinic
) -> None:
    address = an_address()
    form = {
        "name": "Amira Cohen",
        "email": an_address(),
        "password": GOOD,
        "invitation": await invited(clinic.owner, address, Role.NURSE),
    }
    answer = await browser.post("/api/account", json=form)  # for another address
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    answer = await browser.post("/api/account", json=form | {"email": address})
    assert answer.json() == {"go": "/"}
    found = await find_signed_in(_token(answer))
    assert found is not None
    assert found.actor is not None
    assert (found.actor.organization_id, found.actor.role) == (clinic.organization_id, Role.NURSE)
    answer = await browser.post("/api/account", json=form | {"email": address})
    assert answer.status_code == 404  # used
