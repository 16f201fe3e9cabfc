"""A coming of several services on the queue board: where its patient is, and goes next. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clinic_app.scheduling.coming.inside_elsewhere import inside_words
from clinic_app.scheduling.desk.queue_rows import QueueVisit
from clinic_app.scheduling.states import MOVABLE, Status

_TO_COME = MOVABLE | {Status.CHECKED_IN}


def with_ways(visits: Iterable[QueueVisit]) -> tuple[QueueVisit, ...]:
    """Return a day's visits, those of a coming with what its other services mean for each."""
    visits = tuple(visits)
    comings: defaultdict[str, list[QueueVisit]] = defaultdict(list)
    for visit in visits:
        if visit.coming:
            comings[visit.coming].append(visit)
    return tuple(
        _with_way(visit, comings[visit.coming]) if visit.coming else visit for visit in visits
    )


def _with_way(visit: QueueVisit, coming: Sequence[QueueVisit]) -> QueueVisit:
    """coming: by the start, as the whole day is."""
    inside = next((one for one in coming if one.status == Status.IN_VISIT), None)
    to_come = [one for one in coming if one.status in _TO_COME]
    if visit.status == Status.CHECKED_IN:
        free = max(visit.arrived, *(one.done for one in coming))
        away = inside is not None and not _at_once(visit, inside)
        where = _elsewhere(visit, inside, to_come[0])
        return replace(visit, waits=free, elsewhere=where, inside=away)
    if visit is inside:
        return replace(visit, goes_to=_place(to_come[0]) if to_come else "")
    done = [one for one in coming if one.status == Status.COMPLETED]
    if done and visit is done[-1]:
        goes = [*([inside] if inside else []), *to_come]
        return replace(visit, goes_to=_place(goes[0]) if goes else "")
    return visit


def _elsewhere(visit: QueueVisit, inside: QueueVisit | None, first: QueueVisit) -> str:
    """Say with whom somebody is who is here and not yet due; "" for who waits for this."""
    if inside is not None:
        return inside_words(inside.practitioner, inside.room)
    return "" if first is visit else f"first {first.service}, {first.practitioner}"


def _at_once(one: QueueVisit, other: QueueVisit) -> bool:
    """Tell whether two services were booked for one time: a joint consultation."""
    return one.starts < other.ends and other.starts < one.ends


def _place(visit: QueueVisit) -> str:
    """Return “10:30 ECG, Nina Park, Room 2”."""
    return ", ".join(
        filter(None, (f"{visit.time} {visit.service}", visit.practitioner, visit.room))
    )
