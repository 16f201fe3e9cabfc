"""What staff change, the patient hears: once it has settled, once, and only who should."""

import asyncio
from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import vobject as untyped_vobject
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import NoticeId
from clinic_app.notifications.deliver_mail import deliver_mail
from clinic_app.notifications.tables import Mail, TextMessage
from clinic_app.pathways.change_visit_by_link import cancel_visit_by_link
from clinic_app.pathways.clinic_clock import open_by_clock
from clinic_app.pathways.edit_clinic import Keep, edit_clinic
from clinic_app.pathways.open_visit_link import open_visit_link
from clinic_app.pathways.tell_changes import tell_changes, tell_when_settled
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.scheduling.notice_tables import PatientNotice
from clinic_app.scheduling.outside.revoke_visit_links import revoke_visit_links
from clinic_app.scheduling.set_up.set_booking_rules import set_booking_rules
from clinic_app.scheduling.telling.leave_untold import leave_untold
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.pathways.conftest import Outside, at, new_mail
from tests.scheduling.furniture import MORNING, book, furnish

vobject: Any = untyped_vobject  # it has no types
CONTEXT: Any = None
FIRST_TRY: Any = SimpleNamespace(job=SimpleNamespace(attempts=0))


@pytest.fixture(autouse=True)
def on_monday_morning() -> Generator[None]:
    """The stories play on one Monday, before the clinic opens."""
    with frozen(MORNING):
        yield


@dataclass
class Story:
    """A clinic, a visit that was booked online, and what its patient gets."""

    clinic: Clinic
    contact: str
    visit: dict[str, Any]
    token: str

    async def move(self, hour: int, actor: Actor | None = None, **changes: Any) -> None:  # noqa: ANN401
        """Move the visit as the desk does."""
        desk = actor or self.clinic.reception
        await perform(
            *(desk, reschedule_appointment), **self.visit, version=None, start=at(hour), **changes
        )

    async def cancel(self) -> None:
        """Cancel the visit as the desk does."""
        await perform(self.clinic.reception, cancel_appointment, **self.visit, reason="Ill")

    async def notices(self) -> list[PatientNotice]:
        """Return what was noted, in order."""
        async with transaction(organization=self.clinic.organization_id) as session:
            query = select(PatientNotice).order_by(
                col(PatientNotice.created_at), col(PatientNotice.ended_at).nulls_last()
            )
            return list((await session.execute(query)).scalars())

    async def outcomes(self) -> list[str]:
        """Return what became of each, but for the confirmation."""
        return [one.outcome for one in await self.notices()][1:]

    async def settle(self, after: timedelta = timedelta(minutes=11)) -> None:
        """Let time go by, and the jobs that were due by then."""
        home = str(self.clinic.organization_id)
        with frozen(MORNING + after):
            for one in await self.notices():
                await tell_when_settled(CONTEXT, home, str(one.id))

    async def mails(self) -> list[Mail]:
        """Return the letters after the code and the confirmation."""
        async with transaction() as session:
            query = select(Mail).where(col(Mail.recipient) == self.contact)
            rows = (await session.execute(query.order_by(col(Mail.created_at)))).scalars().all()
        return [one for one in rows if "code" not in one.subject and "booked" not in one.subject]


async def _story(outside: Outside, contact: str | None = None) -> Story:
    contact = contact or new_mail()
    booked = await outside.book(outside.wish(contact=contact, start=at(10)))
    visit = {"appointment_id": booked.visit.appointment_id}
    return Story(outside.clinic, contact, visit, booked.token)


async def test_a_move_is_told_once_by_mail_with_the_file_that_replaces_the_first(
    outside: Outside,
) -> None:
    story = await _story(outside)
    await story.move(14)
    await story.settle(timedelta(minutes=1))
    assert await story.mails() == []  # it may yet be put right
    await story.settle()
    await story.settle()
    (mail,) = await story.mails()
    assert mail.subject == "Your visit was moved: City Medical"
    assert "Before: Monday 1 March 2027, 10:00" in mail.body
    assert "14:00–14:30 (America/New York time)" in mail.body
    assert "to move or cancel it, please call us" in mail.body  # within a day of it
    assert "Sofia" not in f"{mail.subject}{mail.body}{mail.calendar}"
    calendar: Any = vobject.readOne(mail.calendar)
    assert (calendar.method.value, calendar.vevent.sequence.value) == ("REQUEST", "2")
    assert calendar.vevent.attendee.value == f"MAILTO:{story.contact}"
    link = mail.body.split("/visit/")[1].split()[0]
    assert (await open_visit_link(link)).visit.start == mail.good_until == at(14)
    assert [(one.outcome, one.deed, one.channel) for one in await story.notices()] == [
        ("told", "booked", "mail"),
        ("told", "moved", "mail"),
    ]


