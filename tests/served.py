"""The product, started as a person starts it, in a process and a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[1]
OURS = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "PUBLIC_URL", "ENCRYPTION_KEY", "ENCRYPTION_KEYS"),
    *("ENVIRONMENT", "PORT", "HOST", "VAR", "REDIS_URL", "SMTP_URL", "SMS_URL", "ALLOWED_ORIGINS"),
)


@dataclass
class Served:
    """A running product: where it is, and what it has printed so far."""

    url: str
    var: Path
    process: "subprocess.Popen[str]"
    printed: list[str] = field(default_factory=list[str])
    _reader: Thread | None = field(default=None, init=False)

    def read_until(self, beginning: str) -> None:
        """Wait for a line, then go on reading beside: a full pipe would stop the product."""
        for line in self.process.stdout or ():
            self.printed.append(line)
            if line.startswith(beginning):
                self._reader = Thread(target=self._read_on, daemon=True)
                self._reader.start()
                return
        raise AssertionError("the product did not start:\n" + self.log)

    def _read_on(self) -> None:
        self.printed.extend(self.process.stdout or ())

    @property
    def log(self) -> str:
        """Everything it has printed so far."""
        return "".join(self.printed)

    def stop(self, by: signal.Signals = signal.SIGINT) -> str:
        """End it as Ctrl-C does and return what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        self.process.wait(60)
        if self._reader is not None:
            self._reader.join(10)
        return self.log


def free_port() -> int:
    """A port that nobody holds right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**settings: str) -> dict[str, str]:
    """The environment less our own settings, plus those named."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | settings


def command(*words: str) -> list[str]:
    """The product's command line."""
    return [sys.executable, "-m", "clinic_app", *words]


def run_command(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        command(*words),
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def serving(var: Path, **settings: str) -> Generator[Served]:
    """Start the product with its own data and port, wait for its address, stop it at the end."""
    settings = {"PORT": str(free_port()), "VAR": str(var), **settings}
    process = subprocess.Popen(
        command("run"),
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    served = Served(f"http://127.0.0.1:{settings['PORT']}", var, process)
    try:
        served.read_until("Polyclinic is at")
        yield served
    finally:
        served.stop()
