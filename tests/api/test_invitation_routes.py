"""Joining by a mailed link, over HTTP."""

from http.cookies import SimpleCookie

from clinic_app.access.roles import Role
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from tests.api.conftest import Browser
from tests.cast import Clinic
from tests.people.accounts import GOOD
from tests.people.team import an_address, invited


def _form(token: str, email: str, password: str = GOOD) -> dict[str, str]:
    return {"token": token, "name": "Noor Haddad", "email": email, "password": password}


async def test_a_link_of_nowhere_opens_nothing(browser: Browser) -> None:
    for token in ("", "nonsense", "A" * 64, "x" * 1000):
        answer = await browser.post("/api/invitation/join", json=_form(token, an_address()))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert "set-cookie" not in answer.headers


async def test_another_address_does_not_join_and_is_not_told_which(
    browser: Browser, clinic: Clinic
) -> None:
    address = an_address()
    token = await invited(clinic.owner, address)
    answer = await browser.post("/api/invitation/join", json=_form(token, an_address()))
    assert answer.status_code == 403
    assert address not in answer.text
    assert "set-cookie" not in answer.headers


async def test_who_was_invited_joins_and_is_signed_in(browser: Browser, clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address, Role.LAB)
    weak = await browser.post("/api/invitation/join", json=_form(token, address, "password1234"))
    assert (weak.status_code, weak.json()["field"]) == (422, "password")
    answer = await browser.post("/api/invitation/join", json=_form(token, address))
    assert answer.json() == {"go": "/"}
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE_NAME]
    assert cookie["httponly"]
    known = await find_signed_in(cookie.value)
    assert known is not None
    assert known.actor is not None
    assert (known.actor.organization_id, known.actor.role) == (clinic.organization_id, Role.LAB)
    again = await browser.post("/api/invitation/join", json=_form(token, address))
    assert again.status_code == 404
