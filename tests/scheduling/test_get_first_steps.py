"""What a new clinic does first: strangers see their own, and it ends with the first visit."""

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotAllowed
from clinic_app.scheduling.calendar.today_rows import FirstSteps
from clinic_app.scheduling.set_up.get_first_steps import get_first_steps
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, add_room, book, hire, monday, offer, register


async def test_each_step_is_done_once_it_is_and_all_are_over_with_the_first_visit(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        doctor = await hire(clinic, hours=())
        assert await look(other_clinic.owner, get_first_steps) == FirstSteps(*[False] * 4)
        assert await look(clinic.owner, get_first_steps) == FirstSteps(True, False, False, False)
        await offer(clinic, name="Not given")
        working = await hire(clinic, "Dr. At Work")
        await add_room(clinic)
        assert await look(clinic.owner, get_first_steps) == FirstSteps(True, True, True, False)
        service = await offer(clinic, doctor, working)
        assert await look(clinic.owner, get_first_steps) == FirstSteps(True, True, True, True)
        who = await register(clinic)
        await book(clinic.reception, patient_id=who, service_id=service, start=monday(10))
        assert await look(clinic.owner, get_first_steps) is None
        with pytest.raises(NotAllowed):
            await look(clinic.team[Role.RECEPTION], get_first_steps)
