"""Series of visits: what was asked for. Each visit of one is an appointment of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index
from sqlmodel import Field

from clinic_app.database.columns import ClinicOwnedNow, within_clinic

WALL: Any = DateTime(timezone=False)


class AppointmentSeries(ClinicOwnedNow, table=True):
    """A rule of RFC 5545 in the clinic's wall time, as it was booked. Never changed.

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
