"""Cursors: where a page ended, as one opaque text. They hold ids and instants, never a name."""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

from clinic_app.kit.errors import Invalid

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_PLACE = struct.Struct(">q16s")
_FARTHEST = 10**16  # microseconds: beyond any date that is asked for, within those that there are


def cursor_after(starts_at: datetime, last_id: UUID) -> str:
    """Return the cursor of a page of visits or sessions that ended with this one."""
    return _text(_PLACE.pack((starts_at - _EPOCH) // _TICK, last_id.bytes))


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Return the start and id of what a page ended with. Raises Invalid."""
    return _place(_bytes(cursor, _PLACE.size))


def waiting_cursor(priority: int, since: datetime, last_id: UUID) -> str:
    """Return the cursor of a page of the waiting list that ended with this one."""
    return _text(bytes([priority]) + _PLACE.pack((since - _EPOCH) // _TICK, last_id.bytes))


def read_waiting_cursor(cursor: str) -> tuple[int, datetime, UUID]:
    """Return the priority, beginning and id of who a page ended with. Raises Invalid."""
    raw = _bytes(cursor, 1 + _PLACE.size)
    return (raw[0], *_place(raw[1:]))


def patient_cursor(patient_id: UUID) -> str:
    """Return the cursor of a page of patients that ended with this one."""
    return _text(patient_id.bytes)


def read_patient_cursor(cursor: str) -> UUID:
    """Return the id of the patient that a page ended with. Raises Invalid."""
    return UUID(bytes=_bytes(cursor, 16))


def _place(raw: bytes) -> tuple[datetime, UUID]:
    ticks, key = _PLACE.unpack(raw)
    if abs(ticks) > _FARTHEST:
        raise _unreadable()
    return _EPOCH + ticks * _TICK, UUID(bytes=key)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(cursor: str, length: int) -> bytes:
    try:
        raw = urlsafe_b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}".encode("ascii"))
    except ValueError:  # signs or a length that base64 has not
        raise _unreadable() from None
    if len(raw) != length:
        raise _unreadable()
    return raw


def _unreadable() -> Invalid:
    return Invalid("This cursor is not one that a page ended with.", field="cursor")
