"""What /api/v1 answers about series and the waiting list, for its description."""

from typing import Literal

from pydantic import BaseModel, Field

from clinic_app.api.v1.answers import WALL, FreeTime, Named, NamedPatient


class SeriesDateAnswer(BaseModel):
    """One date of a rule."""

    number: int
    start: str | None = Field(description="Null for an hour that the clocks skip or repeat")
    start_local: str = WALL
    clash: str | None = Field(
        examples=["10:00 is taken by another visit."], description="What stands against it"
    )
    soft: bool = Field(
        description="Of a clash: only the clinic's own rules, so that it can be had with `anyway`"
    )
    nearest: list[FreeTime] = Field(description="Of a clash: what is free around it")


class SeriesPreviewAnswer(BaseModel):
    """All dates of a rule, in order."""

    rule: str = Field(examples=["FREQ=WEEKLY;BYDAY=FR;WKST=MO;COUNT=10"], description="RFC 5545")
    words: str = Field(examples=["every week on Fri"])
    dates: list[SeriesDateAnswer]


class RuleLineAnswer(BaseModel):
    """A visit, or a date of the new rule, and what becomes of it."""

    number: int = Field(description="Of the rule's dates, from 1; 0 for a visit that has none")
    deed: Literal["keep", "change", "move", "add", "cancel", "stay"]
    start: str | None = Field(description="What would be taken; null where nothing is")
    start_local: str = WALL
    was_local: str | None = Field(
        examples=["2026-11-13T09:15:00"], description="Where it stands now; null for a new one"
    )
    clash: str | None = Field(
        examples=["10:00 is taken by another visit."], description="What stands against it"
    )
    soft: bool = Field(
        description="Of a clash: only the clinic's own rules, so that it can be had with `anyway`"
    )
    nearest: list[FreeTime] = Field(description="Of a clash: what is free around it")
    words: str = Field(examples=["was moved on its own before and stays"])


class RulePreviewAnswer(BaseModel):
    """What another rule would make of a series, in the order of time."""

    rule: str = Field(examples=["FREQ=WEEKLY;BYDAY=FR;WKST=MO;COUNT=10"], description="RFC 5545")
    words: str = Field(examples=["every week on Fri"])
    seen: str = Field(description="Send it along with the change")
    lines: list[RuleLineAnswer]


class RuleChangedAnswer(BaseModel):
    """What another rule made of a series."""

    words: str = Field(examples=["every 2 weeks on Fri"])
    changed: int = Field(description="Moved, or given another practitioner, room or length")
    booked: int
    cancelled: int
    stay: int = Field(description="Visits that do not go where the rule has them")


class SeriesAnswer(BaseModel):
    """A series that was booked; `GET /appointments?series=…` lists its visits."""

    id: str
    visits: int
    skipped: int = Field(description="Dates of the rule that were left out")


class SeriesChangedAnswer(BaseModel):
    """What became of a scope's visits."""

    changed: int
    left: list[str] = Field(description="Those that stay as they were, each with why")


class WindowAnswer(BaseModel):
    """A span of a weekday."""

    weekday: str = Field(examples=["MO"])
    begin: str = Field(examples=["09:00"])
    end: str = Field(examples=["12:00"], description="00:00 is the day's end")


class WaitingAnswer(BaseModel):
    """Somebody who waits."""

    id: str
    patient: NamedPatient
    service: Named
    practitioner_ids: list[str] = Field(description="None: anybody")
    windows: list[WindowAnswer] = Field(description="None: any time")
    until: str | None = Field(examples=["2026-12-24"])
    note: str
    priority: Literal["usual", "soon", "urgent"]
    offered: bool = Field(description="A time is offered to them that they have not answered yet")


class WaitingPage(BaseModel):
    """A page of who waits: urgent ones first, then who waits longest."""

    items: list[WaitingAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end")


class MadeAnswer(BaseModel):
    """Something that was made."""

    id: str
