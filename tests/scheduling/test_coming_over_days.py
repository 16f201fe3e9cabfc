"""A coming whose services lie days apart, across a change of the clock (14 March 2027)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain, plan_chain, timed
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.coming.list_coming import list_coming, parts_of
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.coming.nearest_coming import nearest_coming
from clinic_app.scheduling.errors import SeriesBlocked
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.visit.put_back import put_back
from clinic_app.scheduling.wall_words import day_and_clock
from clinic_app.scheduling.zone.distance_rules import Distance
from clinic_app.web.scheduling.booking.booking_words import coming_words, takes_of_chain
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, add_room, book, furnish, monday, register


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (datetime(2027, 3, 12, 15, 30, tzinfo=UTC), datetime(2027, 3, 15, 14, 0, tzinfo=UTC)),
        (datetime(2027, 11, 7, 5, 30, tzinfo=UTC), datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
        (datetime(2027, 3, 15, 14, 0, tzinfo=UTC), datetime(2027, 3, 12, 15, 30, tzinfo=UTC)),
    ],
    ids=["into summer", "both passes of an hour", "backwards"],
)
def test_a_distance_leads_from_one_to_the_other(one: datetime, other: datetime) -> None:
    assert Distance.between(one, other, "America/New_York").after(one, "America/New_York") == other


def on(day: int, hour: int) -> datetime:
    """Return a wall time in March 2027, of which the first is a Monday."""
    return monday(hour) + timedelta(days=day - 1)


async def stands(actor: Actor, visit: AppointmentId) -> list[str]:
    """Return when each service begins, on the clinic's wall."""
    coming = await look(actor, list_coming, appointment_id=visit)
    return [day_and_clock(to_wall(one.start, actor.time_zone)) for one in coming]


async def test_all_of_it_goes_as_many_days_on_at_the_walls_time(clinic: Clinic) -> None:
    friday, actor = date(2027, 3, 12), clinic.reception
    with frozen(MORNING):
        desk = await furnish(clinic)
        await add_room(clinic, "Room 2")
        parts: Any = (AskedPart(desk.service), AskedPart(desk.service, start=on(4, 9)))
        whom: dict[str, Any] = {"patient_id": desk.patient, "start": monday(10)}
        first, second = await perform(actor, book_together, parts=parts, **whom)
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=on(15, 9),
        )
        coming = await look(actor, list_coming, appointment_id=second.appointment_id)
        assert coming_words(coming, actor.time_zone) == (
            "Check-up Mon 1 Mar, 10:00–10:30, then Check-up Thu 4 Mar, 9:00–9:30"
        )
        parts = parts_of(coming, actor.time_zone)
        asked: dict[str, Any] = {"parts": parts, "first_day": friday}
        found = await look(actor, find_chain, **asked, explain=True)
        why = {day_and_clock(to_wall(one.start, actor.time_zone)): one.taken for one in found}
        assert "cannot follow at Mon 15 Mar, 9:00, which is taken" in why["Fri 12 Mar, 10:00"]
        assert "outside working hours" in why["Fri 12 Mar, 9:00"]
        assert next(when for when, taken in why.items() if not taken) == "Fri 12 Mar, 10:30"

        begins = next(one.start for one in found if not one.taken)
        links = await look(actor, plan_chain, parts=parts, start=begins)
        assert [take.words[:10] for take in takes_of_chain(links, actor.time_zone)] == [
            *("10:30–11:0", "Mon 15 Mar"),
        ]
        planned = timed(parts, links)
        held = await perform(actor, hold_together, parts=planned)
        seen = {one.visit_id: one.version for one in coming}
        moved = await perform(
            actor,
            move_together,
            appointment_id=first.appointment_id,
            versions=seen,
            parts=planned,
            hold_id=held.hold_id,
        )
        assert await stands(actor, second.appointment_id) == [
            "Fri 12 Mar, 10:30",
            "Mon 15 Mar, 9:30",
        ]
        assert await perform(actor, put_back, visits=moved.stood) == 2

        goes: dict[str, Any] = {"appointment_id": second.appointment_id}
        to: dict[str, Any] = {"start": on(15, 9)}
        with pytest.raises(SeriesBlocked, match="Mon 15 Mar, 9:00: That time is taken"):
            await perform(actor, move_series, **goes, **to, scope=Scope.COMING)
        near = await look(actor, nearest_coming, **goes, **to)
        assert day_and_clock(to_wall(near[0].start, actor.time_zone)) == "Mon 15 Mar, 9:30"
        to["start"] = on(15, 10)
        await perform(actor, move_series, **goes, **to, scope=Scope.COMING)
        assert await stands(actor, first.appointment_id) == [
            "Fri 12 Mar, 11:00",
            "Mon 15 Mar, 10:00",
        ]
