"""What a toast's button does to a visit: undo, or go ahead all the same.

The browser holds an opaque ticket; what it stands for is kept here, for this tab alone, for the
last few deeds. A ticket is used once, with the version the visit had then, so that nothing is
undone over what somebody else did since.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any, Concatenate
from uuid import UUID

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import SOFT
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.over_own_hold import move_over_own_hold
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged, SeriesUndo
from clinic_app.scheduling.series.unbook_series import unbook_series
from clinic_app.scheduling.series.undo_series_change import undo_series_change
from clinic_app.scheduling.states import STATUS_NAMES, Status
from clinic_app.scheduling.visit.get_place import get_place
from clinic_app.scheduling.visit.get_whereabouts import get_whereabouts
from clinic_app.scheduling.visit.put_back import put_back
from clinic_app.scheduling.visit.stand_again import Before, stand_again
from clinic_app.scheduling.visit.step_back import step_back
from clinic_app.scheduling.visit.take_back import TakenBack, take_back
from clinic_app.scheduling.wall_words import day_and_clock
from clinic_app.web.scheduling.calendar.calendar_words import count_words
from clinic_app.web.scheduling.to_move.hit_rows import many_words
from clinic_app.web.scheduling.visit.freed_words import with_time
from clinic_app.web.scheduling.visit.moved_words import moved_words
from clinic_app.web.scheduling.visit.undo_steps import (
    AnyStep,
    Back,
    ManySteps,
    Others,
    Rule,
    Session,
    Step,
    Together,
    Unbook,
)
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, Offer, on_deed, refuse, say

WRITE = Permission.APPOINTMENT_WRITE
_KEPT = 10


class UndoState(rx.State):
    """The steps that this tab's toasts offer."""

    _steps: rx.Field[dict[str, AnyStep]] = rx.field(default_factory=dict[str, AnyStep])

    @rx.event
    @door(WRITE)
    async def take(self, actor: Actor, ticket: str) -> Answer:
        """Take the step that a toast offered."""
        step = self._steps.pop(ticket, None)
        if step is None:
            return refuse("That can no longer be undone.")
        if not isinstance(step, Step):
            return await _go_back(actor, step)
        if step.place is None:
            return await _cancel(actor, step)
        label = "Undo" if step.anyway or step.redoes else "Redo"
        return await move_visit(self, actor, step, label=label, outside=step.anyway)

    @rx.event
    @door(WRITE)
    async def undo_last(self, actor: Actor) -> Answer:
        """Undo what this tab did last."""
        del actor
        for ticket, step in reversed(self._steps.items()):
            if not (step.anyway or step.redoes):
                return UndoState.take(ticket)
        return refuse("There is nothing to undo.")

    def _offer(self, label: str, step: AnyStep) -> Offer:
        ticket = token_hex(16)
        kept = dict([*self._steps.items()][-(_KEPT - 1) :])
        self._steps = {**kept, ticket: step}
        return Offer(label, "visit", ticket)


on_deed("visit", UndoState.take)


async def offer_unbooking(
    state: rx.State, booked: Booked, *, arrived: bool = False, whole: bool = False
) -> Offer:
    """Return the offer to undo a booking that was just made, and perhaps checked in with it."""
    step = Step(booked.appointment_id, booked.version, None, arrived=arrived, whole=whole)
    return await _undo(state, step)


async def offer_unbooking_series(
    state: rx.State, actor: Actor, versions: dict[AppointmentId, int]
) -> Offer | None:
    """Return the offer to undo a series that was just booked, to who may cancel it."""
    if not may(actor, Permission.APPOINTMENT_DELETE):
        return None
    return await _undo(state, Unbook(versions))


async def offer_back(state: rx.State, step: Status, *visit_ids: str) -> Offer:
    """Return the offer to take back the step that these visits took a moment ago."""
    return await _undo(state, Back(tuple(AppointmentId(UUID(one)) for one in visit_ids), step))


async def offer_putting_back(state: rx.State, moved: SeriesChanged) -> Offer | None:
    """Return the offer to undo a move of visits that was just made."""
    if not moved.stood:
        return None
    return await _undo(state, Together(moved.stood))


async def offer_session_back(state: rx.State, before: Before) -> Offer:
    """Return the offer to bring a group's session that was just moved back to where it stood."""
    return await _undo(state, Session(before))


async def offer_old_place(state: rx.State, visits: tuple[Before, ...]) -> Offer:
    """Return the offer to let visits stand again as they did before they went to others."""
    return await _undo(state, Others(visits))


async def offer_old_rule(state: rx.State, actor: Actor, undo: SeriesUndo) -> Offer | None:
    """Return the offer to take a series' new rule back, to who may cancel what it booked."""
    if undo.added and not may(actor, Permission.APPOINTMENT_DELETE):
        return None
    return await _undo(state, Rule(undo))


