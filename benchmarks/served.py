"""Serves the product for a benchmark: one process, as `serve` does, but without pages."""

import os
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]


class Served:
    """One process that serves `benchmarks.app` on a port."""

    def __init__(self, database_url: str, port: int) -> None:
        """Start it and wait until it answers."""
        self.address = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            [
                *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
                *("--port", str(port), "--log-level", "warning", "benchmarks.app:app"),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database_url,
                "ENVIRONMENT": "test",
                "PORT": str(port),
                "ENCRYPTION_KEYS": b64encode(bytes(range(32))).decode(),
                "REFLEX_ENV_MODE": "prod",
                "REFLEX_TELEMETRY_ENABLED": "false",
                "__REFLEX_SKIP_COMPILE": "true",
            },
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.address}/ping", timeout=2):  # noqa: S310  # ours
                    return
            except OSError:
                if self._process.poll() is not None:
                    raise SystemExit("the product did not start") from None
                time.sleep(0.1)
        self.stop()
        raise SystemExit("the product did not answer")

    def memory(self) -> float:
        """Return the resident memory of the process and its worker, in MB."""
        return sum(one.memory_info().rss for one in _family(self._process.pid)) / 1e6

    def cpu(self) -> float:
        """Return the seconds of CPU that the process and its worker have used so far."""
        return cpu_of(self._process.pid)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(20)


@contextmanager
def on_cores(cores: set[int]) -> Generator[None]:
    """Let what is started within run on these cores alone. Linux only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process and its living children have used."""
    seconds = 0.0
    for one in _family(pid):
        with suppress(psutil.NoSuchProcess):
            seconds += sum(one.cpu_times()[:2])
    return seconds


def _family(pid: int) -> list[psutil.Process]:
    main = psutil.Process(pid)
    return [main, *main.children(recursive=True)]
