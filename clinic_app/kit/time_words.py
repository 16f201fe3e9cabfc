"""A time of day for reading, the same wherever it stands."""

from datetime import datetime, time


def clock(moment: datetime | time) -> str:
    """Return the time of day: 9:15."""
    return f"{moment.hour}:{moment.minute:02}"
