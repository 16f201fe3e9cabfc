"""`reset`: throws the embedded database away, after asking."""

import shutil
import sys

from clinic_app.command_line.say import say
from clinic_app.database.embedded import EmbeddedServer
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings


def reset(*, yes: bool) -> None:
    """Remove what `run` made under VAR. Never touches the server of DATABASE_URL."""
    if settings().database_url is not None:
        raise CannotStart(
            "DATABASE_URL is set, and `reset` only removes the embedded database under VAR. "
            "Drop and create that database yourself, or run without DATABASE_URL."
        )
    var = settings().var
    if not (var / "postgres").exists():
        say(f"There is nothing in {var} to remove.")
        return
    if not yes and not _agreed(f"Remove all data in {var} for good? Type yes: "):
        raise CannotStart("Nothing was removed.")
    EmbeddedServer.start(var).stop()  # refuses while somebody uses it; ends a leftover server
    shutil.rmtree(var / "postgres")
    for name in ("encryption_key", "postgres.log"):
        (var / name).unlink(missing_ok=True)
    say(f"Removed the data in {var}. `make run` starts afresh.")


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise CannotStart("There is nobody to ask. Add --yes to remove the data without asking.")
    return input(question).strip().lower() == "yes"
