"""Who may pass: keys that are good, within their scopes, and sessions."""

from datetime import timedelta

import pytest

from clinic_app.access.permissions import Permission
from clinic_app.access.roles import Role
from clinic_app.api.app import make_api
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import ApiKeyId, parse_id
from clinic_app.kit.tokens import new_token
from clinic_app.people.api_keys.find_key import find_key
from clinic_app.people.api_keys.key_rules import new_key
from clinic_app.people.api_keys.list_keys import list_keys
from clinic_app.people.api_keys.make_key import make_key
from clinic_app.people.api_keys.revoke_key import revoke_key
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from tests.api.v1.conftest import OpenProgram, client_of, key_of
from tests.cast import Clinic
from tests.fakes.until import until
from tests.web.tab import sign_in

ROOMS = "/api/v1/rooms"


async def test_a_stranger_reads_nothing(open_program: OpenProgram, clinic: Clinic) -> None:
    program = await open_program()
    good = await key_of(clinic)
    nearly = good[:-1] + ("A" if good[-1] == "B" else "B")
    for sent in ("", "Bearer", "Bearer pk_", f"Bearer {nearly}", f"Basic {good}", good):
        answer = await program.get(ROOMS, headers={"Authorization": sent})
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out"), sent
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await program.get(ROOMS)).status_code == 401


async def test_unknown_keys_of_one_address_are_limited_and_nobody_else_is(clinic: Clinic) -> None:
    key, app, home = await key_of(clinic), make_api(), clinic.owner.organization_id
    with frozen(now()):
        async with client_of(app, key, at="2001:db8:7::1") as program:
            assert (await program.get(ROOMS)).status_code == 200  # which costs nothing
            guesses = [{"Authorization": f"Bearer {new_key(home)}"} for _ in range(60)]
            answers = [await program.get(ROOMS, headers=guess) for guess in guesses]
            assert {one.status_code for one in answers} == {401}
            refused = await program.get(ROOMS, headers=guesses[0])
            assert (refused.status_code, refused.json()["code"]) == (429, "try_later")
            assert refused.headers["retry-after"] == "1"
            assert (await program.get(ROOMS)).status_code == 200
            assert (await program.get(ROOMS, headers={"Authorization": "?"})).status_code == 401
        for at, status in {"2001:db8:7::2": 429, "2001:db8:8::1": 401}.items():
            async with client_of(app, at=at) as neighbour:  # in the same network, and in another
                neighbour.cookies.set(COOKIE_NAME, new_token())
                assert (await neighbour.get(ROOMS)).status_code == status


async def test_a_key_acts_within_its_scopes_and_its_clinic(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic, Permission.SCHEDULE_READ)
    assert (await program.get(ROOMS)).json() == {"items": []}
    answer = await program.get("/api/v1/patients")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["detail"] == "This API key has no scope patient:read."


async def test_a_session_may_call_as_well(clinic: Clinic) -> None:
    async with client_of(make_api()) as program:
        program.cookies.set(COOKIE_NAME, await sign_in(clinic.reception))
        assert (await program.get(ROOMS)).status_code == 200


@pytest.mark.parametrize("role", [Role.DOCTOR, Role.RECEPTION])
async def test_only_who_runs_the_clinic_deals_in_keys(clinic: Clinic, role: Role) -> None:
    actor = clinic.team[role]
    key_id = parse_id(ApiKeyId, "00000000-0000-0000-0000-000000000007")
    with pytest.raises(NotAllowed):
        await perform(actor, make_key, name="Mine", scopes=["patient:read"], days=30)
    with pytest.raises(NotAllowed):
        await look(actor, list_keys)
    with pytest.raises(NotAllowed):
        await perform(actor, revoke_key, key_id=key_id)


@pytest.mark.parametrize(
    "scopes", [[], ["clinical:read"], ["member:write", "patient:read"], ["nonsense"]]
)
async def test_a_key_gets_no_scope_beyond_what_is_offered(
    clinic: Clinic, scopes: list[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        await perform(clinic.owner, make_key, name="Mine", scopes=scopes, days=30)
    assert refusal.value.field == "scopes"


async def test_a_key_ends_by_itself_and_is_shown_as_ended(clinic: Clinic) -> None:
    key = await key_of(clinic, days=30)
    assert await find_key(key) is not None
    with frozen(now() + timedelta(days=30)):
        assert await find_key(key) is None
        (row,) = await look(clinic.owner, list_keys)
    assert row.state == "expired"
    assert row.prefix == key[:11]
    assert row.last_used


async def test_a_revoked_key_opens_nothing_in_any_process(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program = await open_program(clinic)
    assert (await program.get(ROOMS)).status_code == 200  # now it is remembered
    (row,) = await look(clinic.owner, list_keys)
    key_id = parse_id(ApiKeyId, row.id)
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, revoke_key, key_id=key_id)
    await perform(clinic.owner, revoke_key, key_id=key_id)

    async def refused() -> bool:
        return (await program.get(ROOMS)).status_code == 401

    await until(refused)
    assert (await look(clinic.owner, list_keys))[0].state == "revoked"
