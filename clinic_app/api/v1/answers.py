"""What /api/v1 answers, for its description; routes make the JSON themselves, without models."""

from pydantic import BaseModel, Field

from clinic_app.scheduling.states import Status

INSTANT = Field(examples=["2026-11-20T14:15:00Z"], description="An instant, RFC 3339")
WALL = Field(examples=["2026-11-20T09:15:00"], description="The clinic's wall time of it")
_VERSION = Field(description="Rises with each change. Send it along to refuse a stale write.")


class Named(BaseModel):
    """Something with its name."""

    id: str
    name: str


class NamedPatient(BaseModel):
    """A patient; the name is null without the scope patient:read."""

    id: str
    name: str | None


class AssistantAnswer(Named):
    """A further practitioner who takes part in a visit, from when until when."""

    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL


class AppointmentAnswer(BaseModel):
    """An appointment."""

    id: str
    status: Status
    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL
    patient: NamedPatient
    service: Named
    practitioner: Named
    assistants: list[AssistantAnswer] = Field(description="Further practitioners who take part")
    room: Named | None
    note: str
    outside_hours: bool
    series_id: str | None = Field(description="Shared by the visits of a series")
    together_id: str | None = Field(description="Shared by the services of one coming")
    group_session_id: str | None = Field(description="The group's session it has a seat in")
    version: int = _VERSION


class HistoryStep(BaseModel):
    """A line of an appointment's history, ready to read."""

    at: str = Field(description="On the clinic's clock: “20 Nov 2026, 9:32”")
    who: str = Field(description="A member, the patient, or “API key Website”")
    what: str = Field(examples=["Booked for Fri 20 Nov, 9:15 with Dr. Lin Zhao"])
    why: str = Field(description="The reason, where one was given")


class AppointmentInFull(AppointmentAnswer):
    """An appointment with its history, and the states it may be brought to."""

    devices: str = Field(description="Their names, for reading")
    moves: list[Status] = Field(description="What it can become by a step, now")
    history: list[HistoryStep] = Field(description="The newest first")


class AppointmentPage(BaseModel):
    """A page of appointments by start."""

    items: list[AppointmentAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end")


class BookedAnswer(BaseModel):
    """What a booking or a move took."""

    id: str
    status: Status
    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL
    practitioner_id: str
    room_id: str | None
    outside_hours: bool
    version: int = _VERSION


class BookedTogether(BaseModel):
    """The visits of one coming, in order."""

    items: list[BookedAnswer]


class ChangedAnswer(BookedAnswer):
    """A visit as it stands after a change."""

    note: str


class HoldAnswer(BaseModel):
    """A time that is kept."""

    id: str
    practitioner_id: str
    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL
    expires: str = Field(examples=["2026-11-19T14:20:00Z"], description="Kept until then")


class StateAnswer(BaseModel):
    """Where an appointment stands now."""

    id: str
    status: Status
    version: int = _VERSION


class FreeTime(BaseModel):
    """A time at which the service can begin, and with whom; the least busy first."""

    start: str = INSTANT
    end: str = INSTANT
    start_local: str = WALL
    end_local: str = WALL
    practitioner_ids: list[str]
    seats_left: int | None = Field(description="Of a group's session; null for other services")
    taken: str | None = Field(None, description="With `explain`: why this time cannot be had")


class Availability(BaseModel):
    """Free times, in order."""

    time_zone: str = Field(examples=["America/New_York"])
    items: list[FreeTime]


class PatientAnswer(BaseModel):
    """A patient: demographics, nothing clinical."""

    id: str
    file_number: str
    name: str
    birth: str = Field(
        examples=["1984-03-12"],
        description="A date; a year where no more is known; or nothing",
    )
    sex: str = Field(description="female, male, other, unknown or nothing")
    phone: str = Field(examples=["+12125550142"], description="E.164, or nothing")
    email: str
    address: str
    language: str = Field(examples=["en"], description="BCP 47, or nothing")
    version: int
    registered: str = INSTANT


class PatientsPage(BaseModel):
    """A page of patients by name."""

    items: list[PatientAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end")


class RegisteredPatient(BaseModel):
    """A patient who was just registered."""

    id: str


class DutyAnswer(BaseModel):
    """A further practitioner that each visit of a service takes."""

    from_minute: int = Field(description="From which minute of the visit they are needed")
    minutes: int | None = Field(description="And for how many; null until its end")
    practitioner_ids: list[str] = Field(description="Who may be it; none: anybody")


class ServiceAnswer(BaseModel):
    """A service, and who gives it, where and with what."""

    id: str
    name: str
    duration_minutes: int
    buffer_before: int
    buffer_after: int
    colour: str
    price_minor: int | None = Field(description="In the currency's smallest unit")
    needs_room: bool
    seats: int = Field(description="More than one: a group, whose visits share a time")
    practitioner_ids: list[str]
    duties: list[DutyAnswer] = Field(description="One for each further practitioner it asks for")
    room_ids: list[str] = Field(description="None: any room will do")
    device_ids: list[str]


class PractitionerAnswer(BaseModel):
    """Somebody who sees patients."""

    id: str
    name: str
    specialty: str
    colour: str
    hours: str = Field(examples=["Mon–Fri 09:00–17:00"], description="Today's week, in words")


class ServiceList(BaseModel):
    """The clinic's services, in its order."""

    items: list[ServiceAnswer]


class PractitionerList(BaseModel):
    """The clinic's practitioners, in its order."""

    items: list[PractitionerAnswer]


class ResourceList(BaseModel):
    """Rooms or devices, in the clinic's order."""

    items: list[Named]
