"""Who could take the visits that must be moved, each at its own time: before anybody is moved."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.to_move.move_choices import MoveChoice, MoveChoices, move_choices

MOST = 100
NOBODY = "Nobody else is free at that time."


async def find_others(
    session: AsyncSession,
    actor: Actor,
    *,
    missing: Sequence[tuple[AppointmentId, PractitionerId]],
) -> tuple[MoveChoice | None, ...]:
    """Return for up to 100 visits who could take each, nobody twice at one time.

    missing: the visits, and who of each will not be there. A promise to nobody: rooms and devices
    are looked at for each visit by itself.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    given: defaultdict[PractitionerId, list[MoveChoices]] = defaultdict(list)
    found: list[MoveChoice | None] = []
    for appointment_id, gone in missing[:MOST]:
        try:
            visit = await move_choices(
                session, actor, appointment_id=appointment_id, instead_of=gone, nearest=False
            )
        except ClinicError:
            found.append(None)
            continue
        free = (
            one
            for one in visit.others
            if not any(each.stands.meets(visit.stands) for each in given[one.practitioner_id])
        )
        choice = next(free, None)
        if choice is not None:
            given[choice.practitioner_id].append(visit)
        found.append(choice)
    return tuple(found)
