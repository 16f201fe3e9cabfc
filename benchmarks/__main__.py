"""`make bench`: make databases, measure the product on them, print, write the figures down.

`python -m benchmarks pages`, `growth` or `http` runs one part alone; each has its own JSON file.
"""

import asyncio
import json
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import psutil
from psycopg import connect, sql

from benchmarks import measure
from benchmarks.bench_key import add_key
from benchmarks.clinic import BenchClinic, make_clinic
from benchmarks.figures import Figure, table
from benchmarks.growth import measure_growth
from benchmarks.growth_clinics import GrowthClinic, make_clinics
from benchmarks.http_load import CONNECTIONS, REQUESTS, measure_http, postmaster
from benchmarks.races import measure_races
from benchmarks.served import Served, on_cores
from benchmarks.tab import Tab
from clinic_app.command_line.say import say, step
from clinic_app.database.embedded import EmbeddedServer
from clinic_app.database.migrate import migrate

LATEST = Path(__file__).parent / "latest.json"
HTTP = Path(__file__).parent / "http.json"
HTTP_APART = Path(__file__).parent / "http_apart.json"
RACES = Path(__file__).parent / "races.json"
GROWTH = Path(__file__).parent / "growth.json"
SIZES = (("small", 10_000, 1_000), ("large", 1_000_000, 100_000))


def main(words: Sequence[str]) -> None:
    """Run the named parts, or all."""
    for name, part in PARTS.items():
        if name in words or not words:
            with tempfile.TemporaryDirectory(prefix="polyclinic-bench-") as folder:
                Path(folder).chmod(0o755)  # run as root, the database has a user of its own
                with step("Starting a PostgreSQL of its own, with durable commits"):
                    server = EmbeddedServer.start(Path(folder))
                try:
                    part(server)
                finally:
                    server.stop()


def _pages(server: EmbeddedServer) -> None:
    url = server.url()
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
    floor = {"name": "a bare Reflex event, one session, p50", "value": least, "unit": "ms"}
    _write(LATEST, figures, floor=floor)


def _http(server: EmbeddedServer) -> None:
    _write(HTTP, _load_http(server, psutil.Process().cpu_affinity()))


def _http_apart(server: EmbeddedServer) -> None:
    """The same with a core for the server alone: the scheduler cannot put PostgreSQL beside it."""
    first, *others = psutil.Process().cpu_affinity()
    for process in psutil.Process(postmaster(server.url())), psutil.Process():
        process.cpu_affinity(others or [first])
    _write(HTTP_APART, _load_http(server, [first]))


def _load_http(server: EmbeddedServer, cores: list[int]) -> list[Figure]:
    url = server.url()
    with step("Making the clinic: 100,000 patients, 2,800 visits"):
        migrate(url)
        clinic = make_clinic(url)
        key = add_key(url, clinic)
    os.environ["API_REQUESTS_PER_MINUTE"] = "1000000000"  # the limit is not what is measured
    with step("Serving the product"), on_cores({*cores}):
        served = Served(url, _free_port())
    requests = int(os.environ.get("BENCH_REQUESTS", REQUESTS))
    try:
        with step(f"Sending {requests:,} requests of each kind over {CONNECTIONS} connections"):
            return asyncio.run(measure_http(served, url, clinic, key, requests))
    finally:
        served.stop()


def _growth(server: EmbeddedServer) -> None:
    made: list[tuple[str, list[GrowthClinic]]] = []
    for name, visits, patients in SIZES:
        with step(f"Making ten clinics with {visits:,} visits and {patients:,} patients"):
            with connect(server.superuser_url(), autocommit=True) as superuser:
                superuser.execute(
                    sql.SQL("CREATE DATABASE {} OWNER polyclinic").format(sql.Identifier(name))
                )
            migrate(server.url(name))
            clinics = make_clinics(server.url(name), visits=visits, patients=patients)
            made.append((server.url(name), clinics))
    with step("Measuring both in turns"):
        figures = asyncio.run(measure_growth(*made))
    _write(GROWTH, figures)


def _races(server: EmbeddedServer) -> None:
    url = server.url()
    migrate(url)
    with step("Letting 50 want one time, a thousand times"):
        figures = asyncio.run(measure_races(url))
    _write(RACES, figures)


def _write(path: Path, figures: list[Figure], **more: object) -> None:
    say()
    say(table(figures))
    path.write_text(json.dumps(_report(figures) | more, indent=2) + "\n")
    say(f"\nWritten to {path}")


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


def _report(figures: list[Figure]) -> dict[str, object]:
    return {
        "machine": {
            "cores": psutil.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9),
            "python": platform.python_version(),
        },
        "figures": [asdict(figure) | {"meets": figure.meets} for figure in figures],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PARTS: dict[str, Callable[[EmbeddedServer], None]] = {
    "pages": _pages,
    "growth": _growth,
    "http": _http,
    "http-apart": _http_apart,
    "races": _races,
}


if __name__ == "__main__":
    main(sys.argv[1:])