async def _undo(state: rx.State, step: AnyStep) -> Offer:
    undo = await state.get_state(UndoState)
    return undo._offer("Undo", step)  # pyright: ignore[reportPrivateUsage]  # a public method would be a door


async def _go_back(actor: Actor, step: ManySteps) -> Answer:
    """Take back what was done to several visits, or a step of one."""
    match step:
        case Back():
            return await _step_back(actor, step)
        case Together():
            many = await perform(actor, put_back, visits=step.visits)
            return say("Put back." if many == 1 else f"Put {many} visits back.")
        case Rule():
            await perform(actor, undo_series_change, undo=step.undo)
            return say("Undone. The series is as it was.")
        case Others():
            visits = [{"before": one} for one in reversed(step.visits)]
            return await _one_by_one(
                actor, stand_again, visits, many_words(bool(one.group_id) for one in step.visits)
            )
        case Unbook():
            await perform(actor, unbook_series, versions=step.versions)
            return say(await with_time(actor, "The series is undone.", [*step.versions]))
        case Session():
            return await _session_back(actor, step.before)


async def _session_back(actor: Actor, before: Before) -> Answer:
    await perform(actor, stand_again, before=before)
    now = await look(actor, get_whereabouts, appointment_id=before.appointment_id)
    when = day_and_clock(to_wall(now.start, actor.time_zone))
    return say(f"Moved back to {when}, with {now.practitioner}.")


async def _step_back(actor: Actor, back: Back) -> Answer:
    """Take the step back: of one visit, or of each by itself, told how many could not and why."""
    if len(back.ids) == 1:
        done = await perform(actor, take_back, appointment_id=back.ids[0], step=back.step)
        words = f"Undone: {taken_words(done)} again."
        return refuse(f"{words} {done.refused[0]}") if done.refused else say(words)
    asked = [{"appointment_id": visit_id, "step": back.step} for visit_id in back.ids]
    return await _one_by_one(actor, step_back, asked, count_words(len(asked)))


async def _one_by_one(
    actor: Actor,
    verb: Callable[Concatenate[AsyncSession, Actor, ...], Awaitable[object]],
    asked: Sequence[dict[str, Any]],
    many: str,
) -> Answer:
    """Undo each by itself; tell how many could not be undone and why.

    many: how many they are, in words.
    """
    refused: list[str] = []
    for one in asked:
        try:
            await perform(actor, verb, **one)
        except ClinicError as refusal:
            refused.append(refusal.message)
    if not refused:
        return say(f"Undone for {many}.")
    done = len(asked) - len(refused)
    return refuse(f"Undone for {done} of {many}. {refused[0]}")


def taken_words(done: TakenBack) -> str:
    """Return where a visit, or all services of its coming, stand again."""
    state = f"“{STATUS_NAMES[done.to]}”"
    return state if done.visits == 1 else f"{done.visits} services {state}"


async def move_visit(
    state: rx.State, actor: Actor, step: Step, *, label: str = "Undo", outside: bool = False
) -> Answer:
    """Bring a visit to a step's place and say so, with Undo. Raises what the verb raises.

    Outside working hours or the rules' bounds, who may override is offered to do it all the same.
    """
    where = step.place
    if where is None:
        raise NotFound("That place")
    place = replace(where, outside_hours=True) if outside else where
    overrides = may(actor, Permission.APPOINTMENT_OVERRIDE)
    # Back where it stood a moment ago, a visit asks no rule of notice or number again.
    despite_rules = overrides and (outside or label == "Redo")
    before = await look(actor, get_place, appointment_id=step.appointment_id)
    undo = await state.get_state(UndoState)
    offer = undo._offer  # pyright: ignore[reportPrivateUsage]  # a public method would be a door
    try:
        booked = await move_over_own_hold(
            *(actor, place),
            appointment_id=step.appointment_id,
            version=step.version,
            despite_rules=despite_rules,
        )
    except SOFT as refusal:
        if outside or not overrides:
            raise
        return refuse(refusal.message, offer=offer("Move anyway", replace(step, anyway=True)))
    back = Step(step.appointment_id, booked.version, before, redoes=label == "Redo")
    words = await moved_words(actor, step.appointment_id, before, place)
    return say(words, offer=offer(label, back))


async def _cancel(actor: Actor, step: Step) -> Answer:
    visit_id = step.appointment_id
    if step.arrived:
        await perform(actor, take_back, appointment_id=visit_id, step=Status.CHECKED_IN)
    done = await perform(
        actor,
        cancel_series,
        appointment_id=visit_id,
        scope=Scope.COMING if step.whole else Scope.ONE,
        version=None if step.arrived else step.version,
        reason="Booked by mistake",
    )
    return say(await with_time(actor, "The booking is undone.", done.ids))
