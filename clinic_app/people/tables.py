"""Persons and their sign-ins (global), organizations and their members (clinic-owned)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlmodel import Field

from clinic_app.access.roles import Role
from clinic_app.database.columns import INSTANT, ClinicOwnedNow, Table
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid

ROLE_CHECK = "role IN ({})".format(", ".join(f"'{role}'" for role in Role))


class Person(Table, table=True):
    """Somebody with an account. May belong to several organizations."""

    id: UUID = Field(default_factory=new_uuid, primary_key=True)
    name: str
    email: str | None = Field(default=None, unique=True, sa_type=CITEXT)
    username: str | None = Field(default=None, unique=True, sa_type=CITEXT)
    password_hash: str
    must_change_password: bool = False
    theme: str = "system"  # light, dark or system
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)


class Organization(Table, table=True):
    """A clinic. Its time zone, country and currency rule everything shown in it."""

    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="organization_slug_form"),
        CheckConstraint("idle_minutes BETWEEN 5 AND 60", name="organization_idle_minutes"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 60", name="organization_slot_minutes"),
    )

    id: UUID = Field(default_factory=new_uuid, primary_key=True)
    name: str
    slug: str = Field(unique=True)
    time_zone: str  # IANA name
    country: str  # ISO 3166 alpha-2
    currency: str  # ISO 4217
    idle_minutes: int = 15
    slot_minutes: int = 15
    one_visit_per_patient: bool = True  # at a time; a clinic of joint consultations says no
    next_file_number: int = 10000
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)


class Session(Table, table=True):
    """One signed-in browser. Only the token's SHA-256 is kept."""

    id: UUID = Field(default_factory=new_uuid, primary_key=True)
    token_hash: bytes = Field(unique=True, sa_type=LargeBinary)
    person_id: UUID = Field(index=True, foreign_key="person.id")
    active_organization_id: UUID | None = None  # always checked against membership
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    last_used_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    expires_at: datetime = Field(sa_type=INSTANT)
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    ended_because: str = ""
    device: str = ""
    address: str = ""


class RateCount(Table, table=True):
    """Failures counted for a key (an account's or an address's hash) since a moment."""

    key: bytes = Field(primary_key=True, sa_type=LargeBinary)
    since: datetime = Field(sa_type=INSTANT)
    failures: int


class PasswordReset(Table, table=True):
    """A link to set a new password: one hour, once."""

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    person_id: UUID = Field(index=True, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    expires_at: datetime = Field(sa_type=INSTANT)
    used_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Member(ClinicOwnedNow, table=True):
    """A person's place and role in one organization. Removal and rest are kept as facts."""

    __table_args__ = (
        UniqueConstraint("organization_id", "person_id", name="member_once"),
        CheckConstraint(ROLE_CHECK, name="member_role"),
    )

    person_id: UUID = Field(index=True, foreign_key="person.id")
    role: str
    deactivated_at: datetime | None = Field(default=None, sa_type=INSTANT)
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Invitation(ClinicOwnedNow, table=True):
    """An emailed link into one organization: seven days, once, for one address, one role."""

    __table_args__ = (
        CheckConstraint(ROLE_CHECK, name="invitation_role"),
        Index("invitation_token", "organization_id", "token_hash", unique=True),
        Index(
            *("invitation_once_pending", "organization_id", "email"),
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    email: str = Field(sa_type=CITEXT)
    role: str
    token_hash: bytes = Field(sa_type=LargeBinary)
    invited_by: UUID
    sent_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    expires_at: datetime = Field(sa_type=INSTANT)
    accepted_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
