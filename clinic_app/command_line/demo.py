"""`demo`: loads the demo clinics into an empty database, and nowhere else."""

import psycopg

from clinic_app.command_line.bring_up_to_date import bring_up_to_date
from clinic_app.command_line.local_secrets import use_local_encryption_key
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import progress, step
from clinic_app.command_line.with_engine import owner_url, with_engine
from clinic_app.demo.load_demo import load_demo
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings


def demo() -> None:
    """Load the demo, refusing in production and where somebody is registered already."""
    if settings().environment == "production":
        raise CannotStart("ENVIRONMENT is production: the demo and its accounts are refused there.")
    with open_database():
        use_local_encryption_key()
        bring_up_to_date()
        _load()


def demo_if_empty() -> None:
    """Load the demo unless there is anybody in the database."""
    with psycopg.connect(owner_url()) as connection:
        if connection.execute("SELECT 1 FROM person LIMIT 1").fetchone() is None:
            _load()


def _load() -> None:
    with step("Loading the demo clinics"):
        with_engine(load_demo(progress))