async def test_there_and_back_says_nothing_and_three_moves_say_one_thing(
    outside: Outside,
) -> None:
    story = await _story(outside)
    await story.move(14)
    await story.move(10)
    await story.settle()
    assert (await story.mails(), await story.outcomes()) == ([], ["same"])
    for hour in (11, 15, 9):
        await story.move(hour)
    await story.settle()
    (mail,) = await story.mails()
    assert "Before: Monday 1 March 2027, 10:00" in mail.body
    assert "9:00–9:30" in mail.body


async def test_a_cancellation_takes_the_visit_out_and_its_link_says_so(outside: Outside) -> None:
    story = await _story(outside)
    await story.move(14)  # not told yet: the letter speaks of the time its reader knows
    await story.cancel()
    await story.settle()
    (mail,) = await story.mails()
    assert mail.subject == "Your visit is cancelled: City Medical"
    assert "Monday 1 March 2027, 10:00–10:30" in mail.body
    assert "Ill" not in mail.body  # the desk's reason is the desk's
    calendar: Any = vobject.readOne(mail.calendar)
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert calendar.vevent.sequence.value == "3"
    opened = await open_visit_link(story.token)
    assert (opened.visit.status, opened.may_change) == ("cancelled", False)


async def test_what_the_patient_did_meanwhile_leaves_nothing_to_tell(outside: Outside) -> None:
    story = await _story(outside)
    await story.move(14)
    with frozen(MORNING - timedelta(days=2)):
        await cancel_visit_by_link(story.token, version=2)
    await story.settle()
    assert [mail.subject.split(":")[0] for mail in await story.mails()] == [
        "Your visit is cancelled"
    ]


SETTINGS: dict[str, Any] = {
    **{"name": "City Medical", "currency": "USD", "idle_minutes": 15, "slot_minutes": 15},
    **{"one_visit_per_patient": True, "time_zone": "Europe/Berlin"},
}


async def _to_berlin(outside: Outside, keep: Keep, contact: str | None = None) -> Story:
    """Book, change the zone, and let it settle, all on the day before."""
    with frozen(MORNING - timedelta(days=1)):
        story = await _story(outside, contact)
        await perform(outside.clinic.owner, edit_clinic, **SETTINGS, keep=keep)
    await story.settle(timedelta(minutes=11) - timedelta(days=1))
    return story


@pytest.mark.parametrize(
    ("keep", "deed", "said", "sequence"),
    [
        ("instants", "moved", "16:00–16:30 (Europe/Berlin time)", "1"),
        ("walls", "entry", "10:00–10:30 (Europe/Berlin time)", "2"),
    ],
)
async def test_another_zone_is_told_where_the_time_or_the_entry_is_another(
    outside: Outside, keep: Keep, deed: str, said: str, sequence: str
) -> None:
    """Who knows the time by heart hears of another; whose calendar knows the moment gets a file."""
    story = await _to_berlin(outside, keep)
    (mail,) = await story.mails()
    assert said in mail.body
    before = "Before: Monday 1 March 2027, 10:00 (America/New York time)"
    assert (before in mail.body) == (deed == "moved")
    event: Any = vobject.readOne(mail.calendar).vevent
    visit = story.visit["appointment_id"]
    assert (event.uid.value, event.sequence.value) == (f"visit-{visit}@polyclinic", sequence)
    moved = timedelta(hours=6 if keep == "walls" else 0)
    assert event.dtstart.value == at(10) - moved
    assert [one.deed for one in await story.notices()] == ["booked", deed]


async def test_a_text_brings_no_calendar_entry(outside: Outside) -> None:
    story = await _to_berlin(outside, "walls", contact=f"+1212555{uuid4().int % 10_000:04}")
    assert await story.outcomes() == ["same"]


async def test_only_a_phone_is_told_in_a_line(outside: Outside) -> None:
    phone = f"+1212555{uuid4().int % 10_000:04}"
    story = await _story(outside, contact=phone)
    await story.move(14)
    await story.settle()
    async with transaction() as session:
        query = select(col(TextMessage.body)).where(col(TextMessage.recipient) == phone)
        bodies = (await session.execute(query)).scalars().all()
    (body,) = [one for one in bodies if "moved" in one]
    assert "your visit on Mon 1 Mar, 10:00 was moved to Mon 1 Mar, 14:00. http" in body


async def test_links_that_were_taken_back_do_not_come_by_mail(outside: Outside) -> None:
    story = await _story(outside)
    await perform(outside.clinic.reception, revoke_visit_links, **story.visit)
    await story.move(14)
    await story.settle()
    (mail,) = await story.mails()  # it was booked online, so it is told all the same
    assert "/visit/" not in mail.body


