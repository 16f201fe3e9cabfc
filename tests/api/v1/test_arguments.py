"""What a request may look like, before any rule of the clinic's is asked."""

from typing import Any

import pytest

from tests.api.v1.conftest import OpenProgram
from tests.cast import Clinic

VISITS = "/api/v1/appointments"
JSON = {"content-type": "application/json"}
NOBODY = "00000000-0000-4000-8000-000000000000"
VISIT = f'{{"patient_id": "{NOBODY}", "service_id": "{NOBODY}", "start": "2027-03-01T10:00"'


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"content": VISIT + "}", "headers": {"content-type": "text/plain"}}, None),
        ({"content": VISIT + "}"}, None),  # a form of another site can send this
        ({"content": "", "headers": JSON}, None),
        ({"content": VISIT, "headers": JSON}, None),
        ({"content": b'"\xff"', "headers": JSON}, None),
        ({"content": "[]", "headers": JSON}, None),
        ({"content": VISIT + ', "starts": 1}', "headers": JSON}, "starts"),
        ({"content": VISIT + ', "outside_hours": "yes"}', "headers": JSON}, "outside_hours"),
        (
            {"json": {"patient_id": "me", "service_id": NOBODY, "start": "2027-03-01T10:00"}},
            "patient_id",
        ),
    ],
)
async def test_a_body_that_cannot_be_is_refused(
    sent: dict[str, Any], field: str | None, open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    answer = await program.post(VISITS, **sent)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert problem.get("field") == field


async def test_a_body_may_be_of_any_json_type(open_program: OpenProgram, clinic: Clinic) -> None:
    program = await open_program(clinic)
    for kind in ("application/json; charset=utf-8", "application/merge-patch+json"):
        answer = await program.post(VISITS, content=VISIT + "}", headers={"content-type": kind})
        assert answer.json()["code"] in {"not_found", "bad_start"}  # it was read


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("form=2027-03-01T00:00", "form"),
        ("limit=many", "limit"),
        ("status=booked&status=lost", "status"),
        ("practitioner=", "practitioner"),
        ("from=tomorrow", "from"),
    ],
)
async def test_a_query_that_cannot_be_is_refused(
    query: str, field: str, open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    problem = (await program.get(f"{VISITS}?{query}")).json()
    assert (problem["code"], problem["field"]) == ("invalid", field)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("form=2027-03-01", "nothing of this name"),
        ("limit=9999", "at most 200"),
        ("limit=many", "a whole number"),
        ("status=lost", "'booked', 'confirmed'"),
        ("practitioner=me", "no id"),
        ("from=tomorrow", "2026-11-20T09:15"),
    ],
)
async def test_what_cannot_be_is_told_without_repeating_it(
    query: str, sentence: str, open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    told = (await program.get(f"{VISITS}?{query}")).json()["detail"]
    assert sentence in told
    assert query.partition("=")[2] not in told


async def test_a_span_may_be_of_dates(open_program: OpenProgram, clinic: Clinic) -> None:
    program = await open_program(clinic)
    for dates, status in {"from=2027-03-01&to=2027-03-02": 200, "from=2027-02-30": 422}.items():
        assert (await program.get(f"{VISITS}?{dates}")).status_code == status


async def test_of_a_name_that_comes_twice_the_last_counts_but_in_lists(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    query = "limit=0&limit=7&status=booked&status=confirmed"
    assert (await program.get(f"{VISITS}?{query}")).status_code == 200
    nobody = await open_program()
    assert (await nobody.get(f"{VISITS}?{query}&what=1")).status_code == 401  # not even read
    assert (await program.put(VISITS)).headers["allow"] == "GET, POST"
    assert (await program.put(f"{VISITS}/together")).headers["allow"] == "POST"
