"""Ids as types of their own, so that a patient's id cannot be passed for a room's."""

from collections.abc import Callable
from typing import NewType, TypeVar
from uuid import UUID, uuid4

from clinic_app.kit.errors import NotFound

OrganizationId = NewType("OrganizationId", UUID)
PersonId = NewType("PersonId", UUID)
SessionId = NewType("SessionId", UUID)
MemberId = NewType("MemberId", UUID)
InvitationId = NewType("InvitationId", UUID)
PatientId = NewType("PatientId", UUID)
IdentifierId = NewType("IdentifierId", UUID)
AlertId = NewType("AlertId", UUID)
PractitionerId = NewType("PractitionerId", UUID)
ServiceId = NewType("ServiceId", UUID)
RoomId = NewType("RoomId", UUID)
DeviceId = NewType("DeviceId", UUID)
AppointmentId = NewType("AppointmentId", UUID)
ScreenLinkId = NewType("ScreenLinkId", UUID)
HoldId = NewType("HoldId", UUID)
GroupId = NewType("GroupId", UUID)
TimeOffId = NewType("TimeOffId", UUID)
WaitingId = NewType("WaitingId", UUID)
OfferId = NewType("OfferId", UUID)
HolidayId = NewType("HolidayId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
BookingRequestId = NewType("BookingRequestId", UUID)
FeedId = NewType("FeedId", UUID)
DoubtId = NewType("DoubtId", UUID)
NoticeId = NewType("NoticeId", UUID)

T = TypeVar("T")

new_uuid: Callable[[], UUID] = uuid4


def parse_id(kind: Callable[[UUID], T], text: str, *, what: str = "That") -> T:
    """Read an id that came from outside. What is not an id is simply not found."""
    try:
        return kind(UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise NotFound(what) from None
