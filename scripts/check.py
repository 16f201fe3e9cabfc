"""Runs the checks, side by side where they can be, and says at the end which of them failed.

Without arguments the fast ones; with `--all` the tests and the browser journeys as well.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from clinic_app.command_line.say import say  # noqa: E402 # needs the path


@dataclass(frozen=True)
class Check:
    """One program that answers with its exit code."""

    name: str
    command: tuple[str, ...]


STOPPED = (2, -signal.SIGINT, -signal.SIGTERM)  # 2: pytest was interrupted
# House rules run with the fast checks, journeys by themselves.
ELSEWHERE = ("--ignore=tests/house_rules", "--ignore=tests/journeys")
# Neighbours stay together, for what their file prepares, until a worker has nothing left to do.
SHARED = ("--dist", "worksteal")
STATIC = (
    Check("format", ("ruff", "format", "--check", "--quiet", ".")),
    Check("lint", ("ruff", "check", "--quiet", ".")),
    Check("import floors", ("lint-imports", "--no-cache")),
    # They read files alone, so no database is started for them.
    Check("house rules", ("pytest", "-q", "-p", "no:xdist", "--noconftest", "tests/house_rules")),
    Check("types", ("pyright",)),
)
# Beside the types, which leave a core idle; the journeys then find the pages built.
BUILD = Check("front end", (sys.executable, "-m", "clinic_app", "build"))
TESTS = (
    Check("unit and database tests", ("pytest", "-n", "auto", *SHARED, *ELSEWHERE)),
    # Three, though there may be two cores: a browser waits more than it works.
    Check("journeys", ("pytest", "-n", "3", *SHARED, "tests/journeys")),
)


def main(words: Sequence[str]) -> int:
    """Run what is asked for; 0 where all passed."""
    began = time.monotonic()
    everything = "--all" in words
    failed = _side_by_side((*STATIC, BUILD) if everything else STATIC)
    if everything:
        if os.environ.get("DATABASE_URL"):
            say("• The tests use the database server of DATABASE_URL")
        failed += [check.name for check in TESTS if not _in_the_open(check)]
    say()
    for name in failed:
        say(f"✗ {name} failed")
    outcome = "Some checks failed" if failed else "All checks passed"
    say(f"{outcome}, in {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


def _side_by_side(checks: Sequence[Check]) -> list[str]:
    """Run quiet checks together; the output of those that fail is printed."""
    failed: list[str] = []
    say(f"• Checking {', '.join(check.name for check in checks)}")
    with ThreadPoolExecutor(len(checks)) as pool:
        for check, (done, seconds) in zip(checks, pool.map(_quietly, checks), strict=True):
            say(f"  {'✓' if done.returncode == 0 else '✗'} {check.name} ({seconds:.1f} s)")
            if done.returncode:
                say(done.stdout)
                failed.append(check.name)
    return failed


def _quietly(check: Check) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done, time.monotonic() - began


def _in_the_open(check: Check) -> bool:
    """Run a check whose own output is worth reading as it comes."""
    say(f"\n• Running {check.name}")
    process = subprocess.Popen(check.command, cwd=ROOT, env=_environment())

    def pass_on(*_: object) -> None:
        process.send_signal(signal.SIGINT)

    def leave_it(*_: object) -> None:
        """A terminal's Ctrl-C reaches pytest by itself. (SIG_IGN would be inherited.)"""

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, leave_it)
    code = process.wait()
    if code in STOPPED:  # pytest has stopped its database; nothing more is begun
        sys.exit(130)
    return code == 0


def _environment() -> dict[str, str]:
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])
    # Pyright is a Node program that its Python wrapper fetches once, pinned like the wrapper.
    ours = {**os.environ, "PATH": path, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    # A hundred processes start the product or its tests: they need not all compile them anew.
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
