"""A group's session over REST: listed, read, moved, gone on with and called off whole."""

from datetime import time, timedelta
from typing import Any

from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen
from clinic_app.scheduling.tables import Service
from tests.api.v1.conftest import OpenProgram, Program
from tests.api.v1.test_appointments import VISITS, asked, code
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, furnish, hire, offer, register

GROUPS = "/api/v1/group-sessions"


async def _group_service(clinic: Clinic, *givers: Any, seats: int) -> str:  # noqa: ANN401  # ids
    service_id = await offer(clinic, *givers, name="Back class", needs_room=False)
    async with transaction(organization=clinic.organization_id) as session:
        (await session.get_one(Service, (clinic.organization_id, service_id))).seats = seats
    return str(service_id)


async def group_session(program: Program, clinic: Clinic, desk: Desk) -> str:
    """Let one patient sit in a group at three, and return its session."""
    service = await _group_service(clinic, desk.practitioner, seats=3)
    seat = asked(desk, service_id=service, start="2027-03-01T15:00")
    visit = (await program.post(VISITS, json=seat)).json()["id"]
    return (await program.get(f"{VISITS}/{visit}")).json()["group_session_id"]


async def test_a_session_is_read_moved_and_called_off_with_all_who_come(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    nameless = await open_program(
        *(clinic, Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE)
    )
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = await hire(clinic, "Nina Park", hours=[(0, "work", time(9), time(17))])
        service = await _group_service(clinic, desk.practitioner, other, seats=3)
        seat = {"service_id": service, "practitioner_id": str(desk.practitioner)}
        seats = [
            (await program.post(VISITS, json=asked(desk, patient_id=str(patient), **seat))).json()
            for patient in (desk.patient, await register(clinic, "Karl Novak"))
        ]
        await program.post("/api/v1/holds", json={**seat, "start": "2027-03-01T10:00"})
        visits = (await program.get(VISITS)).json()["items"]
        (group,) = {one["group_session_id"] for one in visits}
        place = f"{GROUPS}/{group}"
        read = (await program.get(place)).json()
        assert [read[f"seats{name}"] for name in ("", "_taken", "_held", "_left")] == [3, 2, 1, 0]
        assert {one["patient"]["name"] for one in read["visits"]} == {"Sofia Marín", "Karl Novak"}
        assert "Novak" not in (await nameless.get(place)).text

        for way, there, body in (
            *(("GET", place, None), ("PATCH", place, {"start": "2027-03-01T14:00"})),
            ("POST", f"{place}/cancel", {"reason": "Ill"}),
        ):
            answer = await stranger.request(way, there, json=body)
            assert code(answer) == (404, "not_found")

        there = {"practitioner_id": str(other), "version": read["version"]}
        named = {"Idempotency-Key": "to-nina"}
        moved = await program.patch(place, json=there, headers=named)
        again = await program.patch(place, json=there, headers=named)
        assert moved.json()["start_local"] == "2027-03-01T10:00:00"
        assert (moved.json()["practitioner_id"], moved.json()["visits"]) == (str(other), 2)
        assert again.json() == moved.json()
        assert code(await program.patch(place, json=there)) == (409, "changed_meanwhile")
        assert code(await program.patch(place, json={})) == (422, "bad_start")

        lunch = asked(desk, service_id=service, start="2027-03-01T14:00")
        await program.post(VISITS, json=lunch | {"practitioner_id": str(other)})
        taken = await program.patch(place, json={"start": "2027-03-01T14:00"})
        assert code(taken) == (409, "slot_taken")
        assert taken.json()["nearest"][0]["start_local"] == "2027-03-01T13:15:00"
        talk = await offer(clinic, await hire(clinic, "Dr. Ruth Abel"), name="Talk", minutes=30)
        await program.post(VISITS, json=asked(desk, service_id=str(talk), start="2027-03-01T11:00"))
        busy = await program.patch(place, json={"start": "2027-03-01T11:00"})
        assert code(busy) == (409, "patient_busy")
        near = [one["start_local"][11:16] for one in busy.json()["nearest"]]
        assert near == ["10:15", "10:30", "11:30", "11:45"]

        ill = {"reason": "Nina is ill", "version": moved.json()["version"]}
        assert code(await nameless.post(f"{place}/cancel", json=ill)) == (403, "not_allowed")
        gone = await program.post(f"{place}/cancel", json=ill)
        assert set(gone.json()["visits"]) == {one["id"] for one in seats}
        ended = (await program.get(place)).json()
        assert (ended["ended"], ended["seats_left"], ended["visits"]) == (True, 0, [])


async def test_the_sessions_of_a_span_are_listed_a_page_at_a_time(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    nobody = await open_program(clinic, Permission.PATIENT_READ)
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = await hire(clinic, "Nina Park", hours=[(0, "work", time(9), time(17))])
        service = await _group_service(clinic, desk.practitioner, other, seats=3)
        karl = str(await register(clinic, "Karl Novak"))
        begun = [
            (str(desk.practitioner), 10, str(desk.patient)),
            (str(desk.practitioner), 10, karl),
            *((str(other), hour, karl) for hour in (11, 12)),
        ]
        visits = [
            await program.post(
                VISITS,
                json=asked(
                    *(desk,),
                    **{"patient_id": patient, "practitioner_id": who, "service_id": service},
                    start=f"2027-03-01T{hour}:00",
                ),
            )
            for who, hour, patient in begun
        ]
        held = {"service_id": service, "start": "2027-03-01T15:00", "practitioner_id": str(other)}
        await program.post("/api/v1/holds", json=held)  # nobody's session yet
        day = {"from": "2027-03-01T00:00", "to": "2027-03-02T00:00"}
        assert code(await nobody.get(GROUPS, params=day)) == (403, "not_allowed")
        assert (await stranger.get(GROUPS, params=day)).json() == {"items": [], "next": None}

        async def hours(**more: Any) -> list[str]:  # noqa: ANN401  # a query
            found = (await program.get(GROUPS, params=day | more)).json()["items"]
            return [one["start_local"][11:13] for one in found]

        first = (await program.get(GROUPS, params=day | {"limit": 1})).json()
        (line,) = first["items"]
        assert (line["seats_taken"], line["seats_left"]) == (2, 1)
        read = (await program.get(f"{GROUPS}/{line['id']}")).json()
        assert line == {name: read[name] for name in read if name != "visits"}
        assert await hours(cursor=first["next"]) == ["11", "12"]
        assert await hours(practitioner=str(other), service=service) == ["11", "12"]
        assert await hours(room=str(desk.room)) == []
        early = {"practitioner_id": str(other), "minutes": 15}
        late = await program.patch(f"{GROUPS}/{line['id']}", json={"minutes": 600})
        assert (code(late), late.json()["field"]) == ((422, "not_working"), "minutes")
        helped = await program.patch(f"{GROUPS}/{line['id']}", json={"assistants": [early]})
        assert helped.json()["visits"] == 2
        read = (await program.get(f"{GROUPS}/{line['id']}")).json()
        assert [one["assistants"] for one in read["visits"]] == [read["assistants"]] * 2
        assert [one["end_local"] for one in read["assistants"]] == ["2027-03-01T10:15:00"]
        assert await hours(practitioner=str(other)) == ["10", "11", "12"]
        assert await hours(to="2027-03-01T12:00") == ["10", "11"]
        gone = f"{VISITS}/{visits[2].json()['id']}/cancel"
        await program.post(gone, json={"reason": "Ill"})
        assert await hours() == ["10", "12"]
        assert await hours(ended=True) == ["10", "11", "12"]
        much = await program.get(GROUPS, params={"from": "2027-01-01", "to": "2029-01-01"})
        assert much.status_code == 422


async def test_a_whole_session_is_here_begins_and_is_over(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        place = f"{GROUPS}/{await group_session(program, clinic, desk)}"
        (visit,) = (await program.get(place)).json()["visits"]
        for step in ("check-in", "start", "complete"):
            assert code(await stranger.post(f"{place}/{step}", json={})) == (404, "not_found")
        assert code(await program.post(f"{place}/complete", json={})) == (409, "illegal_move")
    with frozen(MORNING + timedelta(hours=8, minutes=5)):  # five minutes past three
        seen = {"version": (await program.get(place)).json()["version"]}
        here = await program.post(f"{place}/check-in", json=seen)
        assert here.json()["visits"] == [visit["id"]]
        late = await program.post(f"{place}/complete", json=seen)
        assert code(late) == (409, "changed_meanwhile")
        await program.post(f"{place}/complete", json={})  # called in or not
        assert (await program.get(place)).json()["visits"][0]["status"] == "completed"
        back = await program.post(f"{VISITS}/{visit['id']}/back", json={})
        assert back.json()["status"] == "checked_in"
