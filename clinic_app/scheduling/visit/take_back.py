"""A wrong click on a coming is taken back as it was made: for all of its services at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.last_step_sql import LAST_STEP
from clinic_app.scheduling.visit.step_back import step_back

_DEEDS = {visit: LAST_STEP.format(what="deed_id", visit=visit) for visit in "ov"}

# The services that the same deed brought to where this visit stands, and that still stand there.
_TOGETHER = text(f"""
    SELECT o.id, s.name AS service
    FROM appointment v
    JOIN appointment o ON o.organization_id = v.organization_id
        AND o.visit_group_id = v.visit_group_id AND o.id <> v.id AND o.status = v.status
    JOIN service s ON s.organization_id = o.organization_id AND s.id = o.service_id
    WHERE v.organization_id = :organization AND v.id = :visit
        AND {_DEEDS["o"]} = {_DEEDS["v"]}
    ORDER BY o.starts_at, o.id
""")  # noqa: S608  # put together from the constant above; all values are bound


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Where the visit stands again, how many did, and which could not, each with why."""

    to: Status
    visits: int
    refused: tuple[str, ...]


async def take_back(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
    step: Status | None = None,
) -> TakenBack:
    """Take a visit's last step back, and with it what the same deed did to its coming.

    Raises as `step_back` does for the visit itself; of the others each goes back that can.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    others: Any = (await session.execute(_TOGETHER, values)).all()
    to = await step_back(session, actor, appointment_id=appointment_id, version=version, step=step)
    refused: list[str] = []
    for other in others:
        try:
            async with session.begin_nested():
                await step_back(session, actor, appointment_id=AppointmentId(other.id))
        except ClinicError as refusal:
            refused.append(f"{other.service}: {refusal.message}")
    return TakenBack(to, 1 + len(others) - len(refused), tuple(refused))
