"""The outbox: what is to be sent, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from clinic_app.database.columns import INSTANT, Table
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid


class Mail(Table, table=True):
    """One email. Written in the deed's own transaction, sent by a job after commit."""

    id: UUID = Field(default_factory=new_uuid, primary_key=True)
    recipient: str
    subject: str
    body: str
    calendar: str = ""  # an attached .ics (RFC 5545), where there is one
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    good_until: datetime | None = Field(default=None, sa_type=INSTANT)  # of no use afterwards
    sent_at: datetime | None = Field(default=None, sa_type=INSTANT)
    failed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    failure: str = ""


class TextMessage(Table, table=True):
    """One SMS. Written in the deed's own transaction, sent by a job after commit."""

    id: UUID = Field(default_factory=new_uuid, primary_key=True)
    recipient: str  # E.164
    body: str
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    good_until: datetime | None = Field(default=None, sa_type=INSTANT)  # of no use afterwards
    sent_at: datetime | None = Field(default=None, sa_type=INSTANT)
    failed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    failure: str = ""
