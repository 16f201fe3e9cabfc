"""Calendar files by link: whole for a parser that is not ours, and nothing for strangers."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject as untyped_vobject

from clinic_app.access.roles import Role
from clinic_app.api import calendar_routes
from clinic_app.api.app import make_api
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotAllowed, NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.tokens import clinic_token
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.people.members.remove_member import remove_member
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.outside.make_feed import make_feed
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.revoke_feed import revoke_feed
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from clinic_app.scheduling.outside.visit_calendar import CalendarVisit, feed_calendar
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.api.conftest import Browser
from tests.api.v1.conftest import client_of
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, furnish, hire, monday, offer, some_id

vobject: Any = untyped_vobject  # it has no types


@pytest.fixture(autouse=True)
def on_monday_morning() -> Generator[None]:
    """The stories play on one Monday, before the clinic opens."""
    with frozen(MORNING):
        yield


async def _feed(desk: Desk) -> str:
    _, token = await perform(desk.clinic.owner, make_feed, practitioner_id=desk.practitioner)
    return f"/api/feeds/{token}.ics"


async def _events(browser: Browser, path: str) -> list[Any]:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar: Any = vobject.readOne(answer.text)
    return list(getattr(calendar, "vevent_list", []))


async def _booked(desk: Desk, hour: int = 10) -> Any:  # noqa: ANN401  # what the verb returns
    return await book(
        desk.clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(hour)
    )


async def test_strangers_and_guesses_get_nothing(
    clinic: Clinic, other_clinic: Clinic, browser: Browser
) -> None:
    desk = await furnish(clinic)
    await _booked(desk)
    for token in (
        "x",
        clinic_token(clinic.organization_id),
        clinic_token(other_clinic.organization_id),
    ):
        for path in (f"/api/feeds/{token}.ics", f"/api/visit/{token}/calendar.ics"):
            assert (await browser.get(path)).status_code == 404
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, make_feed, practitioner_id=desk.practitioner)


async def test_a_feed_is_made_by_its_practitioner_or_who_runs_the_clinic(clinic: Clinic) -> None:
    own = PractitionerId(some_id())
    async with transaction(organization=clinic.organization_id) as session:
        home, me = clinic.organization_id, clinic.doctor.member_id
        session.add(Practitioner(organization_id=home, id=own, name="Dr. Omar", member_id=me))
    for role, actor in clinic.team.items():
        if role in {Role.OWNER, Role.ADMIN, Role.DOCTOR}:
            await perform(actor, make_feed, practitioner_id=own)
        else:
            with pytest.raises(NotAllowed):
                await perform(actor, make_feed, practitioner_id=own)


async def test_a_visit_keeps_its_uid_while_its_sequence_rises_until_it_is_cancelled(
    clinic: Clinic, browser: Browser
) -> None:
    desk = await furnish(clinic)
    visit, path = await _booked(desk), await _feed(desk)
    (first,) = await _events(browser, path)
    assert first.summary.value == "SM · Check-up"  # initials and no more
    assert first.dtstart.value == to_instant(monday(10), clinic.time_zone)
    moved = await perform(
        clinic.reception,
        reschedule_appointment,
        appointment_id=visit.appointment_id,
        version=visit.version,
        start=monday(14),
    )
    (second,) = await _events(browser, path)
    await perform(
        clinic.reception, cancel_appointment, appointment_id=moved.appointment_id, reason="Ill"
    )
    (third,) = await _events(browser, path)
    assert len({one.uid.value for one in (first, second, third)}) == 1
    sequence = [int(one.sequence.value) for one in (first, second, third)]
    assert sequence == sorted(set(sequence))
    assert (second.dtstart.value - first.dtstart.value) == timedelta(hours=4)
    assert [one.status.value for one in (first, second, third)] == [
        *("CONFIRMED", "CONFIRMED", "CANCELLED")
    ]
    with frozen(MORNING + timedelta(days=31)):
        assert await _events(browser, path) == []


async def test_a_visit_that_went_to_a_colleague_is_cancelled_in_the_old_feed(
    clinic: Clinic, browser: Browser
) -> None:
    desk = await furnish(clinic)
    colleague = await hire(clinic, "Dr. Ruth Adler")
    service = await offer(clinic, desk.practitioner, colleague, name="Talk")
    visit = await book(
        clinic.reception,
        patient_id=desk.patient,
        service_id=service,
        practitioner_id=desk.practitioner,
        start=monday(10),
    )
    path = await _feed(desk)
    await perform(
        clinic.reception,
        reschedule_appointment,
        appointment_id=visit.appointment_id,
        version=visit.version,
        start=monday(10),
        practitioner_id=colleague,
    )
    (told,) = await _events(browser, path)
    assert told.status.value == "CANCELLED"


async def test_who_assists_has_the_visit_in_their_feed_until_they_no_longer_do(
    clinic: Clinic, browser: Browser
) -> None:
    desk = await furnish(clinic)
    surgeon = await hire(clinic, "Dr. Ruth Adler")
    service = await offer(clinic, surgeon, name="Surgery")
    asked: dict[str, Any] = {"patient_id": desk.patient, "service_id": service}
    visit = await book(clinic.reception, **asked, start=monday(10), assistants=[desk.practitioner])
    path = await _feed(desk)
    (shown,) = await _events(browser, path)
    assert shown.summary.value == "SM · Surgery, with Dr. Ruth Adler"
    await perform(
        clinic.reception,
        change_assistants,
        appointment_id=visit.appointment_id,
        version=visit.version,
        assistants=[],
    )
    (told,) = await _events(browser, path)
    assert told.uid.value == shown.uid.value
    assert int(told.sequence.value) > int(shown.sequence.value)
    assert told.status.value == "CANCELLED"


async def test_full_names_are_the_clinics_own_decision(clinic: Clinic, browser: Browser) -> None:
    desk = await furnish(clinic)
    await _booked(desk)
    wanted = PublicSettings(feeds_name_patients=True)
    await perform(clinic.owner, save_public_booking, settings=wanted, services={})
    (event,) = await _events(browser, await _feed(desk))
    assert event.summary.value == "Sofia Marín · Check-up"


async def test_what_did_not_change_is_not_sent_again(clinic: Clinic, browser: Browser) -> None:
    desk = await furnish(clinic)
    path = await _feed(desk)
    await _booked(desk)
    seen = await browser.get(path)
    known = {"If-None-Match": seen.headers["etag"]}
    again = await browser.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["last-modified"].endswith("GMT")
    await _booked(desk, 14)
    assert (await browser.get(path, headers=known)).status_code == 200


async def test_a_link_ends_when_it_is_taken_back_and_when_its_maker_leaves(
    clinic: Clinic, browser: Browser
) -> None:
    desk = await furnish(clinic)
    feed, token = await perform(clinic.owner, make_feed, practitioner_id=desk.practitioner)
    admin = clinic.team[Role.ADMIN]
    _, other = await perform(admin, make_feed, practitioner_id=desk.practitioner)
    await perform(clinic.owner, revoke_feed, feed_id=feed)
    assert (await browser.get(f"/api/feeds/{token}.ics")).status_code == 404
    assert (await browser.get(f"/api/feeds/{other}.ics")).status_code == 200
    await perform(clinic.owner, remove_member, member_id=admin.member_id)
    assert (await browser.get(f"/api/feeds/{other}.ics")).status_code == 404


async def test_the_patients_own_file(clinic: Clinic, browser: Browser) -> None:
    desk = await furnish(clinic)
    visit = await _booked(desk)
    token = await perform(clinic.reception, make_visit_link, appointment_id=visit.appointment_id)
    path = f"/api/visit/{token}/calendar.ics"
    answer = await browser.get(path)
    assert "METHOD:PUBLISH" in answer.text
    assert "attachment" in answer.headers["content-disposition"]
    (event,) = await _events(browser, path)
    assert "Sofia" not in answer.text
    assert (event.dtend.value - event.dtstart.value) == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("zone", "walls"),
    [
        ("America/New_York", ("2027-03-13T10:00", "2027-03-14T10:00", "2027-11-07T10:00")),
        ("Europe/Berlin", ("2027-03-27T10:00", "2027-03-28T10:00", "2027-10-31T10:00")),
        ("Australia/Lord_Howe", ("2027-04-03T10:00", "2027-04-04T10:00", "2027-10-03T10:00")),
        ("Africa/Casablanca", ("2027-02-06T10:00", "2027-02-07T10:00", "2027-03-14T10:00")),
    ],
)
def test_the_wall_time_stands_on_both_sides_of_a_clock_change(
    zone: str, walls: tuple[str, ...]
) -> None:
    starts = [to_instant(datetime.fromisoformat(wall), zone) for wall in walls]
    visits = [
        CalendarVisit(
            some_id(), 1, one, one + timedelta(minutes=30), datetime(2027, 1, 1, tzinfo=UTC), "A"
        )
        for one in starts
    ]
    calendar: Any = vobject.readOne(feed_calendar(visits, name="Dr. Zhao"))
    read = [
        to_wall(event.dtstart.value, zone).isoformat(timespec="minutes")
        for event in calendar.vevent_list
    ]
    assert read == list(walls)


async def test_unknown_links_of_one_address_are_limited_and_a_calendars_own_feed_is_not(
    clinic: Clinic,
) -> None:
    desk = await furnish(clinic)
    path = await _feed(desk)
    guesses = [clinic_token(clinic.organization_id) for _ in range(61)]
    async with client_of(make_api(), at="198.51.100.7") as browser:
        assert await _events(browser, path) == []
        answers = [await browser.get(f"/api/feeds/{guess}.ics") for guess in guesses[:60]]
        assert {one.status_code for one in answers} == {404}
        for refused in (f"/api/feeds/{guesses[60]}.ics", f"/api/visit/{guesses[60]}/calendar.ics"):
            assert (await browser.get(refused)).status_code == 429
        assert (await browser.get("/api/feeds/none.ics")).status_code == 404
        assert await _events(browser, path) == []


async def test_a_link_that_fails_is_not_in_the_log(
    clinic: Clinic,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(calendar_routes, "read_feed", fail)
    token = clinic_token(clinic.organization_id)
    answer = await browser.get(f"/api/feeds/{token}.ics")
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("That did not work, and it is our fault.")
    told = [record.getMessage() for record in caplog.records if record.name.startswith("clinic_")]
    assert [line.split(" ")[0] for line in told] == ["/api/feeds/{token}.ics"]
    assert token not in caplog.text
