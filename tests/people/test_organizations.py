"""Stories about organizations: founding, switching, settings; strangers first."""

import asyncio
from typing import Any

import pytest

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import look, perform, perform_own
from clinic_app.kit.countries import COUNTRY_NAMES, currency_of_country, zone_of_country
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import OrganizationId
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.people.members.deactivate_member import deactivate_member
from clinic_app.people.organizations.create_organization import create_organization
from clinic_app.people.organizations.edit_organization import edit_organization
from clinic_app.people.organizations.get_organization import get_organization
from clinic_app.people.organizations.list_my_organizations import list_my_organizations
from clinic_app.people.organizations.organization_rules import check_slug, suggest_slug
from clinic_app.people.organizations.switch_organization import switch_organization
from clinic_app.people.sessions.find_signed_in import find_signed_in
from tests.cast import Clinic, nobody_there
from tests.people.accounts import newcomer, signed_in, trail
from tests.people.team import an_address, join_too, organization_of, signed_in_as

SETTINGS: dict[str, Any] = {
    "name": "City Medical West",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
    "idle_minutes": 30,
    "slot_minutes": 20,
    "one_visit_per_patient": False,
}


def _new(slug: str) -> dict[str, str]:
    return {
        "name": "Praxis Müller",
        "slug": slug,
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "currency": "EUR",
    }


def _slug() -> str:
    return an_address().split("@")[0]


