"""Which steps a member may take with a visit now."""

from datetime import datetime

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.kit.clock import now
from clinic_app.scheduling.states import LEGAL_MOVES, Status
from clinic_app.scheduling.visit.check_in_rules import day_has_come


def moves_now(actor: Actor, status: Status, starts_at: datetime) -> tuple[str, ...]:
    """Return the legal moves that this role may make now, in the order of a visit's life."""
    return tuple(
        move
        for move in Status
        if move in LEGAL_MOVES[status]
        and may(actor, _needed(move))
        and _is_due(actor, move, starts_at)
    )


def moves_in_group(actor: Actor, status: Status, starts_at: datetime) -> tuple[str, ...]:
    """Return the same for a visit of a group's session, in which nobody is called in by name.

    Whoever is here is done when the session is, which has begun at its time.
    """
    moves = moves_now(actor, status, starts_at)
    sits = Status.IN_VISIT in moves and starts_at <= now()
    return (*moves, Status.COMPLETED) if sits else moves


def _is_due(actor: Actor, move: Status, starts_at: datetime) -> bool:
    """Tell whether the clock allows it: nobody arrives before the day, or misses what is ahead.

    Once a visit should have begun, the patient is there or not: there is nothing to confirm.
    """
    if move in {Status.NO_SHOW, Status.CONFIRMED}:
        return (starts_at <= now()) == (move == Status.NO_SHOW)
    return move != Status.CHECKED_IN or day_has_come(starts_at, now(), actor.time_zone)


def _needed(move: Status) -> Permission:
    if move == Status.CANCELLED:
        return Permission.APPOINTMENT_DELETE
    return Permission.APPOINTMENT_WRITE
