"""The clinic's own date and wall times, wherever the person sits."""

from datetime import date, datetime

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall


def clinic_today(actor: Actor) -> date:
    """Return today's date in the clinic's zone."""
    return to_wall(now(), actor.time_zone).date()


def show_clinic_time(actor: Actor, instant: datetime) -> str:
    """Return an instant as the clinic's wall time: “3 Mar 2026, 9:41”."""
    wall = to_wall(instant, actor.time_zone)
    return f"{wall.day} {wall:%b %Y}, {clock(wall)}"
