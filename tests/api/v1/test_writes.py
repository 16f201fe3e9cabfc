"""A write that is sent twice is done once; and nobody may ask too often."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from clinic_app.api.v1.limits import Limits
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import TryLater
from clinic_app.kit.ids import new_uuid
from clinic_app.people.api_keys.forget_old_answers import forget_old_answers
from clinic_app.settings import settings
from tests.api.v1.conftest import OpenProgram
from tests.api.v1.test_appointments import VISITS, asked, code
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish


async def test_the_same_write_again_gets_the_first_answer(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program, another = await open_program(clinic), await open_program(clinic)
    named = {"Idempotency-Key": "a-visit"}
    with frozen(MORNING):
        desk = await furnish(clinic)
        first = await program.post(VISITS, json=asked(desk), headers=named)
        again = await program.post(VISITS, json=asked(desk), headers=named)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        later = asked(desk, start="2027-03-01T11:00")
        answer = await program.post(VISITS, json=later, headers=named)
        assert code(answer) == (422, "idempotency_key_reused")
        # Another program's keys are its own, and a refusal is not kept.
        assert (await another.post(VISITS, json=asked(desk), headers=named)).status_code == 409
        assert (await another.post(VISITS, json=later, headers=named)).status_code == 201


async def test_of_twenty_at_once_one_is_done_and_all_get_its_answer(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        answers = await asyncio.gather(
            *(
                program.post(VISITS, json=asked(desk), headers={"Idempotency-Key": "once"})
                for _ in range(20)
            )
        )
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    async with transaction(organization=clinic.organization_id) as session:
        counted = await session.execute(text("SELECT count(*) FROM appointment"))
        assert counted.scalar_one() == 1


async def _kept(clinic: Clinic) -> int:
    async with transaction(organization=clinic.organization_id) as session:
        return (await session.execute(text("SELECT count(*) FROM idempotency"))).scalar_one()


async def test_answers_are_forgotten_after_a_day_and_not_before(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    old = {"organization": clinic.organization_id, "id": new_uuid()}
    old |= {"at": now() - timedelta(days=1, minutes=1)}
    with frozen(MORNING):
        desk = await furnish(clinic)
        named = {"Idempotency-Key": "young"}
        assert (await program.post(VISITS, json=asked(desk), headers=named)).is_success
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO idempotency (organization_id, id, created_at, holder_id, key_hash,"
                " request_hash, status, body)"
                " VALUES (:organization, :id, :at, :id, '', '', 201, '{}')"
            ),
            old,
        )
    assert await _kept(clinic) == 2
    async with transaction() as session:
        await forget_old_answers(session)
    assert await _kept(clinic) == 1


def test_a_bucket_empties_and_fills_again() -> None:
    limits, caller, other = Limits(lambda: 600), new_uuid(), new_uuid()
    with frozen(MORNING):
        left = [limits.take(caller)["RateLimit"] for _ in range(600)]
        assert left[0] == '"caller";r=599;t=60'
        with pytest.raises(TryLater) as refusal:
            limits.take(caller)
        limits.take(other)
    with frozen(MORNING + timedelta(seconds=refusal.value.seconds)):
        limits.take(caller)


async def test_too_many_requests_are_told_when_to_come_back(
    open_program: OpenProgram, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_REQUESTS_PER_MINUTE", "2")
    settings.cache_clear()
    program = await open_program(clinic)
    with frozen(MORNING):
        answers = [await program.get("/api/v1/rooms") for _ in range(3)]
    monkeypatch.undo()
    settings.cache_clear()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[1].headers["ratelimit"] == '"caller";r=0;t=60'
    assert code(answers[2]) == (429, "try_later")
    assert answers[2].headers["retry-after"] == "30"