async def test_nobody_switches_to_a_clinic_that_is_not_theirs(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    cookie, me = await signed_in_as(clinic.doctor)
    for target in (other_clinic.organization_id, nobody_there()):
        with pytest.raises(NotFound, match="That clinic could not be found"):
            await perform_own(me, switch_organization, organization_id=target)
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert known.actor.organization_id == clinic.organization_id


async def test_a_deactivated_place_is_no_place_to_switch_to(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await join_too(other_clinic, clinic.doctor)
    _, me = await signed_in_as(clinic.doctor)
    assert len(await perform_own(me, list_my_organizations)) == 2
    await perform_own(me, switch_organization, organization_id=other_clinic.organization_id)
    await perform(clinic.owner, deactivate_member, member_id=clinic.doctor.member_id)
    with pytest.raises(NotFound):
        await perform_own(me, switch_organization, organization_id=clinic.organization_id)
    cards = await perform_own(me, list_my_organizations)
    assert [card.city for card in cards] == ["Berlin"]


async def test_switching_moves_the_session_and_leaves_word_in_the_clinic(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await join_too(other_clinic, clinic.doctor, Role.NURSE)
    cookie, me = await signed_in_as(clinic.doctor)
    await perform_own(me, switch_organization, organization_id=other_clinic.organization_id)
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert (known.actor.organization_id, known.actor.role) == (
        other_clinic.organization_id,
        Role.NURSE,
    )
    assert known.actor.time_zone == "Europe/Berlin"
    tags = [entry.tag for entry in await trail(other_clinic.organization_id)]
    assert tags == [Tag.SESSION_SWITCH]
    assert await trail(clinic.organization_id) == []


async def test_whoever_founds_a_clinic_owns_it_and_works_in_it(database: str) -> None:
    del database
    cookie, me = await signed_in(await newcomer())
    assert me.actor is None
    assert await perform_own(me, list_my_organizations) == []
    organization_id = await perform_own(me, create_organization, **_new(_slug()))
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert known.actor.organization_id == organization_id
    assert known.actor.role is Role.OWNER
    assert [entry.tag for entry in await trail(organization_id)] == [Tag.ORGANIZATION_CREATE]
    cards = await perform_own(known, list_my_organizations)
    assert [(card.name, card.role, card.active) for card in cards] == [
        ("Praxis Müller", "Owner", True)
    ]


async def test_a_member_of_one_clinic_may_found_another(clinic: Clinic) -> None:
    _, me = await signed_in_as(clinic.reception)
    new_home = await perform_own(me, create_organization, **_new(_slug()))
    assert new_home != clinic.organization_id
    assert await trail(clinic.organization_id) == []


async def test_a_short_name_is_taken_once(database: str) -> None:
    del database
    slug = _slug()
    founders = [await signed_in(await newcomer()) for _ in range(4)]
    outcomes = await asyncio.gather(
        *(perform_own(me, create_organization, **_new(slug)) for _, me in founders),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3
    for (cookie, _), outcome in zip(founders, outcomes, strict=True):
        known = await find_signed_in(cookie)
        assert known is not None
        assert (known.actor is None) == isinstance(outcome, Conflict)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", "  "), ("name", "x" * 121), ("slug", "a"), ("slug", "Größe"), ("slug", "a--b")),
        *(("slug", "-ab"), ("slug", "x" * 49), ("time_zone", "Europe/Atlantis"), ("country", "ZZ")),
        *(("currency", "XXX"), ("time_zone", "../etc/passwd")),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(
    field: str, value: str, database: str
) -> None:
    del database
    _, me = await signed_in(await newcomer())
    with pytest.raises(Invalid) as refused:
        await perform_own(me, create_organization, **{**_new(_slug()), field: value})
    assert refused.value.field == field


async def test_lower_roles_neither_see_nor_change_the_settings(clinic: Clinic) -> None:
    for role in (role for role in Role if not allows(role, Permission.ORGANIZATION_WRITE)):
        with pytest.raises(NotAllowed):
            await look(clinic.team[role], get_organization)
        with pytest.raises(NotAllowed):
            await perform(clinic.team[role], edit_organization, **SETTINGS)
    assert (await organization_of(clinic)).name == "City Medical"


async def test_settings_are_kept_and_everybody_hears_of_them(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with hub.watch(clinic.organization_id, Topic.ORGANIZATION) as watch:
        await perform(clinic.team[Role.ADMIN], edit_organization, **SETTINGS)
        assert await watch.changed(within=5)
    kept = await look(clinic.owner, get_organization)
    assert (kept.name, kept.time_zone, kept.currency) == (
        "City Medical West",
        "Europe/Berlin",
        "EUR",
    )
    assert (kept.idle_minutes, kept.slot_minutes) == (30, 20)
    assert not kept.one_visit_per_patient
    assert (await look(other_clinic.owner, get_organization)).name == "City Medical"
    [entry] = await trail(clinic.organization_id)
    assert entry.details["changes"]["time_zone"] == ["America/New_York", "Europe/Berlin"]


async def test_a_changed_zone_reaches_sessions_that_are_open(clinic: Clinic) -> None:
    cookie, _ = await signed_in_as(clinic.doctor)
    await perform(clinic.owner, edit_organization, **SETTINGS)
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert (known.actor.time_zone, known.idle_minutes) == ("Europe/Berlin", 30)


async def test_saving_what_is_so_already_leaves_no_trace(clinic: Clinic) -> None:
    now_so = await look(clinic.owner, get_organization)
    same = {field: getattr(now_so, field) for field in SETTINGS}
    await perform(clinic.owner, edit_organization, **same)
    assert await trail(clinic.organization_id) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("idle_minutes", 4), ("idle_minutes", 61), ("slot_minutes", 7), ("slot_minutes", 0)),
        *(("name", ""), ("time_zone", "Nowhere"), ("currency", "usd")),
    ],
)
async def test_settings_out_of_bounds_are_refused(
    field: str, value: object, clinic: Clinic
) -> None:
    wanted: dict[str, Any] = {**SETTINGS, field: value}
    with pytest.raises(Invalid) as refused:
        await perform(clinic.owner, edit_organization, **wanted)
    assert refused.value.field == field
    assert (await organization_of(clinic)).name == "City Medical"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("City Medical", "city-medical"),
        ("Praxis Müller & Co.", "praxis-muller-co"),
        ("  Großklinik — Süd ", "grossklinik-sud"),
        ("Łódź Ørsted", "lodz-orsted"),
        ("診療所", ""),
        ("x" * 60, "x" * 48),
    ],
)
def test_a_short_name_is_suggested_from_the_name(name: str, slug: str) -> None:
    assert suggest_slug(name) == slug
    if slug:
        assert check_slug(slug) == slug


def test_a_country_suggests_its_zone_and_currency() -> None:
    assert (zone_of_country("DE"), currency_of_country("DE")) == ("Europe/Berlin", "EUR")
    assert (zone_of_country("US"), currency_of_country("US")) == ("America/New_York", "USD")
    assert (zone_of_country("ZZ"), currency_of_country("ZZ")) == ("", "")
    assert COUNTRY_NAMES["DE"] == "Germany"


async def test_ids_of_nowhere_are_not_found(database: str) -> None:
    del database
    _, me = await signed_in(await newcomer())
    with pytest.raises(NotFound):
        await perform_own(me, switch_organization, organization_id=OrganizationId(nobody_there()))
