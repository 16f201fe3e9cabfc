"""The clock beside the clinic's name (assets/react/clinic_clock.js), run in Node."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from clinic_app.kit.clock import frozen
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall
from clinic_app.web.react.clinic_time import clinic_clock
from tests.web.react.test_calendar_layout import run

NIGHTS = [
    ("America/New_York", datetime(2027, 11, 7, 5, 3, 20, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 3, 27, 8, 3, tzinfo=UTC)),  # 9:03, as calendars write it
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 14, 1, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 4, 29, 20, 0, 59, tzinfo=UTC)),  # they change at midnight
    ("Africa/Casablanca", datetime(2026, 9, 19, 23, 30, tzinfo=UTC)),  # for the last time
    ("Africa/Casablanca", datetime(2026, 12, 1, 9, tzinfo=UTC)),  # an hour off in an older browser
    ("Asia/Kathmandu", datetime(2027, 1, 1, 9, 30, tzinfo=UTC)),
]
PASSED = [0, 39, 40, 60, 3540, 3600, 5400, 7200, 13 * 3600, 40 * 3600]


def test_the_clock_counts_on_from_what_the_server_told() -> None:
    """The browser's own zone data and its own time play no part."""
    told, expected = list[object](), list[list[str]]()
    for zone, moment in NIGHTS:
        with frozen(moment):
            told.append(asdict(clinic_clock(zone)))
        later = (moment + timedelta(seconds=passed) for passed in PASSED)
        expected.append([clock(to_wall(one, zone)) for one in later])
    shown = "told.map((one) => passed.map((seconds) => m.wallAfter(one, seconds)))"
    assert run("../clinic_clock.js", shown, told=told, passed=PASSED) == expected
    assert expected[1][0] == "9:03"
    waits = "[0, 39.5, 40].map((passed) => m.untilNext(told[0], passed))"
    assert run("../clinic_clock.js", waits, told=told) == [40, 0.5, 60]
