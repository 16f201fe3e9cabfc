"""Visits as iCalendar (RFC 5545): one for a patient, many for a practitioner's feed. Pure.

Instants stand in UTC, so no clock change and no program's idea of a zone can shift them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any, Literal
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vDatetime, vText

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class CalendarVisit:
    """One visit. `sequence` rises with each change (the visit's version)."""

    id: UUID
    sequence: int
    start: datetime
    end: datetime
    changed_at: datetime
    title: str
    description: str = ""
    place: str = ""
    cancelled: bool = False


def visit_calendar(
    visit: CalendarVisit, *visits: CalendarVisit, clinic: str, sender: str, attendee: str = ""
) -> str:
    """Return a file for the patient's own calendar; a cancelled visit is taken out of it.

    sender: the installation's From line, which stands as the organizer's address. attendee: the
    address it is mailed to, which makes it an invitation (RFC 5546) that a later one replaces;
    several visits are no invitation, since that is of one.
    """
    every = (visit, *visits)
    calendar = _calendar("PUBLISH" if visits else _method(visit, attendee))
    organizer = vCalAddress(f"MAILTO:{parseaddr(sender)[1]}")
    organizer.params["CN"] = vText(clinic)
    for one in every:
        event = _event(one)
        event.add("organizer", organizer)
        if attendee and not visits:
            event.add("attendee", _attendee(attendee))
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _method(visit: CalendarVisit, attendee: str) -> Method:
    if visit.cancelled:
        return "CANCEL"
    return "REQUEST" if attendee else "PUBLISH"


def _attendee(address: str) -> vCalAddress:
    """Return who is invited: they booked it, so no answer is asked for."""
    guest = vCalAddress(f"MAILTO:{address}")
    guest.params["ROLE"], guest.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("FALSE")
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    return guest


def feed_calendar(visits: Iterable[CalendarVisit], *, name: str) -> str:
    """Return a practitioner's visits for a calendar program that comes back for more."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT15M")
    calendar.add("x-published-ttl", "PT15M")
    for visit in visits:
        calendar.add_component(_event(visit))
    return calendar.to_ical().decode()


def _calendar(method: Method) -> Any:  # noqa: ANN401  # its types are unknown in part
    calendar: Any = Calendar()
    calendar.add("prodid", "-//Polyclinic//Scheduling//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(visit: CalendarVisit) -> Any:  # noqa: ANN401  # its types are unknown in part
    event: Any = Event()
    event.add("uid", f"visit-{visit.id}@polyclinic")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", vDatetime(visit.changed_at.astimezone(UTC)))
    event.add("last-modified", vDatetime(visit.changed_at.astimezone(UTC)))
    event.add("dtstart", vDatetime(visit.start.astimezone(UTC)))
    event.add("dtend", vDatetime(visit.end.astimezone(UTC)))
    event.add("summary", visit.title)
    event.add("status", "CANCELLED" if visit.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if visit.description:
        event.add("description", visit.description)
    if visit.place:
        event.add("location", visit.place)
    return event
