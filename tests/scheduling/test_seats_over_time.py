"""Seats of groups over time: a course of sessions, and a full session with people who wait."""

import pytest

from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import reserve
from clinic_app.scheduling.errors import SeriesClash, SlotTaken
from clinic_app.scheduling.groups.cancel_group import cancel_group
from clinic_app.scheduling.waiting.accept_offer import accept_offer
from clinic_app.scheduling.waiting.decline_offer import decline_offer
from clinic_app.scheduling.waiting.end_offer import OfferOver
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, monday, some_id
from tests.scheduling.test_group_sessions import group_of, move, sheet_of
from tests.scheduling.test_groups_and_overbooking import set_up, taken, visit_of
from tests.scheduling.test_series import book_it, picks, preview
from tests.scheduling.waiting import at, booked_at, cancel, offer_all, offer_id, offers, wait


async def test_a_course_takes_a_seat_in_each_session_that_has_one(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=2)
        await visit_of(desk)  # the first date has begun to fill, the third is full
        for _ in range(2):
            await visit_of(desk, start=monday(10).replace(day=15))
        shown = await preview(desk, patient_id=desk.patient)
        assert [one.clash for one in shown.dates] == [
            *("", "", "10:00 is taken: every seat is taken or held.", ""),
        ]
        with pytest.raises(
            SeriesClash, match="15 Mar 2027, 10:00 cannot be had: every seat is taken"
        ):
            await book_it(desk, None)
        made = await book_it(desk, picks(shown))
        assert (made.visits, made.skipped) == (3, 1)
        with pytest.raises(SlotTaken, match="every seat is taken or held"):
            await visit_of(desk)
        assert len(await taken(clinic)) == 4  # one session a date, however many sit in it


async def test_a_freed_seat_is_held_for_and_offered_to_one_after_the_other(clinic: Clinic) -> None:
    desk = await set_up(clinic, seats=2)
    stays, leaves = [await booked_at(desk, at(10)) for _ in range(2)]
    first, second = [await wait(desk, name) for name in ("Ada", "Ben")]
    await cancel(desk, leaves)
    (offer,) = await offers(clinic)
    assert (offer.waiting_id, offer.starts_at) == (first, stays.start)
    with pytest.raises(SlotTaken, match="every seat is taken or held"):
        await booked_at(desk, at(10))
    await perform(clinic.reception, decline_offer, offer_id=offer_id(offer))
    await offer_all(clinic)
    _, offer = await offers(clinic)
    assert offer.waiting_id == second
    await perform(clinic.reception, accept_offer, offer_id=offer_id(offer))
    sheet = await sheet_of(desk, await group_of(desk))
    assert ([one.name for one in sheet.patients], sheet.left) == (["Ben", "Sofia Marín"], 0)


@pytest.mark.parametrize("goes", ["moved", "called off"])
async def test_an_offered_seat_goes_with_its_session(clinic: Clinic, goes: str) -> None:
    """Else the answer would open a session of one's own where it was."""
    desk = await set_up(clinic, seats=2)
    _, leaves = [await booked_at(desk, at(10)) for _ in range(2)]
    await wait(desk, "Ada")
    await cancel(desk, leaves)
    (offer,) = await offers(clinic)
    group = await group_of(desk)
    if goes == "moved":
        await move(desk, group, start=at(14))
    else:
        await perform(clinic.reception, cancel_group, group_id=group, reason="Dr. Zhao is ill")
    with pytest.raises(OfferOver, match="withdrawn"):
        await perform(clinic.reception, accept_offer, offer_id=offer_id(offer))
    assert len(await taken(clinic)) == (goes == "moved")


async def test_a_session_that_closes_while_one_sits_down_is_not_opened_with_less(
    clinic: Clinic,
) -> None:
    """Whoever joins plans no devices: a session that they opened would not take them."""
    desk = await set_up(clinic, seats=2)
    first = await booked_at(desk, at(10))
    async with transaction(organization=clinic.organization_id) as session:
        plan = await plan_visit(
            *(session, clinic.reception),
            service_id=desk.service,
            practitioner_id=None,
            room_id=None,
            start=first.start,
        )
        await cancel(desk, first)
        with pytest.raises(SlotTaken, match="just closed"):
            await reserve(
                *(session, clinic.reception, plan),
                appointment_id=some_id(),
                patient_id=desk.patient,
            )
