"""Random tokens for cookies and links. Only their SHA-256 is ever stored."""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from uuid import UUID


def new_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """Return the SHA-256 of a token: what a table may keep."""
    return hashlib.sha256(token.encode()).digest()


def clinic_token(organization_id: UUID) -> str:
    """Return a token that also tells which clinic it leads into (an invitation, a visit).

    The clinic must be known before PostgreSQL shows any of its rows; the secret half decides.
    """
    return urlsafe_b64encode(organization_id.bytes + secrets.token_bytes(32)).decode()


def clinic_of_token(token: str) -> UUID | None:
    """Return the clinic that a `clinic_token` leads into, None for anything else."""
    try:
        raw = urlsafe_b64decode(token.encode())
    except (Base64Error, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == 48 else None
