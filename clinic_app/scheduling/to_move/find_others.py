"""Who could take the visits that must be moved, each at its own time: before anybody is moved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.to_move.move_choices import MoveChoice, MoveChoices, move_choices

MOST = 100
NOBODY = "Nobody else is free at that time."
NOBODY_TODAY = "Nobody else is free any more today."


async def find_others(
    session: AsyncSession,
    actor: Actor,
    *,
    missing: Sequence[tuple[AppointmentId, PractitionerId]],
) -> tuple[MoveChoice | str, ...]:
    """Return for up to 100 visits who could take each, nobody twice at one time; or why nobody.

    missing: the visits, and who of each will not be there. A promise to nobody: rooms and devices
    are looked at for each visit by itself.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    given: defaultdict[PractitionerId, list[_Span]] = defaultdict(list)
    found: list[MoveChoice | str] = []
    for appointment_id, gone in missing[:MOST]:
        try:
            visit = await move_choices(
                session, actor, appointment_id=appointment_id, instead_of=gone, nearest=False
            )
        except ClinicError as refusal:
            found.append(refusal.message)
            continue
        choice = next((one for one in visit.without_asking if _is_left(given, one, visit)), None)
        if choice is not None:
            given[choice.practitioner_id].append((choice.start, choice.start + visit.lasts))
        found.append(choice or why_nobody(visit))
    return tuple(found)


def why_nobody(visit: MoveChoices) -> str:
    """Return why a visit stays where it is."""
    return NOBODY_TODAY if visit.is_here else NOBODY


_Span = tuple[datetime, datetime]


def _is_left(
    given: Mapping[PractitionerId, Sequence[_Span]], choice: MoveChoice, visit: MoveChoices
) -> bool:
    ends = choice.start + visit.lasts
    spans = given.get(choice.practitioner_id, ())
    return not any(choice.start < over and begins < ends for begins, over in spans)
