"""The browser of the journeys: found on the machine, or fetched by `python -m tests.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from clinic_app.command_line.say import complain, say, step

# The shell without a window's own furniture comes first: it needs half the time.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)

# No network but ours; root, as in a container, has no sandbox.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def executable() -> str | None:
    """The machine's own Chromium; None lets Playwright use the one it downloaded."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def works() -> bool:
    """Whether a browser starts: a file alone proves nothing, its libraries may be missing."""
    try:
        with sync_playwright() as playwright:
            found = executable() or playwright.chromium.executable_path
            if not Path(found).exists():
                return False
            playwright.chromium.launch(executable_path=found, args=ARGUMENTS).close()
    except Error:
        return False
    return True


def fetch() -> bool:
    """Try each way to a browser until one starts."""
    ways: list[tuple[str, Callable[[], bool]]] = [
        ("Downloading the browser that Playwright brings", _from_playwright),
        ("Installing Chromium with apt-get", _from_the_system),
    ]
    for text, way in ways:
        with step(text):
            done = way()
        if done and works():
            return True
        say("  that did not work")
    return False


def _from_playwright() -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _from_the_system() -> bool:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    packages = ("chromium-headless-shell", "chromium")  # not every release has the first
    return _run([apt, "update"]) and any(_run([apt, "install", "-y", name]) for name in packages)


def _run(command: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, check=False, env=quiet)
    return done.returncode == 0


def main() -> int:
    """Make sure there is a browser; the exit code."""
    if works() or fetch():
        return 0
    complain(
        "There is no browser for the journeys, and none could be downloaded. Install Chromium "
        "(on Debian and Ubuntu, as root: apt-get install chromium) and start again."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
