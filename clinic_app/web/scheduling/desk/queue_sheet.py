"""The queue as pixels take it, made once per change for all open screens of a process."""

import logging
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.live.topics import Topic
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.desk.queue_rows import QueueView, QueueVisit
from clinic_app.scheduling.desk.queue_rules import COLUMNS, column_of
from clinic_app.scheduling.states import LEGAL_MOVES, Status
from clinic_app.web.react.queue_board import QueueCard, QueueColumn, QueueStep
from clinic_app.web.scheduling.calendar.calendar_sheet import shared
from clinic_app.web.scheduling.desk.screen_rows import ScreenSheet, screen_of

log = logging.getLogger(__name__)

# What a queue shows: visits and their states, who and where, and the patients' names.
TOPICS = (Topic.CALENDAR, Topic.SCHEDULE, Topic.PATIENTS, Topic.ORGANIZATION)

QUEUE_COLUMNS = [QueueColumn(state, title) for state, title in COLUMNS]

_WORDS = {
    Status.CHECKED_IN: "Check in",
    Status.IN_VISIT: "Call in",
    Status.COMPLETED: "Complete",
    Status.NO_SHOW: "No-show",
}


@dataclass(frozen=True)
class QueueSheet:
    """Today's queue, ready for the board and the waiting room. Shared: never changed."""

    cards: tuple[QueueCard, ...]
    people_of: dict[str, tuple[str, ...]]  # by the visit's id: who gives it, and who assists
    practitioners: tuple[tuple[str, str], ...]
    screen: ScreenSheet

    def cards_of(self, practitioner_id: str) -> list[QueueCard]:
        """Return the cards of those in which somebody takes part; "" for everybody's."""
        if not practitioner_id:
            return [*self.cards]
        return [
            replace(card, assists=self.people_of[card.id][0] != practitioner_id)
            for card in self.cards
            if practitioner_id in self.people_of[card.id]
        ]


async def load_queue_sheet(actor: Actor, *, fresh: bool = False) -> QueueSheet | None:
    """Return today's queue, from another screen's load where nothing has changed since.

    None when it could not be loaded. Nothing in it depends on the member.
    fresh: ask again in any case, after a deed of one's own.
    """
    require(actor, Permission.APPOINTMENT_READ)

    async def load() -> QueueSheet:
        return _sheet(await look(actor, load_queue))

    key = ("queue", to_wall(now(), actor.time_zone).date(), actor.time_zone)
    try:
        return await shared.load(actor.organization_id, TOPICS, key, load, fresh=fresh)
    except (SQLAlchemyError, OSError) as error:
        # Danger: the error's text can hold what was asked for, names included.
        log.error("the queue could not be loaded (%s)", type(error).__name__)
        return None


def _sheet(view: QueueView) -> QueueSheet:
    return QueueSheet(
        cards=tuple(_card(visit) for visit in sorted(view.visits, key=_place)),
        people_of={one.id: tuple(who for who, _ in one.people) for one in view.visits},
        practitioners=view.practitioners,
        screen=screen_of(view),
    )


def _place(visit: QueueVisit) -> tuple[int, int]:
    """Who waits longest stands first; of what is over, the latest."""
    over = visit.status in {Status.COMPLETED, Status.NO_SHOW}
    return (-visit.starts if over else _since(visit), visit.starts)


def _since(visit: QueueVisit) -> int:
    return visit.called or visit.waits or visit.starts


def _card(visit: QueueVisit) -> QueueCard:
    names = ", ".join(name for _, name in visit.assistants)
    return QueueCard(
        id=visit.id,
        column=column_of(visit.status),
        ticket=visit.ticket,
        name=visit.patient,
        time=visit.time,
        practitioner=" with ".join(filter(None, (visit.practitioner, names))),
        service=visit.service,
        tint=visit.colour,
        room=visit.room,
        starts=visit.starts,
        since=_since(visit),
        first=visit.first_visit,
        misses=visit.attendance.words if visit.attendance.often_misses else "",
        steps=_steps(visit),
        back=column_of(visit.back) if visit.back else "",
        elsewhere=visit.elsewhere,
        goes_to=visit.goes_to,
    )


def _steps(visit: QueueVisit) -> tuple[QueueStep, ...]:
    status = Status(visit.status)
    late = status == Status.NO_SHOW
    return tuple(
        QueueStep(to, "They came after all" if late else words, to != Status.NO_SHOW)
        for to, words in _WORDS.items()
        if to in LEGAL_MOVES[status] and not (visit.inside and to == Status.IN_VISIT)
    )
