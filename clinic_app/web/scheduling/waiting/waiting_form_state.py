"""The dialog that puts somebody on the waiting list, or changes what they wait for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PatientId, PractitionerId, ServiceId, WaitingId, parse_id
from clinic_app.scheduling.booking.booking_rows import BookingChoices
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.waiting.list_waiting import get_waiting
from clinic_app.scheduling.waiting.save_waiting import Wish, save_waiting
from clinic_app.scheduling.waiting.waiting_rows import WaitingRow
from clinic_app.scheduling.waiting.waiting_rules import MIDNIGHT, Window
from clinic_app.web.scheduling.booking.patient_picker import PatientPicker
from clinic_app.web.scheduling.set_up.forms import Form, id_or_none, ticked, typed
from clinic_app.web.scheduling.set_up.setup_rows import Option
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.saving import Saving
from clinic_app.web.ui.choice_field import ChoiceRow

WRITE = Permission.APPOINTMENT_WRITE
_MOST = 4  # spans a day
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One span of a weekday, as it was when the form was opened; empty: the whole day."""

    key: str  # of its fields: "0-1"
    label: str  # Monday, or Monday, 2nd hours
    begin: str  # 09:00, or "" from midnight
    end: str
    first: bool


@dataclass(frozen=True, slots=True)
class DayWindow:
    """A weekday of the form: whether it suits, and between which hours."""

    day: int
    name: str
    chosen: bool
    hours: list[HoursRow]


class WaitingFormState(PatientPicker, Saving, rx.State):
    """An entry that is being written."""

    shown: rx.Field[bool] = rx.field(False)
    opened: rx.Field[str] = rx.field("")  # differs at each opening, so that fields start afresh
    waiting_id: rx.Field[str] = rx.field("")  # empty for a new entry
    service_id: rx.Field[str] = rx.field("")
    services: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioners: rx.Field[list[Option]] = rx.field(default_factory=list[Option])
    windows: rx.Field[list[DayWindow]] = rx.field(default_factory=list[DayWindow])
    until: rx.Field[str] = rx.field("")
    note: rx.Field[str] = rx.field("")
    priority: rx.Field[str] = rx.field("0")

    @rx.event
    @door(WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Begin a new entry."""
        await self._begin(actor, None)

    @rx.event
    @door(WRITE)
    async def edit(self, actor: Actor, waiting_id: str) -> Answer:
        """Begin to change an entry."""
        chosen = parse_id(WaitingId, waiting_id, what="This entry")
        await self._begin(actor, await look(actor, get_waiting, waiting_id=chosen))

    @rx.event
    @door(WRITE)
    async def pick_service(self, actor: Actor, service_id: str) -> Answer:
        """Ask with whom, of those who give a service."""
        self.service_id = service_id
        self._ask_with(await look(actor, load_booking_choices), ())

    @rx.event
    @door(WRITE)
    async def add_hours(self, actor: Actor, day: int) -> Answer:
        """Let a weekday have further hours."""
        del actor
        self._change(day, lambda one: [*one.hours, _hours(day, _next(one), ("", ""))][:_MOST])

    @rx.event
    @door(WRITE)
    async def drop_hours(self, actor: Actor, day: int, key: str) -> Answer:
        """Take hours of a weekday away; the first stay."""
        del actor
        self._change(day, lambda one: [span for span in one.hours if span.first or span.key != key])

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.shown = shown and self.shown

    @rx.event
    @door(WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Keep the entry."""
        self.saving = False
        if not self.shown:
            return None  # the second of two quick presses
        waiting_id = id_or_none(WaitingId, self.waiting_id)
        patient_id = id_or_none(PatientId, self.patient_id)
        await perform(
            actor, save_waiting, wish=_wish(form), patient_id=patient_id, waiting_id=waiting_id
        )
        self.shown = False
        return say("Saved." if waiting_id else "Put on the waiting list.")

    async def _begin(self, actor: Actor, row: WaitingRow | None) -> None:
        choices = await look(actor, load_booking_choices)
        self.reset()
        self.opened = now().isoformat()
        self.services = [ChoiceRow(one.id, one.name) for one in choices.services]
        windows = row.windows if row else ()
        of_day = {day: [(one[1], one[2]) for one in windows if one[0] == day] for day in range(7)}
        self.windows = [_day(day, own) for day, own in of_day.items()]
        if row is not None:
            self.waiting_id, self.service_id = row.id, row.service_id
            self.until, self.note, self.priority = row.until, row.note, str(row.priority)
            self._choose_patient(row.patient_id, row.patient)
        self._ask_with(choices, row.practitioner_ids if row else ())
        self.shown = True

    def _ask_with(self, choices: BookingChoices, chosen: Collection[str]) -> None:
        givers = (one.practitioner_ids for one in choices.services if one.id == self.service_id)
        able = next(givers, ())
        self.practitioners = [
            Option(one.id, one.name, one.id in chosen, f"with:{one.id}")
            for one in choices.practitioners
            if one.id in able
        ]

    def _change(self, day: int, hours: Callable[[DayWindow], list[HoursRow]]) -> None:
        self.windows = [
            replace(one, hours=hours(one)) if one.day == day else one for one in self.windows
        ]


def _day(day: int, windows: Sequence[tuple[str, str]]) -> DayWindow:
    hours = [_hours(day, number, window) for number, window in enumerate(windows or [("", "")])]
    return DayWindow(day, _DAYS[day], bool(windows), hours)


def _hours(day: int, number: int, window: tuple[str, str]) -> HoursRow:
    begin, end = ("" if one == "00:00" else one for one in window)
    label = f"{_DAYS[day]}, hours {number + 1}" if number else _DAYS[day]
    return HoursRow(f"{day}-{number}", label, begin, end, first=number == 0)


def _next(one: DayWindow) -> int:
    return int(one.hours[-1].key.partition("-")[2]) + 1


def _wish(form: Form) -> Wish:
    service = typed(form, "service")
    if not service:
        raise Invalid("Please choose a service.", field="service")
    priority = typed(form, "priority")
    return Wish(
        service_id=parse_id(ServiceId, service, what="The service"),
        practitioner_ids=ticked(form, "with", PractitionerId),
        windows=[one for day in range(7) if form.get(f"day:{day}") for one in _windows(form, day)],
        until=_until(typed(form, "until")),
        note=str(form.get("note", "")),
        priority=int(priority) if priority in {"0", "1", "2"} else 0,
    )


def _windows(form: Form, day: int) -> list[Window]:
    """Return a weekday's hours, in the order of their fields; without any, the whole day."""
    keys = [name[5:] for name in form if name.startswith(f"from:{day}-")][:_MOST]
    spans = [(typed(form, f"from:{key}"), typed(form, f"to:{key}")) for key in keys]
    given = [span for span in spans if any(span)] or [("", "")]
    return [(day, _time(begin), _time(end)) for begin, end in given]


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text) if text else MIDNIGHT
    except ValueError:
        raise Invalid("Please give times such as 09:00.", field="windows") from None


def _until(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("Please choose a day.", field="until") from None
