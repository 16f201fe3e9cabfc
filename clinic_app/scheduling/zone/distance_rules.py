"""How far one moment is after another, where the clocks may change in between. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.kit.zones import first_instant, to_wall


@dataclass(frozen=True, slots=True)
class Distance:
    """Some days on the wall, and the time that passes from the same wall time of that day."""

    days: int
    rest: timedelta

    @classmethod
    def between(cls, one: datetime, other: datetime, zone_name: str) -> "Distance":
        """Return how far `other` is after `one`."""
        days = (to_wall(other, zone_name).date() - to_wall(one, zone_name).date()).days
        return cls(days, other - _days_on(one, days, zone_name))

    def after(self, moment: datetime, zone_name: str) -> datetime:
        """Return the moment that is so far after another."""
        return _days_on(moment, self.days, zone_name) + self.rest


def _days_on(moment: datetime, days: int, zone_name: str) -> datetime:
    if not days:
        return moment
    return first_instant(to_wall(moment, zone_name) + timedelta(days=days), zone_name)
