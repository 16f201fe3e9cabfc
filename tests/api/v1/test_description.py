"""The description is true: schemathesis sends what it allows and what it forbids, all over.

The same requests in every run: nothing is drawn by chance. `API_EXAMPLES=200 pytest …` looks
longer.
"""

import importlib
import os
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings

from clinic_app.api.v1.routes import description
from clinic_app.kit.clock import frozen
from clinic_app.settings import settings as product_settings
from tests.api.v1.conftest import ADDRESS, OpenProgram, Program
from tests.api.v1.test_appointments import VISITS, asked
from tests.api.v1.test_group_sessions import group_session
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, some_id

# Its types are known in part only.
schemathesis: Any = importlib.import_module("schemathesis")
checks: Any = importlib.import_module("schemathesis.specs.openapi.checks")
failure_group: Any = importlib.import_module("schemathesis.core.failures").FailureGroup
Case = Any

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
CHECKS = [
    *(schemathesis.checks.not_a_server_error, checks.status_code_conformance),
    *(checks.content_type_conformance, checks.response_schema_conformance),
    *(checks.response_headers_conformance, checks.negative_data_rejection),
]


def _cases(known: dict[str, str]) -> list[Case]:
    """Return made-up requests for every route: with made-up ids, and with those that exist."""
    schema = schemathesis.openapi.from_dict(description())
    schema.config.base_url = ADDRESS
    made: list[Case] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:
            made += _drawn(operation.as_strategy(generation_mode=mode))
        made += [_aimed(case, known) for case in _drawn(operation.as_strategy())]
    return made


def _drawn(strategy: Any) -> list[Case]:  # noqa: ANN401  # hypothesis' strategy of cases
    drawn: list[Case] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(strategy)
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    return drawn


def _aimed(case: Case, known: dict[str, str]) -> Case:
    """Let a request be about things that exist."""
    parts: list[Any] = [case.path_parameters, case.query, case.body]
    for part in filter(_is_named, parts):
        part.update({name: known[name] for name in known if name in part})
    return case


def _is_named(part: object) -> bool:
    return isinstance(part, dict)


async def _send(program: Program, case: Case) -> None:
    sent: Any = requests.Request(**case.as_transport_kwargs()).prepare()
    headers: Any = {**program.headers, **sent.headers}
    answer = await program.request(
        str(sent.method), str(sent.url), content=sent.body, headers=headers
    )
    case.validate_response(answer, checks=CHECKS)


async def test_no_fault_and_no_answer_that_is_not_described(
    open_program: OpenProgram, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_REQUESTS_PER_MINUTE", "1000000")
    product_settings.cache_clear()
    program = await open_program(clinic)
    wrong: list[str] = []
    with frozen(MORNING):
        desk = await furnish(clinic)
        group = await group_session(program, clinic, desk)
        visit = (await program.post(VISITS, json=asked(desk))).json()["id"]
        known = {
            **{"appointment_id": visit, "patient_id": str(desk.patient)},
            **{"patient": str(desk.patient), "service_id": str(desk.service)},
            **{"service": str(desk.service), "practitioner": str(desk.practitioner)},
            **{"practitioner_id": str(desk.practitioner), "room_id": str(desk.room)},
            **{"first_day": "2027-03-01", "start": "2027-03-01T11:00"},
            **{"group_id": group, "hold_id": str(some_id()), "waiting_id": str(some_id())},
        }
        for case in _cases(known):
            try:
                await _send(program, case)
            except failure_group as failures:
                wrong += [
                    f"{case.method} {case.formatted_path}: {one}" for one in failures.exceptions
                ]
    monkeypatch.undo()
    product_settings.cache_clear()
    assert not wrong, "\n\n".join(sorted(set(wrong)))
