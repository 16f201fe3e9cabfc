"""An assistant for a part of a visit: the rest of it they are free for others."""

from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.duty_rules import Duty
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rules import Need
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.outside.feed_rows import FeedOwner, list_feed_visits
from clinic_app.scheduling.set_up.save_service import save_service
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, furnish, hire, monday, offer, register
from tests.scheduling.test_assistants import operate, sheet_of

HOUR = Need(3600, before=600, after=900)


@pytest.mark.parametrize(
    ("part", "begins", "own"),
    [
        (WHOLE, 0, HOUR),
        (Part(0, 20), 0, Need(1200, before=600)),
        (Part(20, 10), 1200, Need(600)),
        (Part(40), 2400, Need(1200, after=900)),
        (Part(40, 50), 2400, Need(1200, after=900)),  # it ends with the visit
        (Part(60, 10), 0, HOUR),  # the visit was shortened: all of what is left
    ],
)
def test_a_part_and_its_buffers(part: Part, begins: int, own: Need) -> None:
    assert part.of(HOUR) == (begins, own)
    assert part.within(0, 3600) == own.visit(begins)


async def taken_from_to(clinic: Clinic, who: object) -> list[str]:
    """Return when somebody is taken."""
    query = text(
        "SELECT begins_at, ends_at FROM reservation WHERE practitioner_id = :who"
        " AND released_at IS NULL ORDER BY begins_at"
    )
    async with transaction(organization=clinic.organization_id) as session:
        rows = (await session.execute(query, {"who": who})).all()
    return ["–".join(f"{to_wall(one, clinic.time_zone):%H:%M}" for one in row) for row in rows]


async def anaesthesia(desk: Desk, *duties: Duty) -> None:
    """Let the desk's service take somebody to assist for each duty of its hour."""
    await perform(
        desk.clinic.owner,
        save_service,
        service_id=desk.service,
        name="Operation",
        duration_minutes=60,
        buffer_before=10,
        practitioner_ids=(desk.practitioner,),
        duties=duties,
    )


async def test_it_is_taken_for_its_part_and_moves_with_the_visit(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        with pytest.raises(Invalid):
            await anaesthesia(desk, Duty(Part(50, 20)))
        await anaesthesia(desk, Duty(Part(0, 20)))
        hers: dict[str, Any] = {
            "service_id": await offer(clinic, nina, name="Dressing", needs_room=False, minutes=15),
            "practitioner_id": nina,
            "patient_id": await register(clinic),
        }
        visit = await operate(desk)
        assert await taken_from_to(clinic, nina) == ["09:50–10:20"]
        assert (await sheet_of(clinic, visit)).assistants[0].span == "10:00–10:20"
        with pytest.raises(SlotTaken):
            await operate(desk, start=monday(10, 15), **hers)
        between = await operate(desk, start=monday(10, 30), **hers)  # while the visit goes on

        asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
        with pytest.raises(SlotTaken, match="Nina Park"):
            await perform(clinic.reception, reschedule_appointment, **asked, start=monday(10, 30))
        await perform(clinic.reception, reschedule_appointment, **asked, start=monday(11))
        assert await taken_from_to(clinic, nina) == ["10:30–10:45", "10:50–11:20"]
        (shown,) = [
            one
            for one in (await look(clinic.reception, load_calendar, first_day=MONDAY)).visits
            if one.id != str(between.appointment_id)
        ]
        assert (shown.parts[str(nina)]["start"][11:], shown.parts[str(nina)]["end"][11:]) == (
            *("11:00", "11:20"),
        )
        owner = FeedOwner(nina, "Nina Park")
        shown_as: dict[str, Any] = {"owner": owner, "clinic": "", "full_names": False}
        fed = await look(clinic.owner, list_feed_visits, **shown_as)
        assert [(one.end - one.start).total_seconds() / 60 for one in fed] == [15, 20]
        await anaesthesia(desk, Duty())  # of the visit it stays the part that it was
        await perform(clinic.reception, reschedule_appointment, **asked, start=monday(14))
        assert (await taken_from_to(clinic, nina))[1] == "13:50–14:20"


async def test_free_times_reasons_and_holds_ask_for_the_part(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        await anaesthesia(desk, Duty(Part(30, 15)))
        hers = await offer(clinic, nina, name="Dressing", needs_room=False, minutes=15)
        await operate(desk, 11, service_id=hers, practitioner_id=nina)
        asked: dict[str, Any] = {"service_id": desk.service}

        async def free_at() -> set[str]:
            found = await look(clinic.reception, find_free_slots, **asked, first_day=MONDAY)
            return {f"{to_wall(one.start, clinic.time_zone):%H:%M}" for one in found}

        assert {"10:15", "10:45", "11:00"} <= await free_at()
        assert "10:30" not in await free_at()  # she would be needed at eleven
        assert "16:00" in await free_at()  # she ends before the visit does
        why: dict[str, Any] = {"practitioner_id": None, "start": monday(10, 30)}
        reasons = await look(clinic.reception, explain_time, **asked, **why)
        assert reasons == ("Operation takes one more to assist, and too few are free.",)
        reasons = await look(clinic.reception, explain_time, **asked, **why, assistants=(nina,))
        assert "Nina Park has another visit from 11:00 to 11:15." in reasons
        await perform(clinic.reception, hold_slot, **asked, start=monday(14))
        assert await taken_from_to(clinic, nina) == ["11:00–11:15", "14:30–14:45"]
