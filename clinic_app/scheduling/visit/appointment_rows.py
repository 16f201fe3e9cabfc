"""Visits as a list for programs: ids, names and instants; nothing is in words yet."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class ListedVisit(NamedTuple):
    """One visit. The order of the fields is that of the statement's columns."""

    id: UUID
    status: str
    starts_at: datetime
    ends_at: datetime
    patient_id: UUID
    patient: str
    service_id: UUID
    service: str
    practitioner_id: UUID
    practitioner: str
    assistants: list[list[Any]] | None  # id, name and part
    room_id: UUID | None
    room: str | None
    note: str
    outside_hours: bool
    series_id: UUID | None
    together_id: UUID | None
    group_id: UUID | None
    version: int


class VisitList(NamedTuple):
    """One page of visits, and whether there are more after its last."""

    visits: list[ListedVisit]
    has_more: bool
