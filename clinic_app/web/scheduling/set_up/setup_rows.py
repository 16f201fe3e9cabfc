"""What the set-up pages show: frozen rows, put together from the rooms' own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clinic_app.kit.text import initials
from clinic_app.kit.time_words import clock
from clinic_app.scheduling.rows import PractitionerRow, ResourceRow


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick in a form, and whether it is ticked at first."""

    id: str
    label: str
    chosen: bool
    name: str  # of the form's field


@dataclass(frozen=True, slots=True)
class DutyForm:
    """One assistant that a service may ask for, as the form shows it."""

    begins: str  # minutes
    lasts: str  # minutes; empty until the visit's end
    who: list[Option]


@dataclass(frozen=True, slots=True)
class PractitionerLine:
    """A practitioner in the list."""

    id: str
    name: str
    letters: str
    specialty: str
    colour: str
    hours: str
    services: str
    member: str  # the linked member's name
    away: str  # “Away until 3 December”
    change: str  # “New hours from 7 December”
    archived: bool


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in the list."""

    id: str
    name: str
    colour: str
    lasts: str
    price: str
    given_by: str
    needs: str
    archived: bool


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """A room or a device in the list."""

    id: str
    name: str
    services: str
    archived: bool


def practitioner_line(row: PractitionerRow, members: dict[str, str]) -> PractitionerLine:
    """Return a practitioner's line; `members` are names by id."""
    from_day = _short_day(row.next_change)
    return PractitionerLine(
        id=row.id,
        name=row.name,
        letters=initials(row.name),
        specialty=row.specialty,
        colour=row.colour,
        hours=row.hours,
        services=str(row.services) if row.services else "None yet",
        member=members.get(row.member_id, ""),
        away=_away(row.away_until),
        change=f"New hours from {from_day}" if from_day else "",
        archived=row.archived,
    )


def _away(until: str) -> str:
    """Return “Away until 24 Dec 2026”: the last day of whole days, else with the time."""
    if not until:
        return ""
    end = datetime.fromisoformat(until)
    if end.time() == time():
        return f"Away until {_short_day((end - timedelta(days=1)).isoformat())}"
    return f"Away until {_short_day(until)}, {clock(end)}"


def _short_day(iso: str) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%b %Y}"


def day_words(iso: str) -> str:
    """Return an ISO date for reading: “7 December 2026”."""
    if not iso:
        return ""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"


def moment_words(iso: str) -> str:
    """Return an ISO wall time for reading: “7 December 2026, 14:30”, a midnight as its date."""
    moment = datetime.fromisoformat(iso)
    day = day_words(iso)
    return day if moment.time() == time() else f"{day}, {clock(moment)}"


def resource_line(row: ResourceRow) -> ResourceLine:
    """Return a room's or device's line."""
    return ResourceLine(row.id, row.name, ", ".join(row.services) or "–", row.archived)
