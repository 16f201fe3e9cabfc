"""`serve`: the production start. It takes nothing for granted and loads no demo."""

import os

from clinic_app.command_line.bring_up_to_date import bring_up_to_date
from clinic_app.command_line.front_end import front_end
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import say
from clinic_app.command_line.web_server import check_port, serve_web
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings

NEEDED = {
    "DATABASE_URL": "the PostgreSQL server, such as postgresql://polyclinic:…@host/polyclinic",
    "PUBLIC_URL": "the address people type, such as https://clinic.example",
    "ENCRYPTION_KEYS": "the key for national ids; `python -m clinic_app generate-key` prints one",
}


def serve() -> None:
    """Check what production needs, bring the schema up to date, and serve."""
    if not os.environ.get("ENVIRONMENT"):
        os.environ["ENVIRONMENT"] = "production"
        settings.cache_clear()
    if settings().environment == "demo":
        raise CannotStart(
            "`serve` is the production start and has no demo; ENVIRONMENT is demo. "
            "Use `make run` for the demo, or leave ENVIRONMENT out."
        )
    if missing := [name for name in NEEDED if not getattr(settings(), name.lower())]:
        wanted = "\n".join(f"  {name}: {NEEDED[name]}" for name in missing)
        raise CannotStart(f"These environment variables are missing:\n{wanted}")
    check_port()
    with open_database():
        bring_up_to_date()
        if settings().smtp_url is None:
            say("  SMTP_URL is not set: mail is printed here instead of being sent.")
        serve_web(front_end(), lambda: say(f"Polyclinic is at {settings().base_url}"))
