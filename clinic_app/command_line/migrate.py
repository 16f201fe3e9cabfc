"""`migrate`: brings the schema up to date and ends."""

from clinic_app.command_line.bring_up_to_date import bring_up_to_date
from clinic_app.command_line.open_database import open_database


def migrate() -> None:
    """Apply what is missing; a database that is up to date is left alone."""
    with open_database():
        bring_up_to_date()
