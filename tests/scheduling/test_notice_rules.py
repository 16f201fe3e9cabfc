"""What a patient is told of a visit that changed, by how they knew it and how it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from clinic_app.scheduling.telling.notice_rules import Stand, deed_between, is_past

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STOOD = Stand("booked", NOON, NOON + HOUR, UUID(int=1))
LATER = replace(STOOD, start=NOON + HOUR, end=NOON + 2 * HOUR)
OTHERS = replace(STOOD, practitioner_id=UUID(int=2))
LONGER = replace(STOOD, end=NOON + 2 * HOUR)
NEW_YORK = replace(STOOD, zone="America/New_York")
BERLIN = replace(STOOD, zone="Europe/Berlin")  # the same moment
SIX = timedelta(hours=6)
OFF = replace(STOOD, status="cancelled")


@pytest.mark.parametrize(
    ("before", "after", "deed"),
    [
        (None, STOOD, "booked"),
        (OFF, STOOD, "booked"),  # taken back after it was told
        (STOOD, LATER, "moved"),
        (STOOD, replace(LATER, practitioner_id=UUID(int=2)), "moved"),
        (STOOD, OTHERS, "changed"),
        (STOOD, LONGER, "changed"),
        (STOOD, OFF, "cancelled"),
        (STOOD, replace(LATER, status="cancelled"), "cancelled"),
        (NEW_YORK, BERLIN, "moved"),  # by another clock, so at another time
        (NEW_YORK, replace(BERLIN, start=NOON - SIX, end=NOON + HOUR - SIX), "entry"),
        (NEW_YORK, replace(BERLIN, start=NOON - SIX, end=NOON + 2 * HOUR - SIX), "changed"),
        (BERLIN, replace(BERLIN, zone="Europe/Paris"), ""),
        (STOOD, BERLIN, ""),  # nobody kept by whose clock
        (STOOD, STOOD, ""),  # there and back
        (STOOD, replace(STOOD, status="confirmed"), ""),
        (None, OFF, ""),  # booked and cancelled before a word was said
        (OFF, OFF, ""),
        (STOOD, replace(LATER, status="checked_in"), ""),  # they are there
        (STOOD, replace(STOOD, status="no_show"), ""),
    ],
)
def test_the_deed(before: Stand | None, after: Stand, deed: str) -> None:
    assert deed_between(before, after) == deed


@pytest.mark.parametrize(
    ("deed", "before", "after", "moment", "past"),
    [
        ("moved", STOOD, LATER, NOON, False),  # it would begin now, but no longer does
        ("moved", LATER, STOOD, NOON, True),
        ("booked", None, STOOD, NOON - HOUR, False),
        ("cancelled", STOOD, replace(LATER, status="cancelled"), NOON, True),
        ("cancelled", LATER, OFF, NOON, False),
    ],
)
def test_what_is_past_is_not_told(
    deed: str, before: Stand | None, after: Stand, moment: datetime, past: bool
) -> None:
    assert is_past(deed, before, after, moment=moment) == past
