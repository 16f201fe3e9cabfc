"""What /api/v1 takes: bodies and queries, with their descriptions."""

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from clinic_app.api.forms import FormText
from clinic_app.api.v1.body import AssistantIds, Body, WithAssistants
from clinic_app.api.v1.times import BOUND_PATTERN, TIME_PATTERN
from clinic_app.kit.ids import HoldId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.coming.coming_parts import MOST_PARTS, AskedPart
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.list_appointments import MOST_ROWS

TimeText = Annotated[
    str,
    Field(
        pattern=TIME_PATTERN,
        examples=["2026-11-20T09:15"],
        description="An instant with its offset, or a wall time of the clinic without one",
    ),
]
BoundText = Annotated[
    str, Field(pattern=BOUND_PATTERN, examples=["2026-11-20", "2026-11-20T09:15"])
]
Version = Annotated[
    int | None,
    Field(
        None,
        ge=1,
        le=2**31 - 1,
        strict=True,
        description="What you read: a change since then is refused as `changed_meanwhile`",
    ),
]
Cursor = Annotated[str | None, Field(None, max_length=64, description="`next` of the page before")]
PageSize = Annotated[int, Field(50, ge=1, le=MOST_ROWS, description="Rows of a page")]


class Purposes(TypedDict):
    """Keywords of the verbs that take a time."""

    outside_hours: bool
    despite_rules: bool
    overbook: bool


class AgainstRules(Body):
    """What may be overridden, by a right of its own."""

    outside_hours: bool = Field(
        False, strict=True, description="Although off work; needs the scope appointment:override"
    )
    despite_rules: bool = Field(
        False, strict=True, description="Against notice, horizon or cap; needs the same scope"
    )


class OnPurpose(AgainstRules):
    """The same, and other visits."""

    overbook: bool = Field(
        False, strict=True, description="Over other visits, where the service allows; the same"
    )

    def on_purpose(self) -> Purposes:
        """Return these alone, as the verbs name them."""
        return {
            "outside_hours": self.outside_hours,
            "despite_rules": self.despite_rules,
            "overbook": self.overbook,
        }


class TimeBody(OnPurpose, WithAssistants):
    """A service at a time."""

    service_id: ServiceId
    start: TimeText
    practitioner_id: PractitionerId | None = Field(
        None, description="Nobody named: anybody who is free"
    )
    room_id: RoomId | None = Field(None, description="None named: any that fits")


class HoldBody(TimeBody):
    """A time to keep while a form is filled in."""

    instead_of: HoldId | None = Field(None, description="A hold of yours to give back for this one")


class BookBody(TimeBody):
    """A visit to book."""

    patient_id: PatientId
    note: FormText = Field("", description="For the desk; nothing clinical")
    hold_id: HoldId | None = Field(
        None, description="Your hold of this time, taken over; one that is over helps nothing"
    )


class PartBody(WithAssistants):
    """One service of a coming."""

    service_id: ServiceId
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None

    def part(self, start: datetime | None = None) -> AskedPart:
        """Return it as the verbs take it."""
        return AskedPart(
            self.service_id, self.practitioner_id, self.room_id, start, self.assisting()
        )


class TimedPartBody(PartBody):
    """One service of a coming, and when."""

    start: TimeText


class LaterPartBody(PartBody):
    """One service of a coming; when it begins may be left to the one before."""

    start: TimeText | None = Field(
        None, description="Of a further one; not given: when the one before is over"
    )


class TogetherBody(OnPurpose):
    """Several services in one coming, one after the other."""

    patient_id: PatientId
    start: TimeText
    parts: list[LaterPartBody] = Field(min_length=2, max_length=MOST_PARTS)
    note: FormText = Field("", description="For the desk; nothing clinical")
    hold_id: HoldId | None = Field(None, description="Your hold of these times, taken over")


class HoldTogetherBody(OnPurpose):
    """The times of several services to keep while a form is filled in."""

    parts: list[TimedPartBody] = Field(min_length=2, max_length=MOST_PARTS)
    instead_of: HoldId | None = Field(None, description="A hold of yours to give back for this one")


