"""Serves pages, live connection and API from one process on one port, until told to stop."""

import errno
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from clinic_app.command_line.reflex_environment import serving_environment
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings

Loader = Callable[..., object]

APP = "clinic_app.clinic_app:app"
SECONDS_TO_FINISH = 5  # for requests that run when the server is told to stop
SECONDS_TO_APPEAR = 60


class WebServer(MPServer):
    """Granian with one worker, which calls back once the first page can be had."""

    def __init__(self, ready: Callable[[], None]) -> None:
        """Listen where the settings say."""
        self._ready = ready
        super().__init__(
            APP,
            address=settings().host,
            port=settings().port,
            interface=Interfaces.ASGI,
            factory=True,
            log_level=LogLevels.info if settings().log_level == "DEBUG" else LogLevels.warning,
            workers_kill_timeout=SECONDS_TO_FINISH,
        )

    def startup(self, spawn_target: Loader, target_loader: Loader) -> None:
        """Start the worker, then watch for its first answer."""
        super().startup(spawn_target, target_loader)  # pyright: ignore[reportUnknownMemberType]  # Granian leaves both untyped
        # A closed terminal ends everything, as Ctrl-C does, instead of reloading.
        signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
        # After the worker has been forked: a fork must not happen among threads.
        threading.Thread(target=self._announce, daemon=True).start()

    def _announce(self) -> None:
        host = "127.0.0.1" if settings().host in {"0.0.0.0", "::"} else settings().host  # noqa: S104 # compared, not bound
        address = f"http://{f'[{host}]' if ':' in host else host}:{settings().port}/ping"
        deadline = time.monotonic() + SECONDS_TO_APPEAR
        while time.monotonic() < deadline and not self.main_loop_interrupt.is_set():
            try:
                with urllib.request.urlopen(address, timeout=5):  # http, built above
                    self._ready()
                    return
            except OSError:
                time.sleep(0.05)


def serve_web(front_end: Path, ready: Callable[[], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP. Exits with 1 where the app itself ends."""
    os.environ.update(serving_environment(front_end))
    method = "fork" if sys.platform == "linux" else "spawn"
    multiprocessing.set_start_method(method, force=True)
    WebServer(ready).serve()


def check_port() -> None:
    """Refuse a port that something else holds, before any work is done."""
    host, port = settings().host, settings().port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise CannotStart(_why_no_port(error, host, port)) from None


def _why_no_port(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is busy: another program is listening there. "
            f"Stop it, or choose another port with PORT={port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may only be used by root. Choose one above 1023 with PORT=."
    return f"{host} is not an address of this machine. Set HOST=127.0.0.1, or 0.0.0.0 for all."
