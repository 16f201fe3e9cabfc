"""Columns that are unreadable at rest, and keyed hashes that find their values again.

AES-256-GCM under `settings().encryption_keys`: the first key encrypts, all of them decrypt.
The stored bytes are

    1 byte   the form of the rest (1)
    4 bytes  which key
    12 bytes nonce
    n bytes  ciphertext and tag

and are bound to one place: clinic, row and column are associated data, so bytes that were
copied into another row do not decrypt there. What is done with a key (encrypting,
fingerprinting, naming it) never uses the key itself but one derived from it by HKDF.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinic_app.settings import settings

_FORM = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
MARK_BYTES = len(_FORM) + _KEY_ID_BYTES


class CannotDecrypt(Exception):
    """The key is not among ours, or the bytes were changed or moved to another place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is kept; the same bytes mean nothing anywhere else."""

    organization_id: UUID
    row_id: UUID
    column: str  # "table.column"

    def bytes(self) -> bytes:
        """Return the place as associated data."""
        return self.organization_id.bytes + self.row_id.bytes + self.column.encode()


@dataclass(frozen=True, slots=True)
class _Key:
    id: bytes
    cipher: AESGCM
    for_fingerprints: bytes


@lru_cache(maxsize=16)
def _derived(secret: bytes) -> _Key:
    def derive(purpose: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=b"polyclinic " + purpose).derive(secret)

    return _Key(
        id=derive(b"key id 1", _KEY_ID_BYTES),
        cipher=AESGCM(derive(b"column 1", 32)),
        for_fingerprints=derive(b"fingerprint 1", 32),
    )


def _keys() -> tuple[_Key, ...]:
    keys = tuple(_derived(secret) for secret in settings().encryption_keys)
    if not keys:
        raise RuntimeError("no ENCRYPTION_KEYS: nothing can be kept encrypted")
    return keys


def encrypt(value: str, place: Place) -> bytes:
    """Return the bytes that a row may keep, under the first key."""
    key = _keys()[0]
    nonce = os.urandom(_NONCE_BYTES)
    return _FORM + key.id + nonce + key.cipher.encrypt(nonce, value.encode(), place.bytes())


def decrypt(stored: bytes, place: Place) -> str:
    """Return the value kept at this place. Raises CannotDecrypt."""
    key_id, rest = stored[len(_FORM) : MARK_BYTES], stored[MARK_BYTES:]
    key = next((key for key in _keys() if key.id == key_id), None)
    if key is None or stored[: len(_FORM)] != _FORM or len(rest) <= _NONCE_BYTES:
        raise CannotDecrypt
    try:
        plain = key.cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.bytes())
    except InvalidTag:
        raise CannotDecrypt from None
    return plain.decode()


def current_mark() -> bytes:
    """Return the first bytes of everything encrypted under the first key."""
    return _FORM + _keys()[0].id


def fingerprint(value: str, organization_id: UUID) -> bytes:
    """Return what a row keeps so that the same value can be found again in the same clinic.

    HMAC-SHA-256 under the first key: without the key nobody can try out all numbers, and
    two clinics' fingerprints of one number have nothing in common.
    """
    return _fingerprint(_keys()[0], value, organization_id)


def fingerprints(value: str, organization_id: UUID) -> list[bytes]:
    """Return a value's fingerprints under every key: look for any of them.

    Rows keep that of the key they were written under until the rotation reaches them.
    """
    return [_fingerprint(key, value, organization_id) for key in _keys()]


def _fingerprint(key: _Key, value: str, organization_id: UUID) -> bytes:
    message = organization_id.bytes + value.encode()
    return hmac.new(key.for_fingerprints, message, hashlib.sha256).digest()
