"""Series and the waiting list over REST."""

from datetime import timedelta
from typing import Any

from clinic_app.access.permissions import Permission
from clinic_app.kit.clock import frozen
from tests.api.v1.conftest import OpenProgram
from tests.api.v1.test_appointments import VISITS, asked, code
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, furnish, register

SERIES, WAITING = "/api/v1/series", "/api/v1/waiting"


def _weekly(desk: Desk, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # as JSON holds it
    return asked(desk, repeat={"frequency": "weekly", "count": 4}, **more)


async def test_a_series_is_looked_at_booked_moved_and_cancelled(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = asked(desk, start="2027-03-15T10:00", patient_id=str(await register(clinic)))
        await program.post(VISITS, json=other)

        theirs = _weekly(desk, start="2027-03-02T10:00")
        assert code(await stranger.post(SERIES, json=theirs)) == (404, "not_found")
        shown = (await program.post(f"{SERIES}/preview", json=_weekly(desk))).json()
        assert shown["words"] == "every week on Mon"
        assert [bool(one["clash"]) for one in shown["dates"]] == [False, False, True, False]
        third = shown["dates"][2]
        assert third["start_local"] == "2027-03-15T10:00:00"  # after the change of the clock
        assert third["nearest"][0]["start_local"] == "2027-03-15T09:15:00"

        clash = await program.post(SERIES, json=_weekly(desk))
        assert code(clash) == (409, "series_clash")
        dates = [{"number": one["number"], "start": one["start"]} for one in shown["dates"]]
        dates[2]["start"] = third["nearest"][0]["start"]
        made = await program.post(SERIES, json=_weekly(desk, dates=dates[1:]))
        assert made.json().items() >= {"visits": 3, "skipped": 1}.items()

        query = {"series": made.json()["id"]}
        visits = (await program.get(VISITS, params=query)).json()["items"]
        assert [one["start_local"][5:16] for one in visits] == [
            *("03-08T10:00", "03-15T09:15", "03-22T10:00"),
        ]
        assert (await stranger.get(VISITS, params=query)).json()["items"] == []

        place = f"{VISITS}/{visits[0]['id']}/series"
        for body in ({"scope": "all"}, {"scope": "all", "reason": "Ill"}):
            way = "PATCH" if "reason" not in body else "POST"
            there = place if way == "PATCH" else f"{place}/cancel"
            assert code(await stranger.request(way, there, json=body)) == (404, "not_found")
        evening = {"scope": "following", "start": "2027-03-08T16:45"}  # they end after closing
        blocked = await program.patch(place, json=evening)
        assert code(blocked) == (409, "series_clash")
        assert [date[:10] for date in blocked.json()["dates"]] == ["Mon 8 Mar ", "Mon 22 Mar"]
        longer = await program.patch(place, json={"scope": "all", "minutes": 45})
        assert longer.json() == {"changed": 3, "left": []}
        cancelled = await program.post(f"{place}/cancel", json={"scope": "all", "reason": "Well"})
        assert cancelled.json() == {"changed": 3, "left": []}


async def test_the_rule_of_a_series_is_looked_at_and_changed(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    reader = await open_program(clinic, Permission.APPOINTMENT_READ)
    with frozen(MORNING):
        desk = await furnish(clinic)
        await program.post(SERIES, json=_weekly(desk))
        (first, *_) = (await program.get(VISITS)).json()["items"]
        rule = f"{VISITS}/{first['id']}/series/rule"
        other = asked(desk, start="2027-04-05T11:00", patient_id=str(await register(clinic)))
        alone = (await program.post(VISITS, json=other)).json()["id"]

        repeat = {"frequency": "weekly", "every": 2, "count": 4}
        body: dict[str, Any] = {"scope": "all", "start": "2027-03-01T11:00", "repeat": repeat}
        for answer in (
            await stranger.post(f"{rule}/preview", json=body),
            await stranger.put(rule, json=body),
        ):
            assert code(answer) == (404, "not_found")
        assert code(await reader.put(rule, json=body)) == (403, "not_allowed")
        shown = (await reader.post(f"{rule}/preview", json=body)).json()
        assert [(one["deed"], one["start_local"][5:16]) for one in shown["lines"]] == [
            *(("move", "03-01T11:00"), ("move", "03-15T11:00")),
            *(("move", "03-29T11:00"), ("move", "04-12T11:00")),
        ]
        clashing = body | {"start": "2027-03-08T11:00", "scope": "following"}
        clash = await program.put(rule, json=clashing)
        assert code(clash) == (409, "series_clash")
        assert clash.json()["dates"][0].startswith("Mon 5 Apr 2027, 11:00: 11:00 is taken")
        done = await program.put(rule, json=body | {"seen": shown["seen"]})
        assert done.json() == {
            **{"words": "every 2 weeks on Mon", "changed": 4},
            **{"booked": 0, "cancelled": 0, "stay": 0},
        }
        late = await program.put(rule, json=body | {"seen": shown["seen"]})
        assert code(late) == (409, "changed_meanwhile")
        early = body | {"start": "2027-03-01T07:00", "repeat": {"frequency": "weekly", "count": 4}}
        lines = (await program.post(f"{rule}/preview", json=early)).json()["lines"]
        assert [(bool(one["clash"]), one["soft"]) for one in lines] == [(True, True)] * 4
        forced = [{"number": 2, "start": lines[1]["start"], "anyway": True}]
        writer = await open_program(
            *(clinic, Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE)
        )
        refused = await writer.put(rule, json=early | {"dates": forced})
        assert code(refused) == (403, "not_allowed")
        taken = await program.put(rule, json=early | {"dates": forced})
        assert taken.json()["changed"] == 1
        of_none = await program.put(f"{VISITS}/{alone}/series/rule", json=body)
        assert code(of_none) == (409, "conflict")


async def test_without_dates_a_series_is_booked_as_its_rule_has_it(
    open_program: OpenProgram, clinic: Clinic
) -> None:
    program = await open_program(clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
        named = {"Idempotency-Key": "a-series"}
        first = await program.post(SERIES, json=_weekly(desk), headers=named)
        again = await program.post(SERIES, json=_weekly(desk), headers=named)
        assert (first.status_code, first.json()["visits"]) == (201, 4)
        assert again.json() == first.json()
        night = asked(desk, start="2027-03-07T02:30")  # of the 14th, the clocks skip it
        night["repeat"] = {"frequency": "weekly", "count": 2}
        skipped = await program.post(SERIES, json=night)
    assert code(skipped) == (409, "series_clash")


async def test_somebody_waits_and_no_longer(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    nameless = await open_program(clinic, Permission.APPOINTMENT_WRITE)
    with frozen(MORNING):
        desk = await furnish(clinic)
        wish = {
            **{"patient_id": str(desk.patient), "service_id": str(desk.service)},
            "windows": [{"weekday": "TU", "begin": "09:00", "end": "12:00"}],
            "priority": "soon",
        }
        assert code(await stranger.post(WAITING, json=wish)) == (404, "not_found")
        made = (await program.post(WAITING, json=wish)).json()
        assert code(await program.post(WAITING, json=wish)) == (409, "conflict")
        (entry,) = (await program.get(WAITING)).json()["items"]
        assert (entry["windows"], entry["priority"]) == (wish["windows"], "soon")
        assert entry["patient"]["name"] == "Sofia Marín"
        assert "Marín" not in (await nameless.get(WAITING)).text
        place = f"{WAITING}/{made['id']}"
        assert code(await stranger.delete(place)) == (404, "not_found")
        assert (await program.delete(place)).status_code == 204
        assert (await program.get(WAITING)).json()["items"] == []


PRIORITIES = ("usual", "urgent", "usual", "soon")


async def test_the_waiting_list_is_paged_and_no_change_repeats_or_hides_anybody(
    open_program: OpenProgram, clinic: Clinic, other_clinic: Clinic
) -> None:
    program, stranger = await open_program(clinic), await open_program(other_clinic)
    with frozen(MORNING):
        desk = await furnish(clinic)
    made: dict[str, str] = {}
    for second, (name, priority) in enumerate(zip("ABCD", PRIORITIES, strict=True)):
        wish = {"service_id": str(desk.service), "priority": priority}
        wish["patient_id"] = str(await register(clinic, name))
        with frozen(MORNING + timedelta(seconds=second)):
            made[name] = (await program.post(WAITING, json=wish)).json()["id"]
    with frozen(MORNING + timedelta(minutes=1)):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            asked_for = {"limit": 1} | ({"cursor": cursor} if cursor else {})
            page = (await program.get(WAITING, params=asked_for)).json()
            seen += [one["patient"]["name"] for one in page["items"]]
            if seen[-1] == "D":  # with whom the page ended
                assert (await program.delete(f"{WAITING}/{made['D']}")).status_code == 204
            cursor = page["next"]
        assert seen == ["B", "D", "A", "C"]
        whole = (await program.get(WAITING, params={"limit": 3})).json()
        assert ([one["id"] for one in whole["items"]], whole["next"]) == (
            [made[name] for name in "BAC"],
            None,
        )
        ends = (await program.get(WAITING, params={"limit": 1})).json()["next"]
        assert (await stranger.get(WAITING, params={"cursor": ends})).json()["items"] == []
        assert code(await program.get(WAITING, params={"cursor": ends[:-2]})) == (422, "invalid")
