"""What the routes of group sessions take."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from clinic_app.api.forms import FormText
from clinic_app.api.v1.body import Body, WithAssistants
from clinic_app.api.v1.forms import AgainstRules, BoundText, PageQuery, TimeText
from clinic_app.kit.ids import PractitionerId, RoomId, ServiceId

GroupVersion = Annotated[
    int | None,
    Field(
        None,
        ge=0,
        le=2**32 - 1,
        strict=True,
        description="What you read: whatever happened to the session since is refused as"
        " `changed_meanwhile`",
    ),
]


class GroupChangeBody(AgainstRules, WithAssistants):
    """What of a group's session becomes otherwise; what is not named stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"start": "2026-11-20T10:30"}]})

    start: TimeText | None = Field(None, description="Where it goes: an instant or a wall time")
    minutes: int | None = Field(None, ge=5, le=720, strict=True, description="How long it lasts")
    practitioner_id: PractitionerId | None = Field(None, description="Who gives it from now on")
    room_id: RoomId | None = Field(
        None, description="None named: keeps its room where that is free, else any that fits"
    )
    version: GroupVersion

    def place(self) -> dict[str, Any]:
        """Return what of its place is named."""
        return self.model_dump(include={"minutes", "practitioner_id", "room_id"}, exclude_none=True)

    def on_purpose(self) -> dict[str, Any]:
        """Return what stands and the rules that do not hold, as the verbs take them."""
        return self.model_dump(include={"version", *AgainstRules.model_fields})


class GroupStepBody(Body):
    """A step of a whole session."""

    version: GroupVersion


class GroupCancelBody(GroupStepBody):
    """Why a whole session is called off."""

    reason: FormText = Field(min_length=1, examples=["Dr. Zhao is ill."])


class GroupQuery(PageQuery):
    """Which sessions, of a span of at most 400 days."""

    start_from: BoundText | None = Field(
        None,
        alias="from",
        description="The first start, a time or a date; today's beginning if not given",
    )
    start_before: BoundText | None = Field(
        None,
        alias="to",
        description="Starts before this, a time or a date; 31 days after `from` if not given",
    )
    practitioner: PractitionerId | None = Field(None, description="Who gives it, or assists")
    room: RoomId | None = None
    service: ServiceId | None = None
    ended: bool = Field(False, description="Those as well that nobody comes to any more")
