"""Patients and the clinic's setup over REST."""

from clinic_app.kit.clock import frozen
from tests.api.v1.conftest import OpenProgram
from tests.api.v1.test_appointments import code
from tests.cast import Clinic
from tests.people.accounts import trail
from tests.scheduling.furniture import MORNING, add_device, furnish

PATIENTS = "/api/v1/patients"


async def test_patients_are_registered_found_read_and_turned_page_by_page(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    ids: list[str] = []
    for name, phone in (("Amina Yusuf", "212 555 0142"), ("Karl Novák", ""), ("Karla Berg", "")):
        answer = await program.post(PATIENTS, json={"name": name, "phone": phone})
        assert answer.status_code == 201
        ids.append(answer.json()["id"])
    like = await program.post(PATIENTS, json={"name": "A. Yusuf", "phone": "+12125550142"})
    assert code(like) == (409, "likely_duplicate")
    assert [one["id"] for one in like.json()["duplicates"]] == ids[:1]

    pages: list[list[str]] = []
    query: dict[str, str | int] = {"limit": 2}
    while len(pages) < 4:
        page = (await program.get(PATIENTS, params=query)).json()
        pages.append([patient["name"] for patient in page["items"]])
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert pages == [["Amina Yusuf", "Karl Novák"], ["Karla Berg"]]
    assert code(await stranger.get(PATIENTS, params=query)) == (404, "not_found")

    found = (await program.get(PATIENTS, params={"search": "novak"})).json()
    assert [patient["id"] for patient in found["items"]] == ids[1:2]
    read = (await program.get(f"{PATIENTS}/{ids[0]}")).json()
    assert (read["phone"], read["birth"], read["version"]) == ("+12125550142", "", 1)
    assert (await trail(clinic.organization_id))[-1].tag == "patient:open"
    assert code(await stranger.get(f"{PATIENTS}/{ids[0]}")) == (404, "not_found")


async def test_what_cannot_be_kept_names_its_field(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    for body, field in (
        ({"name": "Amina", "birth": "tomorrow"}, "birth"),
        ({"name": "Amina", "phone": "12"}, "phone"),
        ({"name": "Amina", "nmae": "x"}, "nmae"),
        ({"name": "\0"}, "name"),
    ):
        answer = await program.post(PATIENTS, json=body)
        assert code(answer) == (422, "invalid")
        assert answer.json()["field"] == field


async def test_the_setup_is_told_with_its_ids(open_program: OpenProgram, clinic: Clinic) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        device = await add_device(clinic)
    (service,) = (await program.get("/api/v1/services")).json()["items"]
    assert service["id"] == str(desk.service)
    assert service["practitioner_ids"] == [str(desk.practitioner)]
    for kind, wanted in (
        ("practitioners", desk.practitioner),
        ("rooms", desk.room),
        ("devices", device),
    ):
        (row,) = (await program.get(f"/api/v1/{kind}")).json()["items"]
        assert row["id"] == str(wanted)
