"""Who assists, beyond one visit: in series, in lists, when they fall ill, under caps."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.assistants.replace_assistant import replace_assistant
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.series.change_series import change_series
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.preview_series_change import preview_series_change
from clinic_app.scheduling.series.series_rows import Pick, Scope
from clinic_app.scheduling.series.series_rules import Frequency, Repeat
from clinic_app.scheduling.tables import ServiceAssistant
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.move_all_to_others import (
    Missing,
    move_all_to_others,
    stood_before,
)
from clinic_app.scheduling.to_move.move_choices import move_choices
from clinic_app.scheduling.visit.stand_again import stand_again
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, hire, monday, offer, register
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


async def test_who_falls_ill_is_replaced_by_one_who_is_free_and_may(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        busy, free = await hire(clinic, "Busy Bell"), await hire(clinic, "Omar Diaz")
        visits = [await operate(desk, hour, assistants=(nina,)) for hour in (10, 14)]
        at_ten: dict[str, Any] = {"patient_id": await register(clinic), "start": monday(10)}
        hers = await offer(clinic, busy, name="Dressing", needs_room=False)
        await operate(desk, practitioner_id=busy, service_id=hers, **at_ten)
        off: dict[str, Any] = {"starts": monday(0), "ends": monday(0) + timedelta(days=1)}
        await perform(clinic.owner, add_time_off, practitioner_id=nina, **off)

        listed = await look(clinic.reception, list_visits_to_move)
        assert [(one.practitioner, one.assists) for one in listed] == [("Nina Park", True)] * 2
        first: dict[str, Any] = {"appointment_id": visits[0].appointment_id}
        found = await look(clinic.reception, move_choices, **first, instead_of=nina)
        assert [(one.practitioner, one.assists) for one in found.others] == [("Omar Diaz", True)]
        assert found.nearest[0].start > visits[0].start + timedelta(hours=12)  # all of them again

        ill = [Missing(one.appointment_id, nina) for one in visits]
        moved = await move_all_to_others(clinic.reception, missing=ill)
        assert all(one.to for one in moved)
        assert await look(clinic.reception, list_visits_to_move) == ()
        assert await taken_by(clinic, visits[0].appointment_id) == {desk.practitioner, free}
        (_, second) = stood_before(moved)
        await perform(clinic.reception, stand_again, before=second)
        assert await taken_by(clinic, visits[1].appointment_id) == {desk.practitioner, nina}
        assert len(await look(clinic.reception, list_visits_to_move)) == 1
        with pytest.raises(ChangedMeanwhile):
            await perform(
                clinic.reception,
                replace_assistant,
                **first,
                version=None,
                gone=nina,
                by=busy,
            )
        await name_assistants(desk.service, clinic, busy)
        again = await look(clinic.reception, move_choices, **first, instead_of=free)
        assert again.others == ()  # Nina is away, and who may is busy


async def name_assistants(service: UUID, clinic: Clinic, *who: UUID) -> None:
    """Say who may assist in a service."""
    async with transaction(organization=clinic.organization_id) as session:
        session.add_all(
            ServiceAssistant(
                organization_id=clinic.organization_id, service_id=service, practitioner_id=one
            )
            for one in who
        )
