"""A moment in the words of a list: near ones by distance, far ones by date."""

from datetime import datetime, timedelta

from clinic_app.kit.clock import now
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall

_ONE_MINUTE = timedelta(minutes=1)
_ONE_HOUR = timedelta(hours=1)


def moment_words(moment: datetime, zone: str) -> str:
    """Return “2 minutes ago”, “today, 9:14”, “yesterday, 17:02” or “3 March 2026”."""
    gone = now() - moment
    if timedelta(0) <= gone < _ONE_MINUTE:
        return "just now"
    if timedelta(0) <= gone < _ONE_HOUR:
        minutes = int(gone / _ONE_MINUTE)
        return f"{minutes} minute{'s' if minutes != 1 else ''} ago"
    wall, today = to_wall(moment, zone), to_wall(now(), zone).date()
    days = {today: "today", today - timedelta(days=1): "yesterday"}
    days[today + timedelta(days=1)] = "tomorrow"
    if wall.date() in days:
        return f"{days[wall.date()]}, {clock(wall)}"
    return f"{wall:%-d %B %Y}"
