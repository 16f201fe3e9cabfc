"""Which dates an exception or a holiday can be for."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import day_bounds, to_wall

MOST_DATES = 100
_FURTHEST = timedelta(days=5 * 366)


def today_of(actor: Actor) -> date:
    """Return the clinic's date."""
    return to_wall(now(), actor.time_zone).date()


def checked_dates(actor: Actor, days: Iterable[date], *, field: str = "days") -> list[date]:
    """Return 1 to 100 dates, sorted and once each, from today to five years ahead."""
    wanted = sorted(set(days))
    today = today_of(actor)
    if not wanted:
        raise Invalid("Please choose a date.", field=field)
    if len(wanted) > MOST_DATES:
        raise Invalid(f"Please choose at most {MOST_DATES} dates at once.", field=field)
    if wanted[0] < today:
        raise Invalid("That date has passed.", field=field)
    if wanted[-1] > today + _FURTHEST:
        raise Invalid("Please choose dates within the next five years.", field=field)
    return wanted


def span_of(actor: Actor, days: list[date]) -> tuple[datetime, datetime]:
    """Return the instants between which sorted dates lie."""
    return day_bounds(days[0], actor.time_zone)[0], day_bounds(days[-1], actor.time_zone)[1]
