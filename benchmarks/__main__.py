"""`make bench`: make a database, serve the product on it, measure, print, write latest.json."""

import asyncio
import json
import platform
import socket
import tempfile
from dataclasses import asdict
from pathlib import Path

import psutil

from benchmarks import measure
from benchmarks.clinic import BenchClinic, make_clinic
from benchmarks.figures import Figure, table
from benchmarks.served import Served
from benchmarks.tab import Tab
from clinic_app.command_line.say import say, step
from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.migrate import migrate

LATEST = Path(__file__).parent / "latest.json"


def main() -> None:
    """Run everything once."""
    with tempfile.TemporaryDirectory(prefix="polyclinic-bench-") as folder:
        Path(folder).chmod(0o755)  # run as root, the database has a user of its own
        with step("Starting a PostgreSQL of its own, with durable commits"):
            server = EmbeddedServer.start(Path(folder))
        try:
            _bench(server.url())
        finally:
            server.stop()


def _bench(url: str) -> None:
    with step("Making the clinic: 100,000 patients, 2,800 visits"):
        migrate(url)
        clinic = make_clinic(url)
    with step("Serving the product"):
        served = Served(url, _free_port())
    try:
        with step("Measuring"):
            least, figures = asyncio.run(_measure(served, clinic))
    finally:
        served.stop()
    say()
    say(table(figures))
    LATEST.write_text(json.dumps(_report(least, figures), indent=2) + "\n")
    say(f"\nWritten to {LATEST}")


async def _measure(served: Served, clinic: BenchClinic) -> tuple[float, list[Figure]]:
    at_rest = served.memory()
    async with Tab(served.address, clinic.cookies[0]) as tab:
        least = await measure.floor(tab)
        figures = [
            await measure.free_slots(tab, clinic, least, everybody=False),
            await measure.free_slots(tab, clinic, least, everybody=True),
            await measure.search(tab, least),
            await measure.book(tab, clinic, least),
            *await measure.day_view(tab, clinic, least),
        ]
    figures += await measure.fifty_calendars(served, clinic)
    return least, [*figures, Figure("memory at rest", at_rest, "MB")]


def _report(least: float, figures: list[Figure]) -> dict[str, object]:
    return {
        "machine": {
            "cores": psutil.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9),
            "python": platform.python_version(),
        },
        "floor": {"name": "a bare Reflex event, one session, p50", "value": least, "unit": "ms"},
        "figures": [asdict(figure) | {"meets": figure.meets} for figure in figures],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
