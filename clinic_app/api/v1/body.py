"""What the bodies of /api/v1 share, and who assists, as they name it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.part_rules import Assistants, Part
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS

AssistantIds = Annotated[list[PractitionerId], Field(max_length=MOST_ASSISTANTS)]
_Minutes = Annotated[int | None, Field(None, ge=0, le=720, strict=True)]


class Body(BaseModel):
    """A JSON object. A name that nobody knows is refused: it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class AssistantBody(Body):
    """A further practitioner of a visit. No part named: the one that the service has for them."""

    practitioner_id: PractitionerId
    from_minute: _Minutes = Field(description="The minute of the visit from which they are needed")
    minutes: _Minutes = Field(description="And for how many; not given: until its end")

    def part(self) -> Part | None:
        """Return the part that is named."""
        if self.from_minute is None and self.minutes is None:
            return None
        return Part(self.from_minute or 0, self.minutes)


class WithAssistants(Body):
    """Who else takes part in a visit."""

    assistant_ids: AssistantIds | None = Field(
        None, description="Further practitioners of the visit; not given: as the service asks"
    )
    assistants: list[AssistantBody] | None = Field(
        None, max_length=MOST_ASSISTANTS, description="The same, or more, each for a part of it"
    )

    def assisting(self) -> Assistants | None:
        """Return them as the verbs take them."""
        if self.assistants is None:
            return self.assistant_ids
        named = {one.practitioner_id: one.part() for one in self.assistants}
        return {**dict.fromkeys(self.assistant_ids or ()), **named}
