"""What an API key can be: its shape, its scopes, how long it may live. Pure but for the clock."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.tokens import clinic_of_token, clinic_token

# What /api/v1 asks for. A key is offered nothing that no route would use.
SCOPES: dict[Permission, str] = {
    Permission.APPOINTMENT_READ: "See appointments and free times",
    Permission.APPOINTMENT_WRITE: "Book, hold and change appointments; the waiting list",
    Permission.APPOINTMENT_DELETE: "Cancel appointments",
    Permission.APPOINTMENT_OVERRIDE: "Book against hours and rules",
    Permission.PATIENT_READ: "See patients: demographics, nothing clinical",
    Permission.PATIENT_WRITE: "Register patients",
    Permission.SCHEDULE_READ: "See practitioners, services, rooms and devices",
}
LIFETIMES: dict[int, str] = {
    30: "After 30 days",
    90: "After 90 days",
    365: "After a year",
    0: "When it is revoked",
}

_KEY = re.compile(r"pk_[0-9a-f]{8}_([A-Za-z0-9_-]{64})")
PREFIX_LENGTH = len("pk_01234567")


def new_key(organization_id: UUID) -> str:
    """Return a key: a name of eight signs to tell it by, the clinic, 256 random bits."""
    return f"pk_{secrets.token_hex(4)}_{clinic_token(organization_id)}"


def clinic_of_key(key: str) -> UUID | None:
    """Return the clinic that a key claims to open, None for what is no key."""
    match = _KEY.fullmatch(key)
    return clinic_of_token(match[1]) if match else None


def check_scopes(actor: Actor, wanted: Iterable[str]) -> list[str]:
    """Return the scopes in the table's order. Raises Invalid for none, or beyond the maker."""
    asked = set(wanted)
    known = [scope for scope in SCOPES if scope in asked]
    if not known:
        raise Invalid("Choose at least one thing that the key may do.", field="scopes")
    if len(known) < len(asked) or not all(may(actor, scope) for scope in known):
        raise Invalid("You cannot give a key more than you may do yourself.", field="scopes")
    return [str(scope) for scope in known]


def expiry(days: int) -> datetime | None:
    """Return when a key that lives so many days ends; None for 0, which never does."""
    if days not in LIFETIMES:
        raise Invalid("Please choose how long the key is good.", field="days")
    return now() + timedelta(days=days) if days else None
