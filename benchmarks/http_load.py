"""REST under load: 10,000 requests from 200 connections of each kind, against one process.

The client is in this process, and shares the machine with the server and its database. The
connections are opened before the clock starts and stay open. The kinds are those of the seed's
own benchmark (see README.md), with made bookings apart from refusals.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from statistics import quantiles
from time import perf_counter, process_time
from urllib.parse import urlsplit
from uuid import UUID

import psutil
from psycopg import connect

from benchmarks.clinic import DAYS, BenchClinic
from benchmarks.figures import Figure
from benchmarks.served import Served, cpu_of

REQUESTS = 10_000
CONNECTIONS = 200
WARM_UP = 400
RIVALS = 10

# Beginnings that leave each other room in a day of 8 to 18 with its break, buffers included.
_TIMES = (
    *("08:00", "08:45", "09:30", "10:15", "11:00"),
    *("12:30", "13:15", "14:00", "14:45", "15:30", "16:15", "17:00"),
)
_FIRST_DAY = 35  # after the visits that the clinic was made with

_DOUBLES = """
    SELECT count(*) FROM reservation a
    JOIN reservation b ON b.organization_id = a.organization_id AND b.resource_id = a.resource_id
        AND b.id > a.id AND b.during && a.during
    WHERE a.organization_id = %s AND a.released_at IS NULL AND b.released_at IS NULL
"""


Slot = tuple[int, str, UUID]  # the day after the first, the wall time, with whom


@dataclass(frozen=True)
class Load:
    """One kind: its name, its requests, what each may be answered, and the seed's requests/s."""

    name: str
    requests: list[bytes]
    statuses: frozenset[int]
    seed: str
    target: float | None = None  # requests/s
    made: int | None = None  # how many of them must be made, of 201


@dataclass
class _Seen:
    """What came back."""

    milliseconds: list[float] = field(default_factory=list[float])
    statuses: Counter[int] = field(default_factory=Counter[int])
    bytes: int = 0
    cpu: tuple[float, ...] = ()  # seconds: of the server, of PostgreSQL, of this process


class HttpLoad:
    """The requests of one clinic's API key."""

    def __init__(self, address: str, clinic: BenchClinic, key: str) -> None:
        """Aim at `address`."""
        parts = urlsplit(address)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._clinic, self._key = clinic, key
        self._serial = 0
        self._slots = product(range(10_000), _TIMES, clinic.practitioners)

    def loads(self, requests: int) -> list[Load]:
        """Return every kind, with so many requests each."""
        few = max(1, requests // RIVALS)
        reads, made = frozenset({200}), frozenset({201})
        either = frozenset({201, 409})
        one = next(self._bookings())
        own = [self._booking(slot) for slot in self._take(few)]
        return [
            # What this machine gives in this hour; the others are to be read against it.
            Load("ping, which asks nothing", self._reads(requests, _ping), reads, "–"),
            Load(
                "list a practitioner's day, 10 rows",
                self._reads(requests, self._list_one),
                *(reads, "242", 1200),
            ),
            Load(
                "list the clinic's day, 100 rows", self._reads(requests, self._list_all), reads, "–"
            ),
            Load(
                "free times of a practitioner's day",
                self._reads(requests, self._free),
                *(reads, "205", 1000),
            ),
            Load(
                "book different times",
                [booking for booking, _ in zip(self._bookings(), range(requests), strict=False)],
                *(made, "61, 4 % of them server errors", 600, requests),
            ),
            Load("book one same time", [one] * requests, either, "268", None, 1),
            Load(
                f"book {few:,} times, {RIVALS} rivals each",
                [booking for booking in own for _ in range(RIVALS)],
                *(either, "175", None, few),
            ),
        ]

    def _reads(self, count: int, one: Callable[[int], str]) -> list[bytes]:
        return [self._request("GET", one(number)) for number in range(count)]

    def _day(self, number: int) -> date:
        return self._clinic.day + timedelta(days=number % DAYS)

    def _list_all(self, number: int) -> str:
        day = self._day(number)
        span = f"from={day}T00:00&to={day + timedelta(days=1)}T00:00"
        return f"/api/v1/appointments?{span}&limit=200"

    def _list_one(self, number: int) -> str:
        who = self._clinic.practitioners[number % len(self._clinic.practitioners)]
        return f"{self._list_all(number)}&practitioner={who}"

    def _free(self, number: int) -> str:
        who = self._clinic.practitioners[number % len(self._clinic.practitioners)]
        asked = f"service={self._clinic.service_id}&practitioner={who}"
        return f"/api/v1/availability?{asked}&first_day={self._day(number)}"

    def _take(self, count: int) -> Iterator[Slot]:
        for _ in range(count):
            yield next(self._slots)

    def _bookings(self) -> Iterator[bytes]:
        for slot in self._slots:
            yield self._booking(slot)

    def _booking(self, slot: Slot) -> bytes:
        day, time, who = slot
        self._serial += 1  # a patient of their own for each, who is nowhere else at that time
        patient = self._clinic.patients[self._serial % len(self._clinic.patients)]
        body = {
            "patient_id": str(patient),
            "service_id": str(self._clinic.service_id),
            "practitioner_id": str(who),
            "start": f"{self._clinic.day + timedelta(days=_FIRST_DAY + day)}T{time}",
        }
        return self._request("POST", "/api/v1/appointments", json.dumps(body).encode())

    def _request(self, method: str, path: str, body: bytes = b"") -> bytes:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Authorization: Bearer {self._key}\r\n"
        )
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"{head}\r\n".encode() + body

    async def run(self, load: Load, connections: int = CONNECTIONS) -> tuple[_Seen, float]:
        """Send the requests over so many connections; return what came back and the seconds."""
        seen = _Seen()
        left = iter(load.requests)
        opened = [await asyncio.open_connection(self._host, self._port) for _ in range(connections)]
        began = perf_counter()
        await asyncio.gather(*(_send_all(*one, left, seen) for one in opened))
        seconds = perf_counter() - began
        for _, writer in opened:
            writer.close()
        return seen, seconds


