"""Visits that an absence hits, as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from clinic_app.scheduling.wall_words import clock, short_day

SHOWN = 6  # in a question; the page that helps to move them has them all


@dataclass(frozen=True, slots=True)
class HitLine:
    """One visit or session: when, whose, with whom, and why they will not be there."""

    id: str  # of the visit and who will not be there: both of a team may be away
    visit_id: str
    practitioner_id: str
    assists: bool  # the practitioner
    when: str  # “Mon 1 Mar, 9:15”
    patient: str
    detail: str  # “Check-up · Dr. Lin Zhao”
    why: str
    version: int
    here: str = ""  # “waiting here since 9:05”
    comes: int = 0  # how many come to a session; 0 for a visit


def hit_line(visit: MisplacedVisit) -> HitLine:
    """Return a visit in words."""
    start = datetime.fromisoformat(visit.start)
    who = f"{visit.practitioner}{' assists' if visit.assists else ''}"
    return HitLine(
        id=f"{visit.id}/{visit.practitioner_id}",
        visit_id=visit.id,
        practitioner_id=visit.practitioner_id,
        assists=visit.assists,
        when=f"{short_day(start.date())}, {clock(start)}",
        patient=visit.patient,
        detail=" · ".join(filter(None, (visit.service, _coming(visit.comes), who))),
        why=visit.why,
        version=visit.version,
        here=_here(visit),
        comes=visit.comes,
    )


def _coming(many: int) -> str:
    return f"group, {many} come{'s' * (many == 1)}" if many else ""


def _here(visit: MisplacedVisit) -> str:
    if not visit.since:
        return ""
    since = clock(datetime.fromisoformat(visit.since))
    return f"in visit since {since}" if visit.inside else f"waiting here since {since}"


def hit_lines(visits: Sequence[MisplacedVisit]) -> list[HitLine]:
    """Return the first visits in words, as many as a question shows."""
    return [hit_line(visit) for visit in visits[:SHOWN]]


def many_words(comes: Iterable[int]) -> str:
    """Return “3 visits and 1 group”. comes: how many come to each, 0 for a visit."""
    each = [bool(many) for many in comes]
    counts = ((each.count(False), "visit"), (each.count(True), "group"))
    words = [f"{many} {word}{'s' * (many > 1)}" for many, word in counts if many]
    return " and ".join(words) or "no visits"


def hit_words(visits: Sequence[MisplacedVisit]) -> str:
    """Return the sentence over them."""
    those = f"{many_words(one.comes for one in visits)} {'is' if len(visits) == 1 else 'are'}"
    shown = f" The first {SHOWN}:" if len(visits) > SHOWN else ""
    return (
        f"{those} booked then. They stay where they are until you move them;"
        f" the next page helps with that.{shown}"
    )
