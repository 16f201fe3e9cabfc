"""A group's session over REST: read, moved and called off whole."""

from datetime import time
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

        ill = {"reason": "Nina is ill", "version": moved.json()["version"]}
        assert code(await nameless.post(f"{place}/cancel", json=ill)) == (403, "not_allowed")
        gone = await program.post(f"{place}/cancel", json=ill)
        assert set(gone.json()["visits"]) == {one["id"] for one in seats}
        ended = (await program.get(place)).json()
        assert (ended["ended"], ended["seats_left"], ended["visits"]) == (True, 0, [])
