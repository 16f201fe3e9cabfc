"""Who assists, beyond one visit: in series, in lists, when they fall ill, under caps."""

from datetime import timedelta
from typing import Any

import pytest

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.change_series import change_series
from clinic_app.scheduling.move_series import move_series
from clinic_app.scheduling.preview_series_change import preview_series_change
from clinic_app.scheduling.series_rows import Pick, Scope
from clinic_app.scheduling.series_rules import Frequency, Repeat
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, hire, monday, offer
from tests.scheduling.test_assistants import operate, taken_by
from tests.scheduling.test_series import book_it, picks, preview, visits_of

WEEK = timedelta(days=7)


async def test_a_series_keeps_who_assists(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        stranger = await hire(other_clinic)
        checks = await offer(clinic, nina, name="Dressing", needs_room=False)
        hers: dict[str, Any] = {"practitioner_id": nina, "service_id": checks}
        await operate(desk, start=monday(10) + WEEK, **hers)
        await operate(desk, start=monday(10) + 4 * WEEK, **hers)
        with pytest.raises(NotFound):
            await preview(desk, assistants=(stranger,))

        shown = await preview(desk, assistants=(nina,))
        assert [bool(one.clash) for one in shown.dates] == [False, True, False, False]
        await book_it(desk, picks(shown), assistants=(nina,))
        visits = await visits_of(clinic)
        both = {desk.practitioner, nina}
        first = AppointmentId(next(one.id for one in visits if one.occurrence == 1))

        change: dict[str, Any] = {
            "appointment_id": first,
            "scope": Scope.ALL,
            "start": monday(10),
            "repeat": Repeat(Frequency.WEEKLY, count=6),
        }
        look_at = await look(clinic.reception, preview_series_change, **change)
        assert [one.number for one in look_at.lines if one.clash] == [2, 5]  # her own visits
        free = [Pick(one.number, one.start) for one in look_at.lines if one.start and not one.clash]
        await perform(clinic.reception, change_series, **change, picks=free, seen=look_at.seen)
        moved: dict[str, Any] = {"appointment_id": first, "scope": Scope.ALL}
        await perform(clinic.reception, move_series, **moved, start=monday(14))
        series = [one for one in await visits_of(clinic) if one.series_id]
        assert len(series) == 4
        assert [await taken_by(clinic, one.id) for one in series] == [both] * 4
