"""A booking dialog's rows and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from clinic_app.kit.zones import to_wall
from clinic_app.people.patients.patient_rows import PatientHit, PatientRow
from clinic_app.scheduling.assistants.part_rules import WHOLE
from clinic_app.scheduling.assistants.part_words import assisting_words
from clinic_app.scheduling.booking.booking_rows import VisitPreview
from clinic_app.scheduling.coming.chain_rules import Link
from clinic_app.scheduling.coming.list_coming import ComingPart
from clinic_app.scheduling.free_times.slot_facts import instant
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.wall_words import clock, day_and_clock, exact_clock, long_day, short_day
from clinic_app.web.react.command import FoundRow
from clinic_app.web.ui.avatar import tint_for


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A time of the grid; `start` is its instant, which is what a click sends back."""

    start: str  # 2026-11-20T15:00:00+00:00
    label: str  # 10:00, or 1:30 (second) where the hour comes twice
    taken: str  # why it cannot be had, else ""
    seats: str = ""  # of a group: 3 of 8 seats left
    yours: str = ""  # held by the same person in another window, until when; to be taken over


@dataclass(frozen=True, slots=True)
class Take:
    """A chip of what the visit takes."""

    words: str
    tint: str


def slot_choices(slots: tuple[FreeSlot, ...], zone_name: str) -> list[SlotChoice]:
    """Return the grid of one day."""
    return [
        SlotChoice(
            *(slot.start.isoformat(), exact_clock(slot.start, zone_name), slot.taken),
            slot.seats_words,
        )
        for slot in slots
    ]


def nearest_choices(slots: tuple[FreeSlot, ...], zone_name: str, day: date) -> list[SlotChoice]:
    """Return free times around one that is gone; those of other days with their day."""
    choices: list[SlotChoice] = []
    for slot in slots:
        wall = to_wall(slot.start, zone_name)
        at = exact_clock(slot.start, zone_name)
        label = at if wall.date() == day else f"{short_day(wall)}, {at}"
        choices.append(SlotChoice(slot.start.isoformat(), label, "", slot.seats_words))
    return choices


def takes_of(preview: VisitPreview) -> list[Take]:
    """Return the chips: who, where, with what, how long."""
    span = f"{preview.span} + {preview.buffers}" if preview.buffers else preview.span
    chips = [Take(preview.practitioner, "blue")]
    chips += [Take(words, "blue") for words in preview.assistants]
    chips += [Take(words, "slate") for words in (preview.room, *preview.devices) if words]
    chips.append(Take(span, "slate"))
    if preview.outside_hours:
        chips.append(Take("Outside working hours", "amber"))
    chips += [Take(words, "amber") for words in preview.exceptions]
    if preview.seats_left is not None:
        left = preview.seats_left
        words = "The last seat" if left == 1 else f"One of the {left} seats left"
        chips.append(Take(words, "violet"))
    return chips


def coming_words(coming: Sequence[ComingPart], zone_name: str) -> str:
    """Return “Check-up, then ECG · Monday 1 March 2027, 10:00–10:45”; over days, each time."""
    spans = [[to_wall(at, zone_name) for at in (one.start, one.end)] for one in coming]
    if len({begin.date() for begin, _ in spans}) > 1:
        pairs = zip(coming, spans, strict=True)
        times = [(one.service, day_and_clock(begin), clock(end)) for one, (begin, end) in pairs]
        return ", then ".join(f"{service} {begin}–{end}" for service, begin, end in times)
    what, begin, end = ", then ".join(one.service for one in coming), spans[0][0], spans[-1][1]
    return f"{what} · {long_day(begin)}, {clock(begin)}–{clock(end)}"


def takes_of_chain(links: Sequence[Link], zone_name: str) -> list[Take]:
    """Return a chip for each service: when, what, with whom, where, and what it breaks."""
    day = to_wall(instant(links[0].start), zone_name).date()
    return [chip for link in links for chip in _takes_of_link(link, day, zone_name)]


def _takes_of_link(link: Link, day: date, zone_name: str) -> Iterator[Take]:
    starts, ends = instant(link.start), instant(link.end)
    begin, end = to_wall(starts, zone_name), to_wall(ends, zone_name)
    at = clock(begin) if begin.date() == day else day_and_clock(begin)
    parts = (f"{at}–{clock(end)}", link.facts.service, link.worker.name)
    place = (link.room.name,) if link.room else ()
    yield Take(" · ".join((*parts, *place)), "blue")
    for one in link.helpers:
        yield Take(assisting_words(one.name, one.part or WHOLE, starts, ends, zone_name), "blue")
    if link.outside_hours:
        yield Take("Outside working hours", "amber")
    for words in link.exceptions:
        yield Take(words, "amber")


def found_patient(hit: PatientHit, missed: str = "") -> FoundRow:
    """Return a line of the patient search; `missed` is told of who often misses visits."""
    patient = hit.patient
    return FoundRow(
        id=patient.id,
        label=patient.name,
        detail=patient_line(patient, missed.lower()),
        group="Nobody is spelled so. Did you mean:" if hit.alike else "",
        letters=patient.initials,
        tint=tint_for(patient.id),
    )


def patient_line(patient: PatientRow, *more: str) -> str:
    """Return what tells a patient from a namesake: “10008 · 19 Nov 1980 · +1 917-555-0117”."""
    return " · ".join(filter(None, (patient.file_number, patient.born, patient.phone, *more)))


def parse_start(text: str) -> datetime | None:
    """Read an instant that the grid sent out; None for anything else."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if start.tzinfo is None else start.astimezone(UTC)


def parse_gap(text: str) -> tuple[date | None, str]:
    """Read where the calendar was clicked: a day, or a day and a wall time like "9:15".

    Of an hour that comes twice, "1:30 (second)", as the free times are named.
    """
    time, _, which = text.partition("/")
    try:
        wall = datetime.fromisoformat(time)
    except ValueError:
        return None, ""
    pass_words = f" ({which})" if which in {"first", "second"} else ""
    return wall.date(), f"{clock(wall)}{pass_words}" if "T" in text else ""


def parse_wish(asked: Mapping[str, str], zone_name: str) -> tuple[date | None, str]:
    """Read when an address asks for: `start`, an instant; `at`, a wall time; or `date`."""
    start = parse_start(asked.get("start", ""))
    if start is None:
        return parse_gap(asked.get("at", "") or asked.get("date", ""))
    return to_wall(start, zone_name).date(), exact_clock(start, zone_name)


def parse_day(text: str) -> date | None:
    """Read a day of a date field; None for a half-typed one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def parse_wall(day: str, time_of_day: str) -> datetime | None:
    """Read a wall time typed by hand; None when it is not one."""
    try:
        wall = datetime.fromisoformat(f"{day}T{time_of_day}")
    except ValueError:
        return None
    return wall if wall.tzinfo is None else None
