"""Builds the browser's part once for each state of the sources, and finds it again.

A build lies in `.build/front_end/<digest of its sources>`. So it needs no stamp of its own, two
starts share it whatever their port, and one that is being served is never written to.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic_app.command_line.reflex_environment import BUILD_FOLDER, ROOT, build_environment
from clinic_app.command_line.say import progress, step
from clinic_app.kit.cannot_start import CannotStart

BUILDS = BUILD_FOLDER / "front_end"
LOG = BUILD_FOLDER / "front_end.log"
KEPT_BUILDS = 3
# Everything that pages may be compiled from. No page can import what is left out: the import
# floors forbid it.
SOURCES = ("clinic_app", "assets", "rxconfig.py", "requirements.txt")
LOCK_FILES = ("reflex.lock",)
LEFT_OUT = ("clinic_app/command_line", "clinic_app/cli.py", "assets/external")
NETWORK_TROUBLE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|_CERT_|npm error network"
)


def front_end() -> Path:
    """Return the folder to serve, after building it where the sources changed."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    found = _current()
    if not found.is_dir():
        with (
            step("Building the front end (only when its sources change)"),
            (BUILD_FOLDER / "front_end.lock").open("w") as lock,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)  # another start may be building it right now
            found = _current()
            if not found.is_dir():
                found = _build()
    os.utime(found)
    return found


def _current() -> Path:
    return BUILDS / f"{_digest(SOURCES)}-{_digest(LOCK_FILES)}"


def _digest(names: tuple[str, ...]) -> str:
    total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in _files(names):
        total.update(f"\0{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]


def _files(names: tuple[str, ...]) -> Iterator[Path]:
    left_out = tuple(ROOT / name for name in LEFT_OUT)
    for name in names:
        source = ROOT / name
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            skipped = "__pycache__" in file.parts or any(map(file.is_relative_to, left_out))
            if file.is_file() and not skipped:
                yield file


def _build() -> Path:
    # What is compiled is what was there at the beginning: an edit meanwhile asks for another
    # build. Only the lock files may be changed by the build itself (a new component brings a
    # new package), so they are read at the end.
    sources = _digest(SOURCES)
    with LOG.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=ROOT,
            env=build_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        with process:
            for line in process.stdout or ():
                log.write(line)
                progress(re.sub("[─━╸╺]+", "", line).strip())
    if process.returncode:
        raise CannotStart(_why(LOG.read_text(errors="replace")))
    return _keep(BUILDS / f"{sources}-{_digest(LOCK_FILES)}")


def _keep(target: Path) -> Path:
    fresh = BUILDS / f".unfinished-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(ROOT / ".web" / "build" / "client", fresh / "build" / "client")
    shutil.copytree(ROOT / ".web" / "backend", fresh / "backend")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    builds = sorted(BUILDS.iterdir(), key=lambda build: build.stat().st_mtime, reverse=True)
    for old in builds[KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _why(log: str) -> str:
    """What went wrong, as a sentence, from what the build printed."""
    if "No space left on device" in log or "ENOSPC" in log:
        return "There is no disk space left for the front end. Free some and start again."
    if NETWORK_TROUBLE.search(log):
        return (
            "The front end's packages could not be downloaded. Check the network connection "
            f"(and proxy settings), then start again. Details: {LOG}"
        )
    last = "\n".join(log.strip().splitlines()[-25:])
    return f"{last}\n\nThe front end could not be built. The whole output is in {LOG}."
