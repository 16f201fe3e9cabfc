"""Series of visits: what was asked for. Each visit of one is an appointment of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic

WALL: Any = DateTime(timezone=False)


class AppointmentSeries(ClinicOwnedNow, table=True):
    """A rule of RFC 5545 in the clinic's wall time, as booked. A later one is a row of its own.

    Where its visits stand now is written on them (`appointment.series_wall`): a rule that moves
    with them would forget what was agreed.
    """

    __table_args__ = (
        within_clinic("patient_id", "patient", name="appointment_series_patient"),
        within_clinic("service_id", "service", name="appointment_series_service"),
        Index("appointment_series_of_patient", "organization_id", "patient_id"),
    )

    patient_id: UUID
    service_id: UUID
    rule: str  # FREQ=WEEKLY;BYDAY=TU;WKST=MO;COUNT=10
    first_wall: datetime = Field(sa_type=WALL)
    total: int  # dates of the rule; those left out have no visit
    created_by: UUID


class SeriesRule(ClinicOwnedNow, table=True):
    """That a series has another rule from one of its visits on. The last not undone rules."""

    __table_args__ = (
        within_clinic("series_id", "appointment_series", name="series_rule_series"),
        # Of two who change one series at once, the second has seen another series.
        UniqueConstraint("organization_id", "series_id", "step", name="series_rule_once"),
    )

    series_id: UUID
    step: int  # 1 for the first change
    since: int  # the number of the first visit that it is about
    rule: str
    first_wall: datetime = Field(sa_type=WALL)
    total: int  # of the whole series, by now
    created_by: UUID
    undone_at: datetime | None = Field(default=None, sa_type=INSTANT)
    undone_by: UUID | None = None
