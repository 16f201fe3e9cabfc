"""The command line: reads the command, runs it, and turns every refusal into one sentence."""

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

from pydantic import ValidationError

from clinic_app.command_line.say import complain
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.kit.errors import ClinicError

ROOT = Path(__file__).parents[1]


# Each is clinic_app/command_line/<name>.py with a function of that name, imported when asked for.
COMMANDS = {
    "run": "Start everything for trying and developing: database, demo, pages.",
    "serve": "Start in production (docs/operations.md).",
    "worker": "Do jobs, such as sending mail, beside the app.",
    "build": "Build the front end ahead of the first start, as for an image.",
    "migrate": "Bring the database's schema up to date.",
    "demo": "Load the demo clinics into an empty database.",
    "reset": "Throw the embedded database away, after asking.",
    "create-organization": "Found a clinic; asks for its owner's password.",
    "verify-audit": "Recompute every clinic's audit trail.",
    "generate-key": "Print a new encryption key.",
    "rotate-keys": "Bring national ids under the first of ENCRYPTION_KEYS.",
}
# What a command must be told, in words of its function.
ASKED = {
    "create-organization": {
        "name": "the clinic's name",
        "slug": "its short name for addresses, such as city-medical",
        "time-zone": "such as Europe/Berlin",
        "country": "two letters, such as DE",
        "currency": "three letters, such as EUR",
        "owner-name": "who owns it",
        "owner-email": "the owner's address, to sign in with",
    },
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m clinic_app", description="Polyclinic.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    made = {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}
    for name, options in ASKED.items():
        for option, text in options.items():
            made[name].add_argument(f"--{option}", required=True, help=text)
    made["reset"].add_argument("--yes", action="store_true", help="do not ask")
    return parser


def _command(name: str) -> Callable[..., None]:
    name = name.replace("-", "_")
    return getattr(import_module(f"clinic_app.command_line.{name}"), name)


def _stop(signal_number: int, _: FrameType | None) -> None:
    raise KeyboardInterrupt(signal_number)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 refused with a sentence, 2 no such command."""
    arguments = vars(_parser().parse_args(words))
    _work_from_the_project_folder()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)  # like Ctrl-C: what was started is stopped in order
    try:
        _command(arguments.pop("command"))(**arguments)
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    except (CannotStart, ClinicError) as refusal:
        complain(str(refusal))
        return 1
    except ValidationError as invalid:
        complain(_sentences(invalid))
        return 1
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        complain(f"There is no disk space left ({error.filename or 'disk full'}). Free some.")
        return 1
    return 0


def _work_from_the_project_folder() -> None:
    if (var := os.environ.get("VAR")) and not Path(var).is_absolute():
        os.environ["VAR"] = str(Path.cwd() / var)
    os.chdir(ROOT)  # Reflex looks for rxconfig.py here


def _sentences(invalid: ValidationError) -> str:
    lines = ["The environment cannot be used as it is:"]
    for error in invalid.errors(include_url=False, include_input=False, include_context=False):
        name = str(error["loc"][0]).upper() if error["loc"] else "settings"
        lines.append(f"  {name}: {error['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
