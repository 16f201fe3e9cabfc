"""A program's booking form: its time is kept, taken over or given back."""

from typing import Any

from clinic_app.kit.clock import frozen
from tests.api.v1.conftest import OpenProgram
from tests.api.v1.test_appointments import VISITS, asked, code
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, furnish, hire, register

HOLDS = "/api/v1/holds"


def _time(desk: Desk, start: str = "2027-03-01T10:00") -> dict[str, str]:
    return {"service_id": str(desk.service), "start": start}


async def test_a_held_time_is_its_own_programs_alone_until_it_is_given_back(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    stranger, mine, rival = (
        await open_program(other_clinic),
        await open_program(clinic),
        await open_program(clinic),
    )
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = (await mine.post(HOLDS, json=_time(desk))).json()
        assert held["expires"] > "2027-03-01T12:00:00Z"
        for other in (stranger, rival):  # what is another's is nothing to give back
            assert (await other.delete(f"{HOLDS}/{held['id']}")).status_code == 204
        answer = await rival.post(HOLDS, json=_time(desk))
        assert code(answer) == (409, "slot_taken")
        assert [near["start_local"][11:16] for near in answer.json()["nearest"]][:2] == [
            *("09:15", "09:30"),
        ]
        assert code(await rival.post(VISITS, json=asked(desk, hold_id=held["id"]))) == (
            *(409, "slot_taken"),
        )
        other_time = _time(desk, "2027-03-01T10:15") | {"instead_of": held["id"]}
        held = (await mine.post(HOLDS, json=other_time)).json()
        assert held["start_local"] == "2027-03-01T10:15:00"
        answer = await mine.delete(f"{HOLDS}/{held['id']}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert (await rival.post(VISITS, json=asked(desk))).status_code == 201


async def test_a_hold_is_made_once_and_booked(open_program: OpenProgram, clinic: Clinic) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        named = {"Idempotency-Key": "a-form"}
        held = await program.post(HOLDS, json=_time(desk), headers=named)
        again = await program.post(HOLDS, json=_time(desk), headers=named)
        assert again.json() == held.json()
        booked = await program.post(VISITS, json=asked(desk, hold_id=held.json()["id"]))
        assert booked.status_code == 201
        place, named = f"{HOLDS}/{held.json()['id']}", {"Idempotency-Key": "closed"}
        gone = [await program.delete(place, headers=named) for _ in range(2)]
        assert [answer.status_code for answer in gone] == [204, 204]  # what is over is no fault
        assert gone[1].headers["idempotency-replayed"] == "true"


async def test_what_is_named_of_a_visit_changes_and_the_rest_stays(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        booked = (await program.post(VISITS, json=asked(desk, note="Old"))).json()
        place = f"{VISITS}/{booked['id']}"
        longer = (await program.patch(place, json={"minutes": 45, "note": "Needs time"})).json()
        assert (longer["end_local"], longer["note"]) == ("2027-03-01T10:45:00", "Needs time")
        for same in ({}, {"minutes": 45}, {"note": "Needs time"}, {"start": longer["start"]}):
            answer = await program.patch(place, json=same)
            assert (answer.status_code, answer.json()["version"]) == (200, longer["version"])
        late = asked(desk, start="2027-03-01T11:00", patient_id=str(await register(clinic)))
        assert (await program.post(VISITS, json=late)).status_code == 201
        taken = await program.patch(place, json={"minutes": 90, "note": "Nothing of it is kept"})
        assert code(taken) == (409, "slot_taken")
        assert (taken.json()["field"], bool(taken.json()["nearest"])) == ("minutes", True)
        for body, field in (({}, "minutes"), ({"start": late["start"]}, "start")):
            evening = await program.patch(place, json={"minutes": 600, **body})
            assert (code(evening), evening.json()["field"]) == ((422, "not_working"), field)
        stale = await program.patch(place, json={"note": "", "version": 1})
        assert code(stale) == (409, "changed_meanwhile")
        read = (await program.get(place)).json()
        assert (read["note"], read["version"]) == ("Needs time", longer["version"])


async def test_who_assists_is_booked_listed_and_changed(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        nurse = str(await hire(clinic, "Nurse Ito"))
        await program.post(VISITS, json=asked(desk, start="2027-03-01T14:00"))
        visit = asked(desk, assistant_ids=[nurse])
        place = f"{VISITS}/{(await program.post(VISITS, json=visit)).json()['id']}"

        async def starts(**wanted: Any) -> list[str]:  # noqa: ANN401  # query values
            answer = await program.get(VISITS, params=wanted)
            return [one["start_local"][11:16] for one in answer.json()["items"]]

        assert await starts(practitioner=nurse) == ["10:00"]
        assert await starts(practitioner=desk.practitioner) == ["10:00", "14:00"]
        assert await starts(practitioner=desk.practitioner, limit=1) == ["10:00"]
        read = (await program.get(place)).json()
        (ito,) = read["assistants"]
        assert (ito["id"], ito["start_local"][11:16]) == (nurse, "10:00")
        part = {"practitioner_id": nurse, "from_minute": 10, "minutes": 15}
        for bad in ({"minutes": 0}, {"from_minute": 500, "minutes": None}):
            for also in ({}, {"start": "2027-03-01T11:00"}):
                wrong = {"assistants": [part | bad], **also}
                refused = await program.patch(place, json=wrong)
                assert refused.status_code == 422
        assert (await program.patch(place, json={"assistants": [part]})).status_code == 200
        (ito,) = (await program.get(place)).json()["assistants"]
        assert (ito["start_local"][11:16], ito["end_local"][11:16]) == ("10:10", "10:25")
        assert ito["start"].endswith(":10:00Z")
        moved = await program.patch(place, json={"start": "2027-03-01T11:00"})
        assert moved.status_code == 200
        free = {"service": str(desk.service), "first_day": "2027-03-01", "assistant": nurse}
        items = (await program.get("/api/v1/availability", params=free)).json()["items"]
        assert "11:00" not in [one["start_local"][11:16] for one in items]
        assert (await program.patch(place, json={"assistant_ids": []})).status_code == 200
        assert await starts(practitioner=nurse) == []


async def test_several_services_are_one_coming_or_none(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        part = {"service_id": str(desk.service)}
        coming = {
            **{"patient_id": str(desk.patient), "start": "2027-03-01T10:00"},
            "parts": [part, part, part | {"start": "2027-03-01T14:00"}],
        }
        later = coming | {"start": "2027-03-02T10:00"}
        assert code(await stranger.post(f"{VISITS}/together", json=later)) == (404, "not_found")
        days = {"first_day": "2027-03-01", "services": [part, part]}
        free = (await program.post("/api/v1/availability/together", json=days)).json()["items"]
        assert (free[4]["start_local"], free[4]["end_local"]) == (
            *("2027-03-01T10:00:00", "2027-03-01T11:00:00"),
        )
        timed = [part | {"start": f"2027-03-01T{at}"} for at in ("10:00", "10:30")]
        held = (await program.post(f"{HOLDS}/together", json={"parts": timed})).json()
        assert held["end_local"] == "2027-03-01T11:00:00"
        coming["hold_id"] = held["id"]
        made = await program.post(f"{VISITS}/together", json=coming)
        assert made.status_code == 201
        listed = (await program.get(VISITS)).json()["items"]
        assert [one["start_local"][11:16] for one in listed] == ["10:00", "10:30", "14:00"]
        assert [one["id"] for one in listed] == [one["id"] for one in made.json()["items"]]
        assert len({one["together_id"] for one in listed}) == 1
        clash = coming | {"start": "2027-03-01T09:30", "patient_id": str(await register(clinic))}
        at_half = {"parts": [part | {"start": f"2027-03-01T{at}"} for at in ("09:30", "10:00")]}
        for place, body in ((VISITS, clash), (HOLDS, at_half)):
            answer = await program.post(f"{place}/together", json=body)
            assert code(answer) == (409, "slot_taken")
            near = [one["start_local"][11:16] for one in answer.json()["nearest"]]
            assert near[:3] == (
                ["14:30", "14:45", "15:00"] if place == VISITS else ["09:00", "11:00", "13:00"]
            )
        assert len((await program.get(VISITS)).json()["items"]) == 3
        into_the_break = {"scope": "coming", "start": "2027-03-01T11:30"}
        answer = await program.patch(f"{VISITS}/{listed[0]['id']}/series", json=into_the_break)
        assert code(answer) == (409, "series_clash")
        near = [one["start_local"][11:16] for one in answer.json()["nearest"]]
        assert near == ["10:15", "10:30", "10:45", "11:00"]
