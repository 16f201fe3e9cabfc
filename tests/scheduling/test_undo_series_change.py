"""A changed series is put back: strangers first; all of it or nothing, and nothing is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.errors import NotUndone
from clinic_app.scheduling.series.series_plan import Wanted
from clinic_app.scheduling.series.series_rows import RuleChanged, Scope
from clinic_app.scheduling.series.series_rules import Frequency, Repeat
from clinic_app.scheduling.series.undo_series_change import undo_series_change
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.edit_note import edit_note
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, add_room, book, monday, register
from tests.scheduling.test_change_series import RIVALS, asked, change, place_of
from tests.scheduling.test_series import visits_of
from tests.scheduling.test_series_changes import WEEK, four_mondays

ELEVEN = monday(11)
LATER = MORNING + timedelta(minutes=1)  # of two events of one moment neither is the last


async def undo(clinic: Clinic, done: RuleChanged) -> int:
    with frozen(MORNING):
        return await perform(clinic.reception, undo_series_change, undo=done.undo)


async def stand(clinic: Clinic) -> list[tuple[object, ...]]:
    """Return all that a change touches of the visits that are not cancelled."""
    return [
        (
            *(one.id, one.occurrence, one.series_id, one.series_wall, one.starts_at),
            *(one.ends_at, one.room_id, one.practitioner_id, one.note),
        )
        for one in await visits_of(clinic)
        if one.status == "booked"
    ]


async def note(clinic: Clinic, visit_id: UUID, at: datetime = MORNING) -> None:
    with frozen(at):
        visit = AppointmentId(visit_id)
        await perform(
            clinic.reception, edit_note, appointment_id=visit, version=None, note="Brings X-rays"
        )


async def test_what_moved_came_and_went_is_as_it_was(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    room = await add_room(clinic, "Room 2", position=1)
    before = await stand(clinic)
    tuesdays = Repeat(Frequency.WEEKLY, count=2)
    less = await change(clinic, asked(visits[1], tuesdays, start=monday(11) + timedelta(days=8)))
    assert (less.moved, less.added, less.cancelled) == (2, 0, 1)
    with frozen(MORNING), pytest.raises(NotFound):
        await perform(other_clinic.owner, undo_series_change, undo=less.undo)
    assert await undo(clinic, less) == 3
    assert await stand(clinic) == before
    with pytest.raises(ChangedMeanwhile):
        await undo(clinic, less)
    longer = asked(visits[0], Repeat(Frequency.WEEKLY, count=6), scope=Scope.ALL)
    wanted = Wanted(room_id=room, minutes=45)
    more = await change(clinic, longer | {"wanted": wanted})
    await undo(clinic, more)
    assert await stand(clinic) == before
    after = await visits_of(clinic)
    assert [one.occurrence for one in after] == [1, 2, 3, 4, 5, 6]  # two of them cancelled again
    first, last = await place_of(clinic, after[0]), await place_of(clinic, after[5])
    assert (first.words, first.total, last.number) == ("every week", 4, 0)


async def test_one_that_was_set_apart_belongs_to_it_again(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    await note(clinic, visits[3].id)
    before = await stand(clinic)
    ended = Repeat(Frequency.WEEKLY, until=(monday(10) + 2 * WEEK).date())
    done = await change(clinic, asked(visits[0], ended, scope=Scope.ALL))
    assert (await stand(clinic))[-1][2] is None
    await undo(clinic, done)
    assert await stand(clinic) == before


async def _arrive(clinic: Clinic, desk: Desk) -> None:
    del desk
    visit = (await visits_of(clinic))[0]
    await perform(clinic.reception, check_in, appointment_id=AppointmentId(visit.id))


async def _write(clinic: Clinic, desk: Desk) -> None:
    del desk
    await note(clinic, (await visits_of(clinic))[4].id, LATER)


async def _take(clinic: Clinic, desk: Desk) -> None:
    patient = await register(clinic, "Amina Yusuf")
    await book(clinic.doctor, patient_id=patient, service_id=desk.service, start=monday(10) + WEEK)


async def _cancel(clinic: Clinic, desk: Desk) -> None:
    del desk
    visit = AppointmentId((await visits_of(clinic))[1].id)
    await perform(clinic.reception, cancel_appointment, appointment_id=visit, reason="Ill")


@pytest.mark.parametrize(
    ("between", "words"),
    [
        (_arrive, "Mon 1 Mar, 11:00: Meanwhile this visit was marked “Arrived”."),
        (_write, "Mon 29 Mar, 11:00: Meanwhile somebody wrote a note on this visit."),
        (_take, "Mon 8 Mar, 10:00: That time is taken: "),
        (_cancel, "Mon 8 Mar, 11:00: Meanwhile this visit was marked “Cancelled”."),
    ],
)
async def test_what_came_between_is_named_and_nothing_is_undone(
    clinic: Clinic, between: Callable[[Clinic, Desk], Awaitable[None]], words: str
) -> None:
    desk, visits = await four_mondays(clinic)
    later: dict[str, Any] = asked(
        visits[0], Repeat(Frequency.WEEKLY, count=5), scope=Scope.ALL, start=ELEVEN
    )
    done = await change(clinic, later)
    with frozen(LATER):
        await between(clinic, desk)
    before = await stand(clinic)
    with pytest.raises(NotUndone) as refused:
        await undo(clinic, done)
    assert refused.value.message.startswith(words)
    assert refused.value.message.endswith("Nothing was undone.")
    assert await stand(clinic) == before


async def test_a_series_that_was_changed_again_and_who_may_not(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    one = await change(clinic, asked(visits[0], Repeat(Frequency.WEEKLY, count=5)))
    two = await change(clinic, asked(visits[0], Repeat(Frequency.WEEKLY, count=4, every=2)))
    with pytest.raises(ChangedMeanwhile, match="changed again"):
        await undo(clinic, one)
    with frozen(MORNING), pytest.raises(NotAllowed):
        await perform(clinic.team[Role.LAB], undo_series_change, undo=two.undo)
    await undo(clinic, two)
    await undo(clinic, one)  # one after the other, the last first
    assert [row[4] for row in await stand(clinic)] == [visit.starts_at for visit in visits]


async def test_fifty_who_undo_one_change_at_once(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    done = await change(clinic, asked(visits[0], Repeat(Frequency.WEEKLY, count=5)))
    with frozen(MORNING):
        answers = await asyncio.gather(
            *(perform(clinic.reception, undo_series_change, undo=done.undo) for _ in range(RIVALS)),
            return_exceptions=True,
        )
    refused = [one for one in answers if isinstance(one, ChangedMeanwhile)]
    assert (answers.count(1), len(refused)) == (1, RIVALS - 1), answers