@pytest.mark.parametrize(
    ("email", "consent", "outcome"),
    [("", None, "no_contact"), ("given", False, "no_consent"), ("given", None, "told")],
)
async def test_everybody_means_who_can_be_reached_and_wants_to_be(
    clinic: Clinic, email: str, consent: bool | None, outcome: str
) -> None:
    desk, contact = await furnish(clinic), email and new_mail()
    await _tell(clinic, "everybody")
    patient = await perform(
        *(clinic.reception, register_patient),
        draft=PatientDraft(name="Ana Ruiz", email=contact),
        message_consent=consent,
    )
    visit = await book(clinic.reception, patient_id=patient, service_id=desk.service, start=at(10))
    story = Story(clinic, contact, {"appointment_id": visit.appointment_id}, "")
    await story.settle()
    assert [one.outcome for one in await story.notices()] == [outcome]


async def test_who_has_no_link_is_not_told_and_nobody_is_where_the_clinic_says_so(
    outside: Outside,
) -> None:
    desk = outside.desk
    visit = await book(
        outside.clinic.reception, patient_id=desk.patient, service_id=desk.service, start=at(9)
    )
    plain = Story(outside.clinic, "", {"appointment_id": visit.appointment_id}, "")
    await plain.move(15)
    assert await plain.notices() == []
    story = await _story(outside)
    await _tell(outside.clinic, "nobody")
    await story.move(14)
    await story.cancel()
    assert await story.outcomes() == []


async def test_what_is_past_is_not_told(outside: Outside) -> None:
    story = await _story(outside)
    await story.cancel()
    await story.settle(timedelta(days=1))
    assert (await story.mails(), await story.outcomes()) == ([], ["past"])


async def test_of_many_workers_one_tells(outside: Outside) -> None:
    story = await _story(outside)
    await story.move(14)
    home = outside.clinic.organization_id
    notice = NoticeId((await story.notices())[-1].id)

    async def tell() -> None:
        async with transaction(organization=home) as session:
            await tell_changes(session, await open_by_clock(session, home), notice_id=notice)

    with frozen(MORNING + timedelta(minutes=3)):
        await asyncio.gather(*(tell() for _ in range(20)))
    assert len(await story.mails()) == 1


async def test_several_visits_of_one_patient_are_one_letter(outside: Outside) -> None:
    contact = new_mail()
    story, other = await _story(outside, contact), None
    booked = await outside.book(outside.wish(contact=contact, start=at(15)))
    other = Story(outside.clinic, contact, {"appointment_id": booked.visit.appointment_id}, "")
    await story.move(14)
    await other.cancel()
    await story.settle()
    (mail,) = [one for one in await story.mails() if "visits" in one.subject]
    assert mail.subject == "2 of your visits have changed: City Medical"
    calendar: Any = vobject.readOne(mail.calendar)
    assert calendar.method.value == "PUBLISH"
    assert {event.status.value for event in calendar.vevent_list} == {"CONFIRMED", "CANCELLED"}


async def test_another_clinics_clock_finds_nothing(outside: Outside, other_clinic: Clinic) -> None:
    story = await _story(outside)
    await story.move(14)
    notice = (await story.notices())[-1].id
    with frozen(MORNING + timedelta(minutes=11)):
        await tell_when_settled(CONTEXT, str(other_clinic.organization_id), str(notice))
    assert await story.mails() == []


async def _tell(clinic: Clinic, whom: str) -> None:
    rules: dict[str, Any] = {"notice_minutes": 0, "ahead_days": 365, "hold_minutes": 10}
    await perform(clinic.owner, set_booking_rules, **rules, tells=whom)


async def test_the_desk_reads_what_was_told_and_may_leave_a_change_untold(
    outside: Outside, other_clinic: Clinic
) -> None:
    story = await _story(outside)

    async def lines() -> list[tuple[str, str]]:
        sheet = await look(outside.clinic.reception, get_appointment, **story.visit)
        return [(line.kind, line.words) for line in sheet.told]

    await story.move(14)
    assert await lines() == [
        ("waits", "Will be told at 7:02 what has changed by then."),
        ("sent", "A mail that it is booked is on its way."),
    ]
    with pytest.raises(NotFound):
        await perform(other_clinic.reception, leave_untold, **story.visit)
    with pytest.raises(NotAllowed):
        await perform(outside.clinic.team[Role.LAB], leave_untold, **story.visit)
    with frozen(MORNING + timedelta(minutes=1)):
        await perform(outside.clinic.reception, leave_untold, **story.visit)
    with pytest.raises(Conflict):
        await perform(outside.clinic.reception, leave_untold, **story.visit)
    await story.settle()
    assert await story.mails() == []
    await story.move(15)
    await story.settle()
    (mail,) = await story.mails()
    await deliver_mail(FIRST_TRY, str(mail.id), str(outside.clinic.organization_id))
    (kind, words), *_ = await lines()
    assert (kind, words) == ("sent", "Told by mail that it was moved, 1 Mar 2027, 7:00.")
    assert "left out by the desk" in (await lines())[1][1]
