"""Prepares .venv: makes it, and installs what is pinned where that changed since the last time.

Runs on the machine's own Python, before any package is there, so it uses the standard library
only. Two that start together wait for each other.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from clinic_app.command_line.say import complain, progress, step  # noqa: E402 # needs the path

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / ".build" / "setup.log"
REQUIREMENTS = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
NETWORK_TROUBLE = re.compile(
    "Failed to establish|NewConnectionError|name resolution|ConnectTimeout"
    "|Connection (refused|reset|broken)|ReadTimeout|Read timed out"
    "|ProxyError|SSLError|No matching distribution"
)


def main(words: Sequence[str]) -> int:
    """Prepare what is asked for; the exit code."""
    kind = "dev" if "--dev" in words else "run"
    LOG.parent.mkdir(exist_ok=True)
    try:
        with (LOG.parent / "setup.lock").open("w") as lock:
            if not _is_ready(kind):
                _wait_for(lock)
            if not _is_ready(kind):  # another start may have done it while we waited
                _prepare(kind)
    except _Failed as failed:
        complain(str(failed))
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    except OSError as error:
        complain(f"{error.filename or VENV}: {error.strerror}. Is the disk full, or read-only?")
        return 1
    return 0


def _wait_for(lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with step("Waiting for another start that prepares .venv"):
            fcntl.flock(lock, fcntl.LOCK_EX)


class _Failed(Exception):
    """A sentence for the person at the terminal."""


def _is_ready(kind: str) -> bool:
    stamp = VENV / f".installed-{kind}"
    return stamp.exists() and stamp.read_text() == _wanted(kind) and _venv_works()


def _wanted(kind: str) -> str:
    texts = b"\0".join((ROOT / name).read_bytes() for name in REQUIREMENTS[kind])
    return hashlib.sha256(texts + str(VENV).encode()).hexdigest()


def _venv_works() -> bool:
    """Whether .venv has a Python that runs: an upgrade of the system may have taken it away."""
    code = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return (
            subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def _prepare(kind: str) -> None:
    if not _venv_works():
        _make_venv()
    names = REQUIREMENTS[kind][-1]
    with step(f"Installing the packages of {names}"):
        _install(names)
    for done in ("run", "dev")[: len(REQUIREMENTS[kind])]:
        (VENV / f".installed-{done}").write_text(_wanted(done))


def _make_venv() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    with step(f"Making the virtual environment .venv with Python {version}"):
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
        )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        said = (made.stdout + made.stderr).strip()
        if "ensurepip" in said:
            said = (
                "This Python comes without venv and pip. On Debian and Ubuntu install them with "
                f"`apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv`."
            )
        raise _Failed(said or "Python could not make a virtual environment.")


def _install(requirements: str) -> None:
    command = [
        *(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        *("--retries", "2", "--progress-bar", "off", "-r", requirements),
    ]
    with LOG.open("w") as log:
        pip = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        with pip:
            for line in pip.stdout or ():
                log.write(line)
                progress(line.split("(from")[0].strip())
    if pip.returncode:
        raise _Failed(_why(LOG.read_text(errors="replace")))


def _why(log: str) -> str:
    if "No space left on device" in log:
        return "There is no disk space left for the packages. Free some and start again."
    if NETWORK_TROUBLE.search(log):
        return (
            "The Python packages could not be downloaded. Check the network connection (and proxy "
            f"settings), then start again. Details: {LOG}"
        )
    last = "\n".join(log.strip().splitlines()[-15:])
    return f"{last}\n\nThe Python packages could not be installed. The whole output is in {LOG}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
