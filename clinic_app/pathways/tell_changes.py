"""Tell a patient what staff changed, once it has settled: one message for all of it."""

from dataclasses import replace
from uuid import UUID

from procrastinate import JobContext
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.transaction import retrying, transaction
from clinic_app.jobs.queue import defer, job
from clinic_app.kit.clock import now
from clinic_app.kit.ids import NoticeId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.pathways.clinic_clock import open_by_clock
from clinic_app.pathways.contacts import Contact
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.pathways.patient_words import Told
from clinic_app.pathways.tell_patient import send_told
from clinic_app.people.patients.get_contact import Reach, get_contact
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.telling.end_notice import end_notice
from clinic_app.scheduling.telling.note_change import TELL_CHANGE
from clinic_app.scheduling.telling.notice_rules import deed_between, is_past
from clinic_app.scheduling.telling.waiting_notices import Waiting, lock_waiting


@job(TELL_CHANGE)
async def tell_when_settled(context: JobContext, organization_id: str, notice_id: str) -> None:
    """Tell what waits for a notice's patient."""
    del context
    home, notice = UUID(organization_id), NoticeId(UUID(notice_id))

    async def once() -> None:
        async with transaction(organization=home) as session:
            await tell_changes(session, await open_by_clock(session, home), notice_id=notice)

    await retrying(once)


async def tell_changes(session: AsyncSession, clinic: OpenClinic, *, notice_id: NoticeId) -> None:
    """Send one message about all that waits for the patient, or come back when it has settled.

    The visits are locked, so that what is told is what stands, and it is told once: another
    turn finds nothing that waits.
    """
    waiting = await lock_waiting(session, clinic.actor, notice_id=notice_id)
    due = max((one.due_at for one in waiting), default=now())
    if due > now():
        home = str(clinic.actor.organization_id)
        await defer(session, TELL_CHANGE, at=due, organization_id=home, notice_id=str(notice_id))
        return
    to_tell = [one for one in waiting if not await _said_by_itself(session, clinic, one)]
    if to_tell:
        await _tell(session, clinic, to_tell)
    await announce(session, clinic.actor.organization_id, Topic.MESSAGES)


async def _said_by_itself(session: AsyncSession, clinic: OpenClinic, one: Waiting) -> bool:
    """End what needs no words: it came to the same, or is past."""
    deed = deed_between(one.before, one.after)
    if not deed:
        outcome = "same"
    elif is_past(deed, one.before, one.after, moment=now()):
        outcome = "past"
    else:
        return False
    await end_notice(session, clinic.actor, notice_id=one.id, outcome=outcome, deed=deed)
    return True


async def _tell(session: AsyncSession, clinic: OpenClinic, waiting: list[Waiting]) -> None:
    actor = clinic.actor
    reach = await get_contact(session, actor, patient_id=waiting[0].visit.patient_id)
    outcome = _why_not(reach)
    if outcome:
        for one in waiting:
            deed = deed_between(one.before, one.after)
            await end_notice(session, actor, notice_id=one.id, outcome=outcome, deed=deed)
        return
    contact = Contact(email=reach.email) if reach.email else Contact(phone=reach.phone)
    if not reach.email:  # a text brings no calendar entry
        waiting = [one for one in waiting if not await _is_entry_alone(session, clinic, one)]
        if not waiting:
            return
    every = [await _told(session, clinic, one) for one in waiting]
    sent = await send_told(session, clinic, contact, *every)
    for one, told in zip(waiting, every, strict=True):
        await end_notice(
            *(session, actor),
            notice_id=one.id,
            outcome="told",
            deed=told.deed,
            channel=sent.channel,
            message_id=sent.message_id,
        )


async def _is_entry_alone(session: AsyncSession, clinic: OpenClinic, one: Waiting) -> bool:
    """End what concerns nothing but the entry in a calendar."""
    if deed_between(one.before, one.after) != "entry":
        return False
    await end_notice(session, clinic.actor, notice_id=one.id, outcome="same", deed="entry")
    return True


def _why_not(reach: Reach) -> str:
    if not reach.email and not reach.phone:
        return "no_contact"
    return "" if reach.agrees else "no_consent"


async def _told(session: AsyncSession, clinic: OpenClinic, one: Waiting) -> Told:
    """Return the words' facts; every message has a link of its own, since none is kept."""
    deed, visit = deed_between(one.before, one.after), one.visit
    if deed == "cancelled" and one.before:  # as its patient knows it
        visit = replace(visit, start=one.before.start, end=one.before.end)
    key, actor = visit.appointment_id, clinic.actor
    token = await make_visit_link(session, actor, appointment_id=key) if one.may_link else ""
    arrival = await check_in_link(session, actor, appointment_id=key) if deed == "booked" else ""
    was = one.before.start if deed == "moved" and one.before else None
    known_by = one.before.zone if one.before and one.before.zone != actor.time_zone else ""
    return Told(visit, token, deed, check_in=arrival, was=was, was_zone=known_by)
