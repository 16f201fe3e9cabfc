"""A day of visits over REST: free times, booking, moving, states, lists, refusals."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from clinic_app.access.permissions import Permission
from clinic_app.kit.clock import frozen
from tests.api.v1.conftest import OpenProgram, Program
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, furnish, hire, offer, register

VISITS = "/api/v1/appointments"
TEN = {"start": "2027-03-01T15:00:00Z", "start_local": "2027-03-01T10:00:00"}


def asked(desk: Desk, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # as JSON holds it
    """A visit at ten o'clock in the clinic."""
    return {
        "patient_id": str(desk.patient),
        "service_id": str(desk.service),
        "start": "2027-03-01T10:00",
        **more,
    }


def code(answer: httpx.Response) -> tuple[int, str]:
    """What a refusal is."""
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_a_visit_is_found_free_booked_read_moved_and_cancelled(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        free = {"service": str(desk.service), "first_day": "2027-03-01"}
        answer = await program.get("/api/v1/availability", params=free)
        assert TEN.items() <= answer.json()["items"][4].items()
        for room, many in {desk.room: len(answer.json()["items"]), uuid4(): 0}.items():
            of_room = await program.get("/api/v1/availability", params={**free, "room": str(room)})
            assert len(of_room.json()["items"]) == many

        booked = await program.post(VISITS, json=asked(desk, note="By the website"))
        assert booked.status_code == 201
        assert TEN.items() <= booked.json().items()
        place = f"{VISITS}/{booked.json()['id']}"

        moved = await program.patch(place, json={"start": "2027-03-01T16:00:00Z", "version": 1})
        assert moved.json()["start_local"] == "2027-03-01T11:00:00"
        stale = {"version": 1}
        assert code(await program.post(f"{place}/confirm", json=stale)) == (
            409,
            "changed_meanwhile",
        )
        confirmed = await program.post(f"{place}/confirm", json={})
        assert confirmed.json() == {"id": booked.json()["id"], "status": "confirmed", "version": 3}

        read = (await program.get(place)).json()
        assert read["patient"]["name"] == "Sofia Marín"
        assert read["note"] == "By the website"
        assert {step["who"] for step in read["history"]} == {"API key Website"}
        assert code(await program.post(f"{place}/cancel", json={"reason": " "})) == (
            422,
            "reason_missing",
        )
        cancelled = await program.post(f"{place}/cancel", json={"reason": "Ill"})
        assert cancelled.json()["status"] == "cancelled"
        assert code(await program.post(f"{place}/check-in", json={})) == (409, "illegal_move")


async def test_a_taken_time_is_refused_with_the_nearest_that_are_free(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    blind = await open_program(clinic, Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE)
    with frozen(MORNING):
        desk = await furnish(clinic)
        await program.post(VISITS, json=asked(desk))
        who = await register(clinic)
        other = asked(desk, patient_id=str(who))
        assert await near(program, "slot_taken", VISITS, other) == [
            "09:15",
            "09:30",
            "10:30",
            "10:45",
        ]
        talk = await offer(
            *(clinic, await hire(clinic, "Dr. Ruth Abel")),
            name="Talk",
            minutes=60,
            needs_room=False,
        )
        elsewhere = asked(desk, start="2027-03-01T09:00", patient_id=str(who))
        await program.post(VISITS, json=elsewhere | {"service_id": str(talk)})
        later = ["10:30", "10:45", "11:00", "11:15"]
        assert await near(program, "slot_taken", VISITS, other) == later
        assert await near(program, "patient_busy", VISITS, elsewhere) == later
        assert (await near(blind, "slot_taken", VISITS, other))[0] == "09:15"
        assert await near(blind, "patient_busy", VISITS, elsewhere) == []
        visit = (await program.post(VISITS, json=other | {"start": "2027-03-01T14:00"})).json()
        place = f"{VISITS}/{visit['id']}"
        for mover in (program, blind):
            assert await near(mover, "slot_taken", place, {"start": other["start"]}) == later
        two = {"parts": [{"service_id": other.pop("service_id")}] * 2}
        chain = await near(program, "slot_taken", f"{VISITS}/together", other | two)
        assert chain == ["10:30", "10:45", "11:00", "13:00"]


async def near(program: Program, refused: str, path: str, body: dict[str, Any]) -> list[str]:
    """Ask for what is refused with the nearest times, and return those."""
    way = "POST" if "patient_id" in body else "PATCH"
    answer = await program.request(way, path, json=body)
    assert code(answer) == (409, refused)
    return [slot["start_local"][11:16] for slot in answer.json()["nearest"]]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2027-02-28T10:00", "bad_start"),
        ("2027-03-01T20:00", "not_working"),
        ("2027-03-14T02:30", "no_such_time"),
        ("2027-11-07T01:30", "time_comes_twice"),
        ("2027-13-01T10:00", "bad_start"),
        ("10 o'clock", "invalid"),
    ],
)
async def test_a_start_that_cannot_be_is_refused_by_name(
    open_program: OpenProgram, clinic: Clinic, start: str, expected: str
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        answer = await program.post(VISITS, json=asked(desk, start=start))
    assert code(answer) == (422, expected)
    assert answer.json()["field"] == "start"


async def test_lists_come_in_pages_and_only_what_is_asked_for(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        for hour in (9, 10, 11, 14, 15):
            visit = asked(desk, start=f"2027-03-01T{hour:02}:00")
            assert (await program.post(VISITS, json=visit)).status_code == 201
        seen: list[str] = []
        query: dict[str, Any] = {"limit": 2}
        while len(seen) < 9:
            page = (await program.get(VISITS, params=query)).json()
            seen += [visit["start_local"][11:16] for visit in page["items"]]
            if page["next"] is None:
                break
            query["cursor"] = page["next"]
        assert seen == ["09:00", "10:00", "11:00", "14:00", "15:00"]

        async def starts(**wanted: Any) -> list[str]:  # noqa: ANN401  # query values
            answer = await program.get(VISITS, params=wanted)
            return [visit["start_local"][11:16] for visit in answer.json()["items"]]

        span = {"from": "2027-03-01T10:00", "to": "2027-03-01T20:00:00Z"}  # 15:00 in New York
        assert await starts(**span) == ["10:00", "11:00", "14:00"]
        assert len(await starts(patient=desk.patient, practitioner=desk.practitioner)) == 5
        assert len(await starts(room=desk.room, service=desk.service, status="booked")) == 5
        assert await starts(status=["cancelled", "no_show"]) == []
        assert await starts(patient=uuid4()) == []
        too_long = await program.get(VISITS, params={"to": "2029-03-01T10:00"})
        assert code(too_long) == (422, "invalid")


async def test_names_of_patients_need_their_scope(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    desk_scopes = (Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE)
    program = await open_program(clinic, *desk_scopes)
    with frozen(MORNING):
        desk = await furnish(clinic)
        booked = (await program.post(VISITS, json=asked(desk))).json()
        (listed,) = (await program.get(VISITS)).json()["items"]
        read = await program.get(f"{VISITS}/{booked['id']}")
    assert listed["patient"] == {"id": str(desk.patient), "name": None}
    assert "Marín" not in read.text
    cancel = await program.post(f"{VISITS}/{booked['id']}/cancel", json={"reason": "Ill"})
    assert code(cancel) == (403, "not_allowed")


async def test_another_clinics_things_are_not_found(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    mine, theirs = await open_program(clinic), await open_program(other_clinic)
    with frozen(MORNING):
        desk, own = await furnish(clinic), await furnish(other_clinic)
        visit = (await mine.post(VISITS, json=asked(desk))).json()["id"]
        for wanted in (visit, uuid4(), "nonsense"):
            assert code(await theirs.get(f"{VISITS}/{wanted}")) == (404, "not_found")
            moved = await theirs.patch(f"{VISITS}/{wanted}", json={"start": "2027-03-01T11:00"})
            assert code(moved) == (404, "not_found")
        for field in ("patient_id", "service_id"):
            foreign = asked(own, start="2027-03-02T10:00") | {field: asked(desk)[field]}
            assert code(await theirs.post(VISITS, json=foreign)) == (404, "not_found")
        assert (await theirs.get(VISITS)).json()["items"] == []


async def test_times_of_a_patient_are_for_who_may_read_patients(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program = await open_program(clinic)
    blind = await open_program(clinic, Permission.APPOINTMENT_READ)
    with frozen(MORNING):
        desk = await furnish(clinic)
        strangers = (str(await register(other_clinic)), str(uuid4()))
        await program.post(VISITS, json=asked(desk))
        place, free = "/api/v1/availability", {"service": str(desk.service)}
        free |= {"first_day": "2027-03-01", "explain": "true"}
        for stranger in strangers:
            answer = await program.get(place, params={**free, "patient": stranger})
            assert code(answer) == (404, "not_found")
        for patient in (str(desk.patient), *strangers):
            answer = await blind.get(place, params={**free, "patient": patient})
            assert answer.status_code == 403
            together = {
                "services": [{"service_id": str(desk.service)}] * 2,
                "first_day": "2027-03-01",
                "patient_id": patient,
            }
            answer = await blind.post(f"{place}/together", json=together)
            assert answer.status_code == 403
        answer = await program.get(place, params={**free, "patient": str(desk.patient)})
        reasons = {one["start_local"][11:16]: one.get("taken") for one in answer.json()["items"]}
        assert reasons["10:00"] == "not possible: Sofia Marín already has a visit until 10:30"
        assert reasons["10:30"] is None
