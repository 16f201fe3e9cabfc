"""What the waiting list hands out, ready to read. Ids are text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who waits, and the offer they have not answered yet, if any."""

    id: str
    patient_id: str
    patient: str
    phone: str
    reached_by: str  # mail, text, or "" where somebody has to call
    service_id: str
    service: str
    colour: str
    practitioner_ids: tuple[str, ...]  # none: anybody
    practitioners: str
    when: str  # Mon 9:00–12:00
    until: str  # ISO date, or ""
    until_words: str
    note: str
    priority: int
    priority_name: str
    since: str  # 12 Jan 2027
    offer_id: str
    offered: str  # Tue 12 Jan, 10:00, Dr. Zhao
    answer_by: str  # 10:42
    windows: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer: to whom, what, how it went, and when."""

    id: str
    patient_id: str
    patient: str
    what: str  # Tue 12 Jan, 10:00 · Check-up, Dr. Zhao
    sent: str  # 9 Jan 2027, 9:12 by mail
    state: str
    state_words: str
    answered: str


@dataclass(frozen=True, slots=True)
class SuggestedTime:
    """A free time that could be offered."""

    start: str  # an instant
    practitioner_id: str
    day: str  # Tue 12 Jan
    time: str  # 10:00
    practitioner: str
    suits: bool  # it lies in the windows they named


@dataclass(frozen=True, slots=True)
class KeptWaitingRules:
    """How freed times are offered."""

    answer_minutes: int
    by_itself: bool
