"""Imports every room's tables, so that Alembic sees them; nothing else."""

from sqlmodel import SQLModel

from clinic_app.audit import tables as audit_tables
from clinic_app.notifications import tables as notification_tables
from clinic_app.people import doubt_tables, key_tables, patient_tables
from clinic_app.people import tables as people_tables
from clinic_app.scheduling import (
    appointment_tables,
    date_tables,
    desk_tables,
    notice_tables,
    public_tables,
    rule_tables,
    series_tables,
    waiting_tables,
)
from clinic_app.scheduling import tables as scheduling_tables

__all__ = [
    "appointment_tables",
    "audit_tables",
    "date_tables",
    "desk_tables",
    "doubt_tables",
    "key_tables",
    "metadata",
    "notice_tables",
    "notification_tables",
    "patient_tables",
    "people_tables",
    "public_tables",
    "rule_tables",
    "scheduling_tables",
    "series_tables",
    "waiting_tables",
]

metadata = SQLModel.metadata
