"""A group's session as one block of the calendar: its seats in place of a name. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clinic_app.scheduling.calendar.calendar_rows import VisitBlock
from clinic_app.scheduling.groups.group_rows import group_version
from clinic_app.scheduling.states import MOVABLE, RELEASED, Status

_GROUP = "group:"

_HERE = (Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED)


def in_blocks(visits: Iterable[VisitBlock]) -> list[VisitBlock]:
    """Return the visits in their order, those of one session as one, where its first stood."""
    groups: dict[str, list[VisitBlock]] = {}
    for visit in visits:
        groups.setdefault(visit.group_id or visit.id, []).append(visit)
    return [_block(those) if those[0].group_id else those[0] for those in groups.values()]


def _block(visits: Sequence[VisitBlock]) -> VisitBlock:
    """Return what stands for a session; for one that nobody comes to any more, called off."""
    coming = [visit for visit in visits if visit.status not in RELEASED]
    here = sum(visit.status in _HERE for visit in coming)
    return replace(
        (coming or visits)[0],
        id=f"{_GROUP}{visits[0].group_id}",
        patient=visits[0].service,
        service=f"{len(coming)} of {visits[0].seats} seats",
        status=_status(coming),
        arrived=f"{here} of {len(coming)} here" if here else "",
        first_visit=False,
        repeats=False,
        has_note=any(visit.has_note for visit in coming),
        version=group_version((visit.id, visit.version) for visit in coming),
        many=len(coming),
    )


def _status(coming: Sequence[VisitBlock]) -> str:
    """Return the state of a session: of its visits, the one that says most of it."""
    states = {Status(visit.status) for visit in coming}
    if not states:
        return Status.CANCELLED
    if states == {Status.COMPLETED}:
        return Status.COMPLETED
    if Status.IN_VISIT in states or Status.COMPLETED in states:
        return Status.IN_VISIT
    if states <= MOVABLE:
        return Status.BOOKED
    return Status.CHECKED_IN


def group_of_block(block_id: str) -> str:
    """Return the session that a block stands for, "" for a single visit's."""
    whole = block_id.partition("@")[0]  # of a device's column
    return whole.removeprefix(_GROUP) if whole.startswith(_GROUP) else ""
