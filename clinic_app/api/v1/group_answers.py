"""What the routes of group sessions answer, for their description."""

from pydantic import BaseModel, Field

from clinic_app.api.v1.answers import INSTANT, WALL, AppointmentAnswer, AssistantAnswer, Named

_VERSION = Field(
    description="Another one as soon as somebody comes, goes or is changed. Send it along to"
    " refuse a stale write."
)


class _When(BaseModel):
    """Which session, and when it is."""

    id: str
    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL


class GroupSessionLine(_When):
    """A group's session."""

    service: Named
    practitioner: Named
    assistants: list[AssistantAnswer] = Field(description="Further practitioners who take part")
    room: Named | None
    seats: int
    seats_taken: int
    seats_held: int = Field(description="Kept for a while by forms that are open")
    seats_left: int
    ended: bool = Field(description="Nobody comes any more, so it takes nobody's time")
    version: int = _VERSION


class GroupSessionAnswer(GroupSessionLine):
    """A group's session, and the visits of all who come."""

    visits: list[AppointmentAnswer]


class GroupSessionPage(BaseModel):
    """A page of sessions by start."""

    items: list[GroupSessionLine]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end")


class GroupMovedAnswer(_When):
    """Where a session stands after a move."""

    practitioner_id: str
    room_id: str | None
    visits: int = Field(description="How many went along")
    version: int = _VERSION


class GroupDeedAnswer(BaseModel):
    """Whose visits of a session a deed changed."""

    id: str
    visits: list[str] = Field(description="Their ids")
