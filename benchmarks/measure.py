"""What is measured, one function each. All of it through the websocket, as a browser would."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.app import DeedsState, FloorState
from benchmarks.clinic import DAYS, PRACTITIONERS, BenchClinic
from benchmarks.figures import Figure, ratio, times
from benchmarks.served import Served
from benchmarks.tab import Tab
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.shell.palette_state import PaletteState
from clinic_app.web.shell.shell_state import ShellState

ROUNDS = 300
WARM_UP = 30
SEARCHES = ("mar", "amina yus", "5512345", "kess", "112345", "zoe", "novak bar", "555")


async def floor(tab: Tab) -> float:
    """Return the p50 of a bare Reflex event on the same connection."""
    samples = [await tab.ask(FloorState, "click", "clicks") for _ in range(ROUNDS + WARM_UP)]
    return times(samples[WARM_UP:])[0]


async def day_view(tab: Tab, clinic: BenchClinic, least: float) -> list[Figure]:
    """Open days of 6 practitioners and 60 visits: first asked of the database, then shared.

    A day that somebody of the clinic has open, unchanged, is not asked of the database again.
    """
    await tab.send(CalendarState, "open")
    await tab.next_update(CalendarState, "day")
    await tab.ask(CalendarState, "pick_date", "visits", {"day": clinic.day.isoformat()})
    for hidden in clinic.practitioners[6:]:
        await tab.send(CalendarState, "toggle", {"practitioner_id": str(hidden)})
        await tab.next_update(CalendarState, "visits")
    days = [(clinic.day + timedelta(days=number)).isoformat() for number in range(1, DAYS)]
    asked = [await _open_day(tab, day) for day in days]
    shared = [await _open_day(tab, day) for _ in range(ROUNDS // DAYS) for day in days]
    name = "open a day of 6 practitioners, 60 visits"
    return [
        ratio(name, asked, least, 25),
        ratio(f"{name}, seen before", shared, least, None),
    ]


async def _open_day(tab: Tab, day: str) -> float:
    return await tab.ask(CalendarState, "change_date", "visits", {"day": day})


async def free_slots(tab: Tab, clinic: BenchClinic, least: float, *, everybody: bool) -> Figure:
    """Find free times: of one practitioner for a day, or of all ten for fourteen days."""
    samples: list[float] = []
    rounds = ROUNDS // 3 if everybody else ROUNDS
    for number in range(rounds + WARM_UP):
        who = "" if everybody else str(clinic.practitioners[number % PRACTITIONERS])
        payload: dict[str, object] = {
            "service": str(clinic.service_id),
            "practitioner": who,
            "day": (clinic.day + timedelta(days=number % 10)).isoformat(),
            "days": 14 if everybody else 1,
        }
        samples.append(await tab.ask(DeedsState, "find", "serial", payload))
    name = "10 practitioners, 14 days" if everybody else "one practitioner, a day"
    return ratio(f"free times for {name}", samples[WARM_UP:], least, None if everybody else 15)


async def book(tab: Tab, clinic: BenchClinic, least: float) -> Figure:
    """Book visits that succeed, each another time, practitioner and patient."""
    samples: list[float] = []
    first = datetime.combine(clinic.day, datetime.min.time(), UTC) + timedelta(days=40, hours=14)
    for number in range(ROUNDS + WARM_UP):
        day, place = divmod(number, 40)
        slot, who = divmod(place, PRACTITIONERS)
        start = first + timedelta(days=day, hours=slot // 2 * 4, minutes=slot % 2 * 45)
        payload: dict[str, object] = {
            "service": str(clinic.service_id),
            "practitioner": str(clinic.practitioners[who]),
            "patient": str(clinic.patients[number]),
            "start": start.isoformat(),
        }
        samples.append(await tab.ask(DeedsState, "book", "booked", payload))
    return ratio("book", samples[WARM_UP:], least, 30)


async def search(tab: Tab, least: float) -> Figure:
    """Search 100,000 patients by parts of names, phones and file numbers."""
    samples: list[float] = []
    for number in range(ROUNDS + WARM_UP):
        query = SEARCHES[number % len(SEARCHES)]
        samples.append(await tab.ask(PaletteState, "search", "found", {"query": query}))
    return ratio("patient search among 100,000", samples[WARM_UP:], least, 25)


async def fifty_calendars(served: Served, clinic: BenchClinic) -> list[Figure]:
    """Let 50 people watch one day, change it, and wait until all have seen the change.

    Each tab has the whole page open, the sidebar's number included. The queries of such a
    change are all that the process asks, less what the booking alone asks with nobody watching.
    """
    async with AsyncExitStack() as stack:
        changer = await stack.enter_async_context(Tab(served.address, clinic.cookies[0]))
        alone = await _queries_of_a_booking(changer, clinic)
        before = served.memory()
        tabs = [
            await stack.enter_async_context(Tab(served.address, cookie))
            for cookie in clinic.cookies[1:51]
        ]
        for tab in tabs:
            await _open_calendar(tab, clinic)
        memory = (served.memory() - before) / len(tabs)
        seen: list[float] = []
        queries: list[int] = []
        for number in range(20):
            for tab in tabs:
                tab.forget()
            counted = await _count_queries(changer)
            seen.append(await _change_and_wait(changer, tabs, clinic, number))
            queries.append(await _count_queries(changer) - counted - alone)
    middle, late = times(seen)
    return [
        Figure("a change seen by all of 50 calendars", middle, "ms", None, f"p95 {late:.0f} ms"),
        Figure("queries for such a change, at most", max(queries), "", 3),
        Figure("memory of a session with the calendar open", memory, "MB"),
    ]


async def _queries_of_a_booking(changer: Tab, clinic: BenchClinic) -> int:
    await changer.ask(DeedsState, "book", "booked", _visit_of(clinic, 30))  # plans are made once
    counted = await _count_queries(changer)
    await changer.ask(DeedsState, "book", "booked", _visit_of(clinic, 31))
    return await _count_queries(changer) - counted


async def _open_calendar(tab: Tab, clinic: BenchClinic) -> None:
    await tab.send(ShellState, "enter", path="/calendar")
    await tab.next_update(CalendarState, "day")
    await tab.ask(CalendarState, "pick_date", "day", {"day": _far_day(clinic)})


def _far_day(clinic: BenchClinic) -> str:
    """A day beyond what the other figures book on."""
    return (clinic.day + timedelta(days=60)).isoformat()


async def _change_and_wait(
    changer: Tab, tabs: list[Tab], clinic: BenchClinic, number: int
) -> float:
    payload = _visit_of(clinic, number)
    waits = [asyncio.create_task(tab.next_update(CalendarState, "visits")) for tab in tabs]
    began = perf_counter()
    await changer.send(DeedsState, "book", payload)
    await asyncio.gather(*waits)
    return (perf_counter() - began) * 1000


def _visit_of(clinic: BenchClinic, number: int) -> dict[str, object]:
    slot, who = divmod(number, PRACTITIONERS)
    midnight = datetime.fromisoformat(_far_day(clinic)).replace(tzinfo=UTC)
    return {
        "service": str(clinic.service_id),
        "practitioner": str(clinic.practitioners[who]),
        "patient": str(clinic.patients[5000 + number]),
        "start": (midnight + timedelta(hours=(14, 15, 18, 19)[slot])).isoformat(),
    }


async def _count_queries(tab: Tab) -> int:
    """Return how often the process has asked the database so far."""
    await tab.send(FloorState, "count_queries")
    while (count := int(await tab.next_update(FloorState, "queries"))) < 0:
        pass  # first comes the -1 that makes an unchanged number a change
    return count
