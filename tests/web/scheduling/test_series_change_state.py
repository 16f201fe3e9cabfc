"""“Change the series”: the list says what becomes of each, and the button does it."""

from clinic_app.kit.clock import frozen
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.web.scheduling.series.series_change_state import SeriesChangeState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, book, monday, register
from tests.scheduling.test_series import visits_of
from tests.scheduling.test_series_changes import WEEK, four_mondays, move, walls
from tests.web.scheduling.test_calendar_moves import press, said
from tests.web.tab import Tab, sign_in


async def test_a_form_filled_in_shown_and_done(clinic: Clinic) -> None:
    desk, visits = await four_mondays(clinic)
    await move(clinic, visits[3], Scope.ONE, monday(11) + 3 * WEEK)
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(10).replace(day=9),
        )
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(SeriesChangeState, "open", str(visits[1].id))
        page = tab.state(SeriesChangeState)
        assert (page.shown, page.scope, page.frequency, page.count) == (
            *(True, "following", "weekly"),
            "3",
        )
        assert (page.day, page.time, page.deed) == ("2027-03-08", "10:00", "")
        assert [row.state for row in page.lines] == ["keep", "keep", "stay"]
        await tab.send(SeriesChangeState, "toggle_weekday", 1)
        await tab.send(SeriesChangeState, "toggle_weekday", 0)
        await tab.send(SeriesChangeState, "choose", "count", "4")
        assert [(row.state, row.day, row.was) for row in page.lines] == [
            ("clash", "Tue 9 Mar", "was Mon 8 Mar, 10:00"),
            ("move", "Tue 16 Mar", "was Mon 15 Mar, 10:00"),
            ("stay", "Mon 22 Mar", ""),
            ("add", "Tue 30 Mar", ""),
        ]
        assert (page.clashes, page.deed) == (1, "Change 1, book 1")
        await tab.send(SeriesChangeState, "take_nearest")
        assert (page.lines[0].state, page.deed) == ("instead", "Change 2, book 1")
        await tab.send(SeriesChangeState, "decide", 4, "out")
        assert page.deed == "Change 2"
        await tab.send(SeriesChangeState, "decide", 4, "")
        told = await said(tab, await tab.send(SeriesChangeState, "save"))
        assert not page.shown, page.errors
        assert told.words == "The series is now every week on Tue: 2 changed, 1 booked."
        stand = [wall.day for wall in await walls(clinic)]
        assert stand == [1, 9, 16, 22, 30, 9]  # the last is of somebody else
        assert (await press(tab, told)).words == "Undone. The series is as it was."
    stand = [wall.day for wall in await walls(clinic)]
    assert stand == [1, 8, 15, 22, 30, 9]  # the 30th is cancelled


async def test_a_date_is_taken_anyway(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    with frozen(MORNING):
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(SeriesChangeState, "open", str(visits[2].id))
        await tab.send(SeriesChangeState, "decide", 1, "anyway")  # nothing stands against it
        page = tab.state(SeriesChangeState)
        assert [row.state for row in page.lines] == ["keep", "keep"]
        await tab.send(SeriesChangeState, "pick", "time", "18:00")
        assert [(row.state, row.soft) for row in page.lines] == [("clash", True)] * 2
        assert (page.lines[0].why, page.told) == (
            *("18:00 is outside working hours.", "2 dates, 2 clash."),
        )
        await tab.send(SeriesChangeState, "decide", 1, "anyway")
        assert [row.state for row in page.lines] == ["anyway", "clash"]
        assert page.told == "2 dates, 1 clashes. Change 1"
        told = await said(tab, await tab.send(SeriesChangeState, "save"))
        assert told.words == "The series is now every week on Mon: 1 changed."
    after = {one.id: one for one in await visits_of(clinic)}
    assert (after[visits[2].id].outside_hours, after[visits[3].id].version) == (True, 1)
    with frozen(MORNING):
        assert (await press(tab, told)).words == "Undone. The series is as it was."
    assert [wall.hour for wall in await walls(clinic)] == [10] * 4


async def test_half_typed_is_said_beside_its_field(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    with frozen(MORNING):
        tab = Tab(await sign_in(clinic.reception))
        for handler, field, value in (
            ("choose", "every", "0"),
            ("choose", "count", ""),
            ("pick", "day", "soon"),
            ("pick", "time", ""),
            ("pick", "minutes", "4"),
        ):
            await tab.send(SeriesChangeState, "open", str(visits[0].id))
            await tab.send(SeriesChangeState, handler, field, value)
            page = tab.state(SeriesChangeState)
            assert set(page.errors) == {field}
            assert (page.lines, page.deed) == ([], "")
