"""Keep that a visit's patient is to be told of a change, and have it told a little later."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import ONLINE
from clinic_app.jobs.queue import defer
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.telling.notice_rules import AT_MOST, SETTLES, Stand

TELL_CHANGE = "tell-change"

# One statement, and none of the rest where nobody is to be told.
_NOTE = text("""
    INSERT INTO patient_notice AS n (organization_id, id, created_at, appointment_id, was_status,
        was_starts_at, was_ends_at, was_practitioner_id, was_zone, due_at, outcome, deed, channel)
    SELECT :organization, :id, :now, :visit, :status, :starts, :ends, :practitioner, :zone, :due,
        '', '', ''
    FROM (SELECT coalesce((SELECT tells FROM booking_rules
            WHERE organization_id = :organization), 'linked') AS tells) rules
    WHERE rules.tells = 'everybody' OR rules.tells = 'linked' AND (:online OR EXISTS (
        SELECT FROM visit_link l
        WHERE l.organization_id = :organization AND l.appointment_id = :visit
            AND l.revoked_at IS NULL))
    ON CONFLICT (organization_id, appointment_id) WHERE ended_at IS NULL
        DO UPDATE SET due_at = least(excluded.due_at, n.created_at + :at_most)
    RETURNING n.id
""")


def stand_of(visit: Appointment) -> Stand:
    """Return how a visit stands, to be kept before it changes."""
    return Stand(visit.status, visit.starts_at, visit.ends_at, visit.practitioner_id)


async def note_change(
    session: AsyncSession, actor: Actor, visit: Appointment, before: Stand | None
) -> None:
    """Have the patient told, as far as the clinic's rules want it; further changes join this one.

    before: how it stood, None for a new visit. Part of a verb that was allowed to change it:
    asks for no permission of its own. Who acts as the patient, online, is told there and then.
    """
    if actor.kind == Kind.PATIENT:
        return
    key, due = new_uuid(), now() + SETTLES
    values = {
        "organization": actor.organization_id,
        "id": key,
        "now": now(),
        "visit": visit.id,
        "status": before.status if before else "",
        "starts": before and before.start,
        "ends": before and before.end,
        "practitioner": before and before.practitioner_id,
        "zone": actor.time_zone,
        "due": due,
        "online": visit.created_by == ONLINE,
        "at_most": AT_MOST,
    }
    kept = (await session.execute(_NOTE, values)).scalar_one_or_none()
    if kept == key:
        await defer(
            *(session, TELL_CHANGE),
            at=due,
            organization_id=str(actor.organization_id),
            notice_id=str(key),
        )
