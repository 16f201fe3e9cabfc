"""`build`: makes the front end ahead of the first start, as for an image."""

from clinic_app.command_line.front_end import front_end
from clinic_app.command_line.say import say


def build() -> None:
    """Build where the sources changed, and say where the build lies."""
    say(f"The front end is in {front_end()}.")
