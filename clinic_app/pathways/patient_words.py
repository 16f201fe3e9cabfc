"""The letters, texts and calendar files that patients get about their visits. No names in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic_app.kit.clock import now
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.scheduling.outside.get_linked_visit import LinkedVisit
from clinic_app.scheduling.outside.public_rules import may_change
from clinic_app.scheduling.outside.visit_calendar import CalendarVisit, visit_calendar
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.wall_words import clock, day_and_clock, long_day
from clinic_app.settings import settings

_SUBJECTS = {
    "booked": "Your visit is booked",
    "moved": "Your visit was moved",
    "changed": "Your visit has changed",
    "cancelled": "Your visit is cancelled",
    "entry": "Your visit stays at its time",
}
# A text message is short: of more visits than these it says how many.
_MOST_IN_TEXT = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What was done to a visit, and the ways to it that its patient is given."""

    visit: LinkedVisit
    token: str  # of its private link; "" when none is given
    deed: str  # booked, moved, changed, cancelled or entry (see `notice_rules`)
    check_in: str = ""
    was: datetime | None = None  # of a moved one: when it stood before
    was_zone: str = ""  # by whose clock, where the clinic's was another then


def link_of(token: str) -> str:
    """Return the address of a private link."""
    return f"{settings().base_url}/visit/{token}"


def file_of(clinic: OpenClinic, *visits: LinkedVisit, attendee: str = "") -> str:
    """Return visits as a calendar file; attendee: to whom it is mailed."""
    return visit_calendar(
        *(_event(clinic, visit) for visit in visits),
        clinic=clinic.name,
        sender=settings().mail_from,
        attendee=attendee,
    )


def _event(clinic: OpenClinic, visit: LinkedVisit) -> CalendarVisit:
    phone = show_phone(clinic.settings.phone)
    return CalendarVisit(
        id=visit.appointment_id,
        sequence=visit.version,
        start=visit.start,
        end=visit.end,
        changed_at=visit.changed_at,
        title=f"{visit.service}, {clinic.name}",
        description=f"With {visit.practitioner}." + (f" Phone: {phone}." if phone else ""),
        place=clinic.name,
        cancelled=visit.status == Status.CANCELLED,
    )


def subject_of(clinic: OpenClinic, every: Sequence[Told]) -> str:
    """Return a letter's subject."""
    deeds = {told.deed for told in every}
    if len(every) == 1:
        return f"{_SUBJECTS[every[0].deed]}: {clinic.name}"
    if len(deeds) == 1:
        words = _SUBJECTS[deeds.pop()].removeprefix("Your visit ")
        many = words.replace("is ", "are ").replace("was ", "were ").replace("has ", "have ")
        many = many.replace("stays at its", "stay at their")
        return f"{len(every)} of your visits {many}: {clinic.name}"
    return f"{len(every)} of your visits have changed: {clinic.name}"


def letter(clinic: OpenClinic, every: Sequence[Told]) -> str:
    """Return a letter about one visit or several."""
    kept = clinic.settings
    stands = any(told.deed != "cancelled" for told in every)
    linked = any(told.token or told.check_in for told in every)
    parts = [
        *(part for told in every for part in _about(clinic, told)),
        *(["Whoever has these links can use them: please do not pass them on."] if linked else []),
        *([kept.policy] if kept.policy and stands else []),
        *([f"Phone: {show_phone(kept.phone)}"] if kept.phone else []),
    ]
    return "\n\n".join(parts) + "\n"


def _about(clinic: OpenClinic, told: Told) -> list[str]:
    visit = told.visit
    was = f"\nBefore: {_before(clinic, told)}" if told.was else ""
    entry = ["The file with this letter corrects the entry in your calendar."]
    return [
        f"{_SUBJECTS[told.deed]}.",
        f"{visit.service}, {visit.practitioner}\n{_span(clinic, visit)}\n{clinic.name}{was}",
        *(entry if told.deed == "entry" else []),
        *([f"{_way(clinic, told)}\n{link_of(told.token)}"] if told.token else []),
        *(
            [f"On the day, say here that you have arrived:\n{told.check_in}"]
            if told.check_in
            else []
        ),
    ]


def _way(clinic: OpenClinic, told: Told) -> str:
    kept, visit = clinic.settings, told.visit
    if told.deed == "cancelled":
        return "See it here:"
    if not may_change(visit.status, visit.start, kept, moment=now()):
        return "See it here; to move or cancel it, please call us:"
    until = f"until {kept.cancel_hours} hours before" if kept.cancel_hours else "until it begins"
    return f"See, move or cancel it here, {until}:"


def _span(clinic: OpenClinic, visit: LinkedVisit) -> str:
    zone = clinic.actor.time_zone
    end = to_wall(visit.end, zone)
    return f"{_when(clinic, visit.start)}–{clock(end)} ({zone.replace('_', ' ')} time)"


def _before(clinic: OpenClinic, told: Told) -> str:
    """Return when a moved visit stood, by the clock that the patient was told it by."""
    if told.was is None:
        return ""
    if not told.was_zone:
        return _when(clinic, told.was)
    wall = to_wall(told.was, told.was_zone)
    return f"{long_day(wall)}, {clock(wall)} ({told.was_zone.replace('_', ' ')} time)"


def _when(clinic: OpenClinic, start: datetime) -> str:
    wall = to_wall(start, clinic.actor.time_zone)
    return f"{long_day(wall)}, {clock(wall)}"


def short_text(clinic: OpenClinic, every: Sequence[Told]) -> str:
    """Return a text message about one visit or several."""
    lines = [_line(clinic, told) for told in every[:_MOST_IN_TEXT]]
    more = len(every) - len(lines)
    rest = f" And {more} more of your visits changed: please call us." if more else ""
    return f"{clinic.name}: {' '.join(lines)}{rest}"


def _line(clinic: OpenClinic, told: Told) -> str:
    link = f" {link_of(told.token)}" if told.token else ""
    if told.was:
        before = _short(told.was_zone or clinic.actor.time_zone, told.was)
        after = _short(clinic.actor.time_zone, told.visit.start)
        return f"your visit on {before} was moved to {after}.{link}"
    words = _SUBJECTS[told.deed].removeprefix("Your visit ")
    return f"your visit on {_short(clinic.actor.time_zone, told.visit.start)} {words}.{link}"


def _short(zone: str, start: datetime) -> str:
    return day_and_clock(to_wall(start, zone))
