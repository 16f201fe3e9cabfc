"""Visits that an absence hits, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from clinic_app.scheduling.wall_words import clock, short_day

SHOWN = 6  # in a question; the page that helps to move them has them all


@dataclass(frozen=True, slots=True)
class HitLine:
    """One visit: when, whose, what for, with whom, and why they will not be there."""

    id: str  # of the visit and who will not be there: both of a team may be away
    visit_id: str
    practitioner_id: str
    assists: bool  # the practitioner
    when: str  # “Mon 1 Mar, 9:15”
    patient: str
    detail: str  # “Check-up · Dr. Lin Zhao”
    why: str
    version: int
    waiting: str = ""  # “waiting here since 9:05”


def hit_line(visit: MisplacedVisit) -> HitLine:
    """Return a visit in words."""
    start = datetime.fromisoformat(visit.start)
    return HitLine(
        id=f"{visit.id}/{visit.practitioner_id}",
        visit_id=visit.id,
        practitioner_id=visit.practitioner_id,
        assists=visit.assists,
        when=f"{short_day(start.date())}, {clock(start)}",
        patient=visit.patient,
        detail=f"{visit.service} · {visit.practitioner}{' assists' if visit.assists else ''}",
        why=visit.why,
        version=visit.version,
        waiting=_waiting(visit.waits),
    )


def _waiting(since: str) -> str:
    return f"waiting here since {clock(datetime.fromisoformat(since))}" if since else ""


def hit_lines(visits: Iterable[MisplacedVisit]) -> list[HitLine]:
    """Return the first visits in words, as many as a question shows."""
    return [hit_line(visit) for visit in list(visits)[:SHOWN]]


def hit_words(count: int) -> str:
    """Return the sentence over them."""
    those = "1 visit is" if count == 1 else f"{count} visits are"
    shown = f" The first {SHOWN}:" if count > SHOWN else ""
    return (
        f"{those} booked then. They stay where they are until you move them;"
        f" the next page helps with that.{shown}"
    )
