"""Welcome, invitation, settings and outbox, as a browser drives them."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from reflex.istate.data import ReflexURL

from clinic_app.access.roles import Role
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen
from clinic_app.notifications.send_mail import send_mail
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.settings import settings
from clinic_app.web.people.clinic_state import ClinicState
from clinic_app.web.people.invitation_state import InvitationState
from clinic_app.web.people.outbox_state import OutboxState
from clinic_app.web.people.welcome_state import WelcomeState
from tests.cast import Clinic
from tests.guards.conftest import furnished
from tests.people.accounts import newcomer, signed_in
from tests.people.conftest import cheap_hashes
from tests.people.team import an_address, invited, organization_of
from tests.web.tab import Tab, sign_in

__all__ = ["cheap_hashes", "furnished"]

FORM = {
    "name": "City Medical",
    "time_zone": "America/New_York",
    "currency": "USD",
    "idle_minutes": "20",
    "slot_minutes": "30",
    "one_visit": "no",
}


def _at(tab: Tab, path: str) -> Tab:
    url = ReflexURL(f"http://clinic.example{path}")
    tab.root.router = dataclasses.replace(tab.root.router, url=url)
    return tab


async def test_a_stranger_is_led_from_welcome_to_signing_in(database: str) -> None:
    del database
    assert "/sign-in" in str(await Tab().send(WelcomeState, "open"))


async def test_a_newcomer_founds_a_clinic(database: str) -> None:
    del database
    cookie, _ = await signed_in(await newcomer())
    tab = Tab(cookie)
    await tab.send(WelcomeState, "open")
    state = tab.state(WelcomeState)
    assert state.clinics == []
    slug = an_address().split("@")[0]
    await tab.send(WelcomeState, "suggest", "Praxis Müller")
    assert state.slug == "praxis-muller"
    await tab.send(WelcomeState, "type_slug", slug)
    await tab.send(WelcomeState, "suggest", "Praxis Müller & Co.")
    assert state.slug == slug
    await tab.send(WelcomeState, "choose_country", "DE")
    assert (state.time_zone, state.currency) == ("Europe/Berlin", "EUR")
    form = {"name": "Praxis", "slug": slug, "country": "DE"}
    form |= {"time_zone": state.time_zone, "currency": state.currency}
    await tab.send(WelcomeState, "create", {**form, "slug": "-"})
    assert list(state.errors) == ["slug"]
    await tab.send(WelcomeState, "create", form)
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert known.actor.role is Role.OWNER


@pytest.mark.parametrize("who", ["stranger", "mine", "anothers"])
async def test_an_invitation_says_what_it_may_and_no_address(who: str, clinic: Clinic) -> None:
    person = await newcomer()
    address = str(person.email) if who == "mine" else an_address()
    token = await invited(clinic.owner, address, Role.NURSE)
    cookie = "" if who == "stranger" else (await signed_in(person))[0]
    tab = _at(Tab(cookie), f"/invitation/{token}")
    await tab.send(InvitationState, "open")
    state = tab.state(InvitationState)
    assert (state.situation, state.clinic, state.role) == (who, "City Medical", "Nurse")
    shown = str(state.dict())  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments
    assert (address in shown) == (who == "mine")


async def test_a_used_up_link_says_so(database: str) -> None:
    del database
    tab = _at(Tab(), "/invitation/nonsense")
    await tab.send(InvitationState, "open")
    assert tab.state(InvitationState).situation == "gone"


async def test_accepting_on_the_page_joins(clinic: Clinic) -> None:
    person = await newcomer()
    token = await invited(clinic.owner, str(person.email), Role.NURSE)
    cookie, _ = await signed_in(person)
    await _at(Tab(cookie), f"/invitation/{token}").send(InvitationState, "accept")
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert known.actor.role is Role.NURSE


async def test_settings_are_saved_or_said_to_be_wrong(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.owner))
    await tab.send(ClinicState, "open")
    state = tab.state(ClinicState)
    for wrong in ("", "4", "61", "ten", "-5", "1e1", "٢٠"):
        await tab.send(ClinicState, "save", {**FORM, "idle_minutes": wrong})
        assert list(state.errors) == ["idle_minutes"]
    await tab.send(ClinicState, "save", FORM)
    assert state.errors == {}
    kept = await organization_of(clinic)
    assert (kept.idle_minutes, kept.slot_minutes) == (20, 30)
    assert not kept.one_visit_per_patient


async def test_another_zone_is_asked_about_while_visits_are_booked(furnished: Clinic) -> None:
    tab = Tab(await sign_in(furnished.owner))
    await tab.send(ClinicState, "save", {**FORM, "time_zone": "Europe/Berlin"})
    state = tab.state(ClinicState)
    assert (state.new_zone, state.coming) == ("Europe/Berlin", 2)
    assert (await organization_of(furnished)).time_zone == "America/New_York"
    await tab.send(ClinicState, "save_zone")
    assert (await organization_of(furnished)).time_zone == "Europe/Berlin"
    assert state.new_zone == ""


async def test_visits_keep_their_wall_time_when_that_is_answered(furnished: Clinic) -> None:
    tab = Tab(await sign_in(furnished.owner))
    await tab.send(ClinicState, "save_zone")  # nobody asked yet
    assert (await organization_of(furnished)).time_zone == "America/New_York"
    await tab.send(ClinicState, "save", {**FORM, "time_zone": "Europe/Berlin"})
    await tab.send(ClinicState, "choose_keep", "dates")  # nonsense changes nothing
    await tab.send(ClinicState, "choose_keep", "walls")
    await tab.send(ClinicState, "choose_double", "second")
    answer = await tab.send(ClinicState, "save_zone")
    assert "2 visits keep their clock time" in str(answer)
    assert (await organization_of(furnished)).time_zone == "Europe/Berlin"


async def test_without_visits_the_zone_changes_at_once(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.owner))
    await tab.send(ClinicState, "save", {**FORM, "time_zone": "Europe/Berlin"})
    assert tab.state(ClinicState).new_zone == ""
    assert (await organization_of(clinic)).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("environment", ["production", "development", "test"])
async def test_outside_a_demo_there_is_no_outbox(
    environment: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    state = await _outbox(environment, monkeypatch)
    assert (state.situation, state.rows) == ("missing", [])


async def test_in_a_demo_the_outbox_shows_links_that_lead_here(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    address = an_address()
    # The outbox shows the newest alone, and other stories play in years to come.
    with frozen(datetime(2100, 1, 1, tzinfo=UTC)):
        await _write_to(address)
    state = await _outbox("demo", monkeypatch)
    row: Any = next(row for row in state.rows if row.recipient == address)
    assert (row.before, row.href, row.after) == ("Open\n", "/invitation/abc", "\nsoon.")


async def _write_to(address: str) -> None:
    async with transaction() as session:
        body = "Open\nhttps://elsewhere.example/invitation/abc\nsoon."
        await send_mail(session, recipient=address, subject="Join", body=body)


async def _outbox(environment: str, monkeypatch: pytest.MonkeyPatch) -> OutboxState:
    with monkeypatch.context() as patch:
        patch.setenv("ENVIRONMENT", environment)
        settings.cache_clear()
        tab = Tab()
        await tab.send(OutboxState, "open")
    settings.cache_clear()
    return tab.state(OutboxState)
