"""From a visit's private link to its check-in."""

from datetime import datetime

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId
from clinic_app.pathways.open_visit_link import OpenVisit, hold_visit_link
from clinic_app.scheduling.desk.open_check_in import open_check_in
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.visit.check_in_rules import is_open, opens_at


def visit_due(opened: OpenVisit, moment: datetime) -> AppointmentId | None:
    """Return for which visit they can check in now: the link's own, or one of its coming."""
    visit, zone = opened.visit, opened.clinic.actor.time_zone
    if is_open(visit.status, visit.start, visit.end, moment, zone):
        return visit.appointment_id
    if visit.status not in MOVABLE:
        return None
    return next(
        (x.visit_id for x in opened.coming if is_open(Status.BOOKED, x.start, x.end, moment, zone)),
        None,
    )


def check_in_opens(opened: OpenVisit, moment: datetime) -> datetime | None:
    """Return from when on they can check in; None where that is not to come."""
    if opened.visit.status not in MOVABLE:
        return None
    starts = (opened.visit.start, *(one.start for one in opened.coming))
    opens = (opens_at(start, opened.clinic.actor.time_zone) for start in starts)
    return min((one for one in opens if one > moment), default=None)


async def check_in_by_visit_link(token: str) -> None:
    """Let the link's token check in. Raises NotFound, or Conflict when it is not the time."""

    async def once() -> None:
        async with transaction() as session:
            opened = await hold_visit_link(session, token)
            due = visit_due(opened, now())
            if due is None:
                raise Conflict("Checking in works from two hours before the visit until it ends.")
            await open_check_in(session, opened.clinic.actor, appointment_id=due, token=token)

    await retrying(once)
