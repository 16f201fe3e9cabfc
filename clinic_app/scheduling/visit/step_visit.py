"""One step of a visit from state to state: what all the verbs of the desk have in common."""

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.asking import send_later
from clinic_app.database.scoped import find
from clinic_app.database.statement import Statement
from clinic_app.kit.clock import now
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_of
from clinic_app.scheduling.desk.give_ticket import give_ticket
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.groups.seats import give_up
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.states import RELEASED, STATUS_NAMES, Status, may_move
from clinic_app.scheduling.telling.note_change import note_change, stand_of
from clinic_app.scheduling.visit.visit_event import visit_event
from clinic_app.scheduling.waiting.free_time import free_time

_LOCK_ALL = """
    SELECT id FROM appointment
    WHERE organization_id = :organization AND {whose} = (
        SELECT {whose} FROM appointment
        WHERE organization_id = :organization AND id = :visit)
    ORDER BY id FOR UPDATE
"""
_LOCK_COMING = Statement(_LOCK_ALL.format(whose="visit_group_id"))
_LOCK_SERIES = Statement(_LOCK_ALL.format(whose="series_id"))


async def lock_visit(
    session: AsyncSession,
    actor: Actor,
    appointment_id: AppointmentId,
    version: int | None,
    *,
    scope: Scope = Scope.COMING,
) -> Appointment:
    """Return a visit of the actor's clinic, locked until the transaction ends.

    Its whole coming is locked with it, by id, or its series for a deed on more of that: two who
    begin at different visits of it cannot wait for each other. version: what the person saw;
    None for whatever stands. Raises NotFound or ChangedMeanwhile.
    """
    values = {"organization": actor.organization_id, "visit": appointment_id}
    lock = _LOCK_SERIES if scope in {Scope.FOLLOWING, Scope.ALL} else _LOCK_COMING
    await send_later(session, lock, values)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit", lock=True)
    if version is not None and visit.version != version:
        raise ChangedMeanwhile("Somebody just changed this visit. Please look again.")
    return visit


def check_move(visit: Appointment, to: Status) -> None:
    """Raise IllegalMove unless the visit's state allows the step."""
    status = Status(visit.status)
    if status == to:
        raise IllegalMove(f"This visit is already marked “{STATUS_NAMES[to]}”.")
    if not may_move(status, to):
        raise IllegalMove(
            f"A visit marked “{STATUS_NAMES[status]}” cannot become “{STATUS_NAMES[to]}”."
        )


async def step_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    to: Status,
    reason: str = "",
    tag: Tag = Tag.APPOINTMENT_STATUS,
    deed_id: UUID | None = None,
) -> Appointment:
    """Bring a visit to another state: one row of history, one of audit, one announcement.

    deed_id: shared by the steps that one deed takes for the services of a coming.
    The row is locked first and its state compared, so of two clicks the second is refused.
    """
    visit = await find(session, actor, Appointment, appointment_id, what="The visit", lock=True)
    check_move(visit, to)  # before the version: "already done" says more than "changed"
    if version is not None and visit.version != version:
        raise ChangedMeanwhile("Somebody just changed this visit. Please look again.")
    if to in RELEASED:
        await free_what_it_takes(session, actor, visit)
    await write_step(session, actor, visit, to, reason=reason, tag=tag, deed_id=deed_id)
    return visit


async def free_what_it_takes(session: AsyncSession, actor: Actor, visit: Appointment) -> None:
    """Give back a locked visit's time, and have it offered to who waits for it."""
    await give_up(session, actor, visit.id)
    for who in (visit.practitioner_id, *await assistants_of(session, actor, visit.id)):
        await free_time(
            *(session, actor),
            practitioner_id=who,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
        )


async def write_step(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    to: Status,
    *,
    reason: str = "",
    tag: Tag = Tag.APPOINTMENT_STATUS,
    kind: Literal["status", "undone"] = "status",
    deed_id: UUID | None = None,
) -> None:
    """Write down a step that was found legal, or (undone) that the last one was taken back."""
    if Status.CANCELLED in {visit.status, to}:
        await note_change(session, actor, visit, stand_of(visit))
    before, visit.status = visit.status, to
    visit.version += 1
    visit.updated_at = now()
    session.add(
        visit_event(
            *(actor, visit.id, kind),
            from_status=before,
            to_status=to,
            reason=reason,
            deed_id=deed_id,
        )
    )
    if to == Status.CHECKED_IN and kind == "status":
        await give_ticket(session, actor, visit.id)
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        session,
        actor,
        tag,
        subject_id=visit.id,
        patient_id=visit.patient_id,
        from_status=before,
        to_status=to,
        **({"undone": True} if kind == "undone" else {}),
    )
