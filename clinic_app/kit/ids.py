"""Ids as types of their own, so that a patient's id cannot be passed for a room's."""

from collections.abc import Callable
from secrets import randbits
from time import time_ns
from typing import NewType, TypeVar
from uuid import UUID

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


class _RisingIds:
    """Ids by the time they are made (UUID version 7, RFC 9562); 62 bits of each are random.

    Of two that one process makes the later sorts later, so that “the newest” has one answer among
    rows of one moment, and new rows lie side by side in every index.
    """

    _newest = 0  # in 4096ths of a millisecond

    def __call__(self) -> UUID:
        self._newest = max(self._newest + 1, time_ns() * 4096 // 1_000_000)
        millisecond, part = divmod(self._newest, 4096)
        return UUID(int=millisecond << 80 | 7 << 76 | part << 64 | 2 << 62 | randbits(62))


new_uuid: Callable[[], UUID] = _RisingIds()


def parse_id(kind: Callable[[UUID], T], text: str, *, what: str = "That") -> T:
    """Read an id that came from outside. What is not an id is simply not found."""
    try:
        return kind(UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise NotFound(what) from None
