"""Who is acting: found on the server from the session, never taken from a browser."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic_app.access.roles import Role
from clinic_app.kit.ids import MemberId, OrganizationId, PersonId, SessionId


class Kind(StrEnum):
    """Through which door somebody acts."""

    MEMBER = "member"  # signed in
    PATIENT = "patient"  # the public page, or a link in a patient's mail
    KEY = "key"  # one of the clinic's API keys
    CLOCK = "clock"  # a job whose time has come


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of one organization, as of this moment. Every verb takes one first.

    Who is no member (`access/outsiders.py`) has `scopes`: the permissions they have, whatever
    the role says.
    """

    organization_id: OrganizationId
    member_id: MemberId
    person_id: PersonId
    role: Role
    name: str
    session_id: SessionId | None
    time_zone: str
    country: str
    currency: str
    kind: Kind = Kind.MEMBER
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a live session, perhaps with no organization chosen yet."""

    person_id: PersonId
    session_id: SessionId
    name: str
    email: str
    username: str
    theme: str
    must_change_password: bool
    used_at: datetime
    expires_at: datetime
    idle_minutes: int
    actor: Actor | None
