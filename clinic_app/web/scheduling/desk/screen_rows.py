"""The waiting room's screen: tickets and where they are called to. No name ever gets here."""

from dataclasses import dataclass

from clinic_app.scheduling.desk.queue_rows import QueueView, QueueVisit
from clinic_app.scheduling.states import Status

_MOST_CALLED = 6
_MOST_WAITING = 24


@dataclass(frozen=True)
class CalledTicket:
    """Somebody who is asked in."""

    ticket: str
    where: str  # the room, or with whom where there is none


@dataclass(frozen=True)
class ScreenSheet:
    """All that the screen shows."""

    called: tuple[CalledTicket, ...] = ()  # newest first
    waiting: tuple[str, ...] = ()  # in the order of arrival
    more: int = 0  # who wait beside those


def screen_of(view: QueueView) -> ScreenSheet:
    """Return what a waiting room may see of a queue."""
    with_ticket = [visit for visit in view.visits if visit.ticket]
    called = [visit for visit in with_ticket if visit.status == Status.IN_VISIT]
    waiting = [visit for visit in with_ticket if visit.status == Status.CHECKED_IN]
    called.sort(key=lambda visit: -visit.called)
    waiting.sort(key=lambda visit: visit.arrived)
    # The services of one coming share a ticket: whoever is called in waits for no other.
    inside = {visit.ticket for visit in called}
    tickets = [*dict.fromkeys(visit.ticket for visit in waiting if visit.ticket not in inside)]
    return ScreenSheet(
        called=tuple(_called(visit) for visit in called[:_MOST_CALLED]),
        waiting=tuple(tickets[:_MOST_WAITING]),
        more=max(0, len(tickets) - _MOST_WAITING),
    )


def _called(visit: QueueVisit) -> CalledTicket:
    return CalledTicket(visit.ticket, visit.room or visit.practitioner)
