"""What /api/v1 takes for series and for the waiting list."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from clinic_app.api.forms import FormText
from clinic_app.api.v1.body import Body, WithAssistants
from clinic_app.api.v1.forms import CancelBody, TimeText, Version
from clinic_app.api.v1.times import read_time
from clinic_app.kit.ids import PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.series.series_plan import Wanted
from clinic_app.scheduling.series.series_rows import Pick, Scope
from clinic_app.scheduling.series.series_rules import (
    DAYS,
    MOST_EVERY,
    MOST_VISITS,
    Frequency,
    Repeat,
)
from clinic_app.scheduling.start_rules import require_near, start_instant
from clinic_app.scheduling.waiting.save_waiting import Wish
from clinic_app.scheduling.waiting.waiting_rules import MOST_WINDOWS

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Clock = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"], description="Wall time"),
]
PRIORITIES = ("usual", "soon", "urgent")


class RepeatBody(Body):
    """How a series repeats, and how long: `count` or `until`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"frequency": "weekly", "weekdays": ["FR"], "count": 10}]}
    )

    frequency: Frequency
    every: int = Field(1, ge=1, le=MOST_EVERY, strict=True, description="Every so many")
    weekdays: list[Weekday] = Field(
        default=[], max_length=7, description="With weekly; none means the first visit's"
    )
    week: Literal[0, 1, 2, 3, 4, -1] = Field(
        0, description="With monthly_weekday: 1 to 4, -1 the last; 0 as the first visit lies"
    )
    count: int | None = Field(None, ge=2, le=MOST_VISITS, strict=True)
    until: date | None = Field(None, description="The last day on which there may be one")

    def rule(self) -> Repeat:
        """Return it as the verbs take it."""
        days = tuple(DAYS.index(day) for day in self.weekdays)
        return Repeat(self.frequency, self.every, days, self.week, self.count, self.until)


class DateBody(Body):
    """One date of a series."""

    number: int = Field(ge=1, le=MOST_VISITS, strict=True, description="Which of the rule's")
    start: TimeText
    anyway: bool = Field(
        False,
        strict=True,
        description="Although outside working hours, or against notice, horizon or cap; marked."
        " Needs the scope appointment:override",
    )


def first_wall(start: str, zone: str) -> datetime:
    """Return the wall time of a rule's first date: it stays over changes of the clock."""
    named = read_time(start)
    require_near(named)
    return named if named.tzinfo is None else to_wall(named, zone)


def picked(dates: list[DateBody] | None, zone: str) -> list[Pick] | None:
    """Return the dates that are wanted, None for all."""
    if dates is None:
        return None
    return [
        Pick(one.number, start_instant(read_time(one.start), zone), one.anyway) for one in dates
    ]


class SeriesBody(WithAssistants):
    """A service that repeats."""

    service_id: ServiceId
    start: TimeText
    repeat: RepeatBody
    practitioner_id: PractitionerId | None = Field(
        None, description="Nobody named: anybody who is free, for each date anew"
    )
    room_id: RoomId | None = Field(None, description="None named: any that fits")

    def first_wall(self, zone: str) -> datetime:
        """Return the wall time of the first date."""
        return first_wall(self.start, zone)


class SeriesPreviewBody(SeriesBody):
    """A series to look at."""

    patient_id: PatientId | None = Field(
        None, description="Their other visits then stand against a date, too"
    )


class RuleBody(Body):
    """Another rule for a series: from this visit on, or for all that are to come."""

    scope: Literal["following", "all"]
    start: TimeText = Field(description="Of the rule's first date")
    repeat: RepeatBody
    minutes: int | None = Field(None, ge=5, le=720, strict=True)
    practitioner_id: PractitionerId | None = Field(None, description="Not named: as each has it")
    room_id: RoomId | None = Field(None, description="Not named: as each has it")

    def change(self, zone: str) -> dict[str, Any]:
        """Return it as the verbs name it."""
        return {
            "scope": Scope(self.scope),
            "start": first_wall(self.start, zone),
            "repeat": self.repeat.rule(),
            "wanted": Wanted(self.practitioner_id, self.room_id, self.minutes),
        }


class SeriesBookBody(SeriesBody):
    """A series to book."""

    patient_id: PatientId
    note: FormText = Field("", description="For the desk; nothing clinical")
    dates: list[DateBody] | None = Field(
        None,
        max_length=MOST_VISITS,
        description="Those that are wanted, perhaps at another time than the rule's; one that is"
        " not here is left out. Not given: all, as the rule has them",
    )

    def picks(self, zone: str) -> list[Pick] | None:
        """Return the dates that are wanted, None for all."""
        return picked(self.dates, zone)


class RuleChangeBody(RuleBody):
    """Another rule, to be done."""

    dates: list[DateBody] | None = Field(
        None,
        max_length=MOST_VISITS,
        description="Of those that move, change or are new, the ones that are wanted, perhaps at"
        " another time; one that is not here stays as it is, or is not booked. Not given: all, as"
        " the rule has them",
    )
    seen: str | None = Field(
        None,
        max_length=64,
        description="The preview's: a change of the series since then is refused as"
        " `changed_meanwhile`",
    )


class SeriesChangeBody(Body):
    """How far of a series, and what becomes otherwise; what is not named stays."""

    scope: Scope
    start: TimeText | None = Field(None, description="Of this visit; the others move as far")
    minutes: int | None = Field(None, ge=5, le=720, strict=True)
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    outside_hours: bool = Field(
        False, strict=True, description="Although off work; needs the scope appointment:override"
    )
    despite_rules: bool = Field(
        False, strict=True, description="Against notice, horizon or cap; needs the same scope"
    )
    leave_clashing: bool = Field(
        False, strict=True, description="Leave visits that cannot go there; else nothing is moved"
    )
    version: Version


class SeriesCancelBody(CancelBody):
    """How far of a series, and why."""

    scope: Scope


class WindowBody(Body):
    """A span of a weekday. 00:00 at its end is midnight, the day's end."""

    weekday: Weekday
    begin: Clock
    end: Clock


class WaitingBody(Body):
    """What somebody waits for. No practitioner: anybody; no window: any time."""

    patient_id: PatientId
    service_id: ServiceId
    practitioner_ids: list[PractitionerId] = Field(default=[], max_length=50)
    windows: list[WindowBody] = Field(default=[], max_length=MOST_WINDOWS)
    until: date | None = Field(None, description="The last day that would do")
    note: FormText = Field("", max_length=500, description="For the desk; nothing clinical")
    priority: Literal["usual", "soon", "urgent"] = "usual"

    def wish(self) -> Wish:
        """Return it as the verb takes it."""
        windows = [
            (DAYS.index(one.weekday), time.fromisoformat(one.begin), time.fromisoformat(one.end))
            for one in self.windows
        ]
        return Wish(
            service_id=self.service_id,
            practitioner_ids=self.practitioner_ids,
            windows=windows,
            until=self.until,
            note=self.note,
            priority=PRIORITIES.index(self.priority),
        )