class FreeTogetherBody(Body):
    """Which times are free for several services, one after the other."""

    services: list[PartBody] = Field(min_length=2, max_length=MOST_PARTS)
    first_day: date = Field(description="A day of the clinic's")
    days: int = Field(1, ge=1, le=MOST_DAYS, strict=True, description="How many days from then on")
    patient_id: PatientId | None = Field(
        None, description="Who comes: not offered the times of visits they have (`patient:read`)"
    )
    explain: bool = Field(False, strict=True, description="Tell the taken times as well, and why")


class ChangeBody(OnPurpose, WithAssistants):
    """What of a visit becomes otherwise; what is not named stays."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": "2026-11-20T10:30", "version": 1}]}
    )

    start: TimeText | None = Field(None, description="Where it goes: an instant or a wall time")
    minutes: int | None = Field(None, ge=5, le=720, strict=True, description="How long it lasts")
    practitioner_id: PractitionerId | None = Field(None, description="Who gives it from now on")
    room_id: RoomId | None = Field(
        None, description="None named: keeps its room where that is free, else any that fits"
    )
    note: FormText | None = Field(None, description="For the desk; nothing clinical")
    version: Version


class StepBody(Body):
    """A step of a visit."""

    version: Version


class CancelBody(StepBody):
    """Why a visit is cancelled."""

    reason: FormText = Field(min_length=1, examples=["The patient has another appointment."])


class PatientBody(Body):
    """Somebody to register. Only the name must be given."""

    name: FormText = Field(min_length=1, examples=["Sofia Marín"])
    birth: FormText = Field("", examples=["1984-03-12"], description="A date or a year")
    sex: Literal["", "female", "male", "other", "unknown"] = ""
    phone: FormText = Field("", description="With +, else read as a number of the clinic's country")
    email: FormText = ""
    address: FormText = ""
    kin_name: FormText = Field("", description="The next of kin")
    kin_relation: FormText = ""
    kin_phone: FormText = ""
    language: FormText = Field("", examples=["en"], description="BCP 47")
    file_number: FormText = Field("", description="To keep an old one; else the clinic's next")
    although_similar: bool = Field(
        False, strict=True, description="Register even if somebody like this is here already"
    )


class PageQuery(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    cursor: Cursor
    limit: PageSize


class VisitQuery(PageQuery):
    """Which visits. Without a patient, the span of time is at most 400 days long."""

    start_from: BoundText | None = Field(
        None,
        alias="from",
        description="The first start, a time or a date; without a patient, today's beginning",
    )
    start_before: BoundText | None = Field(
        None,
        alias="to",
        description="Starts before this, a time or a date; without a patient, 31 days after `from`",
    )
    practitioner: PractitionerId | None = Field(
        None, description="Whose visits: those they give, and those in which they assist"
    )
    room: UUID | None = Field(None, description="In this room")
    patient: UUID | None = Field(None, description="Of this patient, whenever they are")
    service: ServiceId | None = Field(None, description="Of this service")
    series: UUID | None = Field(None, description="The visits of one series, whenever they are")
    status: list[Status] = Field(default=[], max_length=7, description="Any of these")


class PatientQuery(PageQuery):
    """Which patients."""

    search: FormText = Field("", description="Parts of the name, phone or file number")


class FreeQuery(BaseModel):
    """Which free times."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    service: ServiceId = Field(description="What is to be booked")
    first_day: date = Field(description="A day of the clinic's")
    days: int = Field(1, ge=1, le=MOST_DAYS, description="How many days from then on")
    practitioner: PractitionerId | None = Field(
        None, description="Nobody named: anybody who gives it"
    )
    room: RoomId | None = Field(None, description="None named: any that fits")
    assistant: AssistantIds = Field(default=[], description="Who must be free as well")
    patient: PatientId | None = Field(
        None, description="Who comes: not offered the times of visits they have (`patient:read`)"
    )
    explain: bool = Field(False, description="Tell the taken times as well, and why")
