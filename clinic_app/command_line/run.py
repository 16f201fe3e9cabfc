"""`run`: everything for trying and developing, in one command (`make run`)."""

import os

from clinic_app.command_line.bring_up_to_date import bring_up_to_date
from clinic_app.command_line.demo import demo_if_empty
from clinic_app.command_line.front_end import front_end
from clinic_app.command_line.local_secrets import use_local_encryption_key
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import say
from clinic_app.command_line.web_server import check_port, serve_web
from clinic_app.demo.accounts import ACCOUNTS, PASSWORD
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings


def run() -> None:
    """Start the database, migrate, load the demo where it is empty, build, and serve."""
    if not os.environ.get("ENVIRONMENT"):
        os.environ["ENVIRONMENT"] = "demo"
        settings.cache_clear()
    if settings().environment == "production":
        raise CannotStart(
            "`run` is for trying and developing; ENVIRONMENT is production. "
            "Use `python -m clinic_app serve` (docs/operations.md)."
        )
    check_port()
    with open_database():
        use_local_encryption_key()
        bring_up_to_date()
        if settings().environment == "demo":
            demo_if_empty()
        serve_web(front_end(), _announce)


def _announce() -> None:
    say(f"\nPolyclinic is at {settings().base_url}")
    if settings().environment == "demo":
        say(f"\nDemo accounts, all with the password {PASSWORD}:")
        for account in ACCOUNTS:
            say(f"  {account.email:<36} {account.role:<10} {account.organization}")
    say("\nCtrl-C stops it.")
