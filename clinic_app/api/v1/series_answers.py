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
    nearest: list[FreeTime] = Field(description="Of a clash: what is free around it")


class SeriesPreviewAnswer(BaseModel):
    """All dates of a rule, in order."""

    rule: str = Field(examples=["FREQ=WEEKLY;BYDAY=FR;WKST=MO;COUNT=10"], description="RFC 5545")
    words: str = Field(examples=["every week on Fri"])
    dates: list[SeriesDateAnswer]


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


class WaitingList(BaseModel):
    """Who waits: urgent ones first, then who waits longest; the first 200."""

    items: list[WaitingAnswer]


class MadeAnswer(BaseModel):
    """Something that was made."""

    id: str
