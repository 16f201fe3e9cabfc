"""Have patients told that the clinic goes by another clock, as far as it concerns them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.outsiders import ONLINE
from clinic_app.access.permissions import Permission, require
from clinic_app.jobs.queue import defer
from clinic_app.kit.clock import now
from clinic_app.scheduling.telling.note_change import TELL_CHANGE
from clinic_app.scheduling.telling.notice_rules import SETTLES

# Those of whom a change waits already are known by the old zone; the first of a patient's tells
# all of them. Where both zones' clocks agree, nothing changes.
_NOTE = text("""
    WITH noted AS (
        INSERT INTO patient_notice (organization_id, id, created_at, appointment_id, was_status,
            was_starts_at, was_ends_at, was_practitioner_id, was_zone, due_at, outcome, deed,
            channel)
        SELECT a.organization_id, gen_random_uuid(), :now, a.id, a.status, a.starts_at, a.ends_at,
            a.practitioner_id, :old, :due, '', '', ''
        FROM appointment a
        CROSS JOIN (SELECT coalesce((SELECT tells FROM booking_rules
            WHERE organization_id = :organization), 'linked') AS tells) rules
        WHERE a.organization_id = :organization AND a.starts_at > :now
            AND a.status IN ('booked', 'confirmed')
            AND a.starts_at AT TIME ZONE :old <> a.starts_at AT TIME ZONE :new
            AND (rules.tells = 'everybody' OR rules.tells = 'linked' AND (
                a.created_by = :online OR EXISTS (SELECT FROM visit_link l
                    WHERE l.organization_id = a.organization_id AND l.appointment_id = a.id
                        AND l.revoked_at IS NULL)))
        ON CONFLICT (organization_id, appointment_id) WHERE ended_at IS NULL DO NOTHING
        RETURNING id, appointment_id)
    SELECT DISTINCT ON (a.patient_id) noted.id
    FROM noted JOIN appointment a
        ON a.organization_id = :organization AND a.id = noted.appointment_id
    ORDER BY a.patient_id
""")


async def note_zone(session: AsyncSession, actor: Actor, *, old: str, new: str) -> None:
    """Keep how the patients of visits to come know them, before the zone or the visits change.

    Where moments are kept, the time they were told is another by the new clock; where wall times
    are, only the entry in their calendar is. The notices' job finds out which.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    due = now() + SETTLES
    home = str(actor.organization_id)
    values = {"organization": actor.organization_id, "now": now(), "due": due, "online": ONLINE}
    for notice_id in (await session.execute(_NOTE, values | {"old": old, "new": new})).scalars():
        await defer(*(session, TELL_CHANGE), at=due, organization_id=home, notice_id=str(notice_id))