def _ping(_: int) -> str:
    return "/ping"


async def _send_all(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    requests: Iterator[bytes],
    seen: _Seen,
) -> None:
    for request in requests:
        began = perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        seen.milliseconds.append((perf_counter() - began) * 1000)
        seen.statuses[int(head[9:12])] += 1
        seen.bytes += length


async def measure_http(
    served: Served, url: str, clinic: BenchClinic, key: str, requests: int = REQUESTS
) -> list[Figure]:
    """Run every kind, one after the other; a wrong answer or a double is a figure that fails."""
    load = HttpLoad(served.address, clinic, key)
    database = postmaster(url)
    figures: list[Figure] = []
    errors = 0
    for one in load.loads(requests):
        if 200 in one.statuses:
            await load.run(Load("", one.requests[:WARM_UP], one.statuses, ""))
        before = served.cpu(), cpu_of(database), process_time()
        seen, seconds = await load.run(one)
        after = served.cpu(), cpu_of(database), process_time()
        seen.cpu = tuple(end - begin for begin, end in zip(before, after, strict=True))
        wrong = sum(count for status, count in seen.statuses.items() if status not in one.statuses)
        if one.made is not None:
            wrong += abs(seen.statuses[201] - one.made)
        errors += wrong
        figures.append(_figure(one, seen, seconds, wrong))
    figures.append(Figure("answers that should not be, of all of these", errors, "", 0))
    figures.append(Figure("double bookings, counted in SQL", _doubles(url, clinic), "", 0))
    return figures


def _figure(load: Load, seen: _Seen, seconds: float, wrong: int) -> Figure:
    cuts = quantiles(seen.milliseconds, n=100)
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(seen.statuses.items()))
    server, database, client = (each * 1000 / len(load.requests) for each in seen.cpu)
    detail = (
        f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms; {answers};"
        f" {wrong} wrong; {seen.bytes // len(load.requests):,} B each;"
        f" CPU each: server {server:.2f}, PostgreSQL {database:.2f}, client {client:.2f} ms;"
        f" the seed: {load.seed}"
    )
    rate = len(load.requests) / seconds
    return Figure(load.name, rate, "/s", load.target, detail, at_least=True)


def postmaster(url: str) -> int:
    """Return the process that started the database's own, which is on this machine."""
    with connect(url) as owner:
        return psutil.Process(owner.info.backend_pid).ppid()


def _doubles(url: str, clinic: BenchClinic) -> int:
    home = str(clinic.organization_id)
    with connect(url) as owner:
        owner.execute("SELECT set_config('app.organization_id', %s, false)", (home,))
        found = owner.execute(_DOUBLES, (home,)).fetchone()
        return int(found[0]) if found else 0
