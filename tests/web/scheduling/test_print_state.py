"""The day on paper."""

from dataclasses import replace
from datetime import date

from clinic_app.scheduling.calendar.calendar_rows import (
    CalendarView,
    PractitionerColumn,
    VisitBlock,
)
from clinic_app.scheduling.states import Status
from clinic_app.web.scheduling.calendar.print_state import print_lists

FRIDAY = date(2026, 11, 20)
OMAR = PractitionerColumn("omar", "Dr. Omar Hassan", "OH", "Cardiology", "violet")
VISIT = VisitBlock(
    id="v1",
    practitioner_id="omar",
    patient_id="p1",
    patient="Amina Yusuf",
    service="ECG",
    colour="violet",
    room_id="r1",
    room="Room 1",
    devices=(),
    start="2026-11-20T09:00",
    end="2026-11-20T09:45",
    status=Status.BOOKED,
    arrived="",
    first_visit=False,
    outside_hours=False,
    has_note=False,
    version=1,
)


def test_paper_says_what_was_booked_against_a_rule_and_leaves_out_what_was_called_off() -> None:
    visits = (
        VISIT,
        replace(VISIT, id="v2", patient="Karl Novak", marks="Overbooked"),
        replace(VISIT, id="v3", status=Status.CANCELLED),
    )
    day = CalendarView((OMAR,), visits, (), (), (), slot_minutes=15, opens=8, closes=18)
    (omar,) = print_lists(day, FRIDAY, set())
    assert omar.count == "2 visits"
    assert [(line.time, line.patient, line.service) for line in omar.lines] == [
        ("9:00–9:45", "Amina Yusuf", "ECG"),
        ("9:00–9:45", "Karl Novak", "ECG · Overbooked"),
    ]


def test_who_assists_has_their_part_among_their_visits_in_time() -> None:
    nina = PractitionerColumn("nina", "Nina Park", "NP", "", "teal")
    part = {"start": "2026-11-20T09:30", "end": "2026-11-20T09:40", "again": False, "lasts": 0}
    visits = (
        replace(VISIT, assistant_ids=("nina",), parts={"nina": part}),
        replace(VISIT, id="v2", practitioner_id="nina", start="2026-11-20T09:10"),
    )
    day = CalendarView((OMAR, nina), visits, (), (), (), slot_minutes=15, opens=8, closes=18)
    (hers,) = print_lists(day, FRIDAY, {"omar"})
    assert [(line.time, line.service) for line in hers.lines] == [
        ("9:10–9:45", "ECG"),
        ("9:30–9:40", "assists Dr. Omar Hassan · ECG"),
    ]
    (his,) = print_lists(day, FRIDAY, {"nina"})
    assert [line.service for line in his.lines] == ["ECG · Nina Park assists"]
