"""The last and the next visit beside each patient of a list."""

from datetime import timedelta

from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.visit.nearest_visits import nearest_visits
from clinic_app.scheduling.wall_words import day_and_year
from tests.cast import Clinic
from tests.scheduling.furniture import counted, furnish, register
from tests.scheduling.visits import Placing, place


async def test_another_clinic_learns_nothing(clinic: Clinic, other_clinic: Clinic) -> None:
    desk = await furnish(clinic)
    await place(Placing(clinic, desk.practitioner, desk.service, desk.patient), now())
    seen = await look(other_clinic.owner, nearest_visits, patients=[desk.patient])
    assert seen == {desk.patient: ("", "")}


async def test_the_nearest_on_either_side_count_and_cancelled_ones_do_not(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    nobody = await register(clinic, "Nobody Yet")
    placing = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    for days, status in (
        (-30, "completed"),
        (-9, "completed"),
        (-2, "no_show"),
        (2, "cancelled"),
        (5, "booked"),
        (40, "booked"),
    ):
        await place(placing, now() + timedelta(days=days), status=status)
    with counted() as statements:
        seen = await look(clinic.reception, nearest_visits, patients=[desk.patient, nobody])
    assert sum("appointment" in one for one in statements) == 1

    def day(days: int) -> str:
        return day_and_year(to_wall(now() + timedelta(days=days), clinic.time_zone))

    assert seen == {desk.patient: (day(-9), day(5)), nobody: ("", "")}
