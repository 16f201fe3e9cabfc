"""Encrypted columns: bound to their place, and readable through a change of keys."""

import base64
import secrets
from collections.abc import Callable, Generator
from uuid import uuid4

import pytest

from clinic_app.database.encrypted import (
    CannotDecrypt,
    Place,
    current_mark,
    decrypt,
    encrypt,
    fingerprint,
    fingerprints,
)
from clinic_app.settings import settings

UseKeys = Callable[..., None]

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)


@pytest.fixture
def use_keys(monkeypatch: pytest.MonkeyPatch) -> Generator[UseKeys]:
    """Run under these keys, the first of which encrypts."""

    def use(*keys: bytes) -> None:
        in_words = ",".join(base64.b64encode(key).decode() for key in keys)
        monkeypatch.setenv("ENCRYPTION_KEYS", in_words)
        settings.cache_clear()

    yield use
    monkeypatch.undo()
    settings.cache_clear()


def _place() -> Place:
    return Place(uuid4(), uuid4(), "patient_identifier.number_encrypted")


def test_what_was_encrypted_is_unreadable_and_comes_back(use_keys: UseKeys) -> None:
    use_keys(OLD)
    place = _place()
    stored = encrypt("12345678-4", place)
    assert b"12345678" not in stored
    assert decrypt(stored, place) == "12345678-4"
    assert encrypt("12345678-4", place) != stored  # a nonce of its own each time


@pytest.mark.parametrize("moved", ["organization_id", "row_id", "column"])
def test_it_means_nothing_in_another_place(use_keys: UseKeys, moved: str) -> None:
    use_keys(OLD)
    place, other = _place(), Place(uuid4(), uuid4(), "patient.phone")
    elsewhere = {name: getattr(place, name) for name in Place.__slots__}
    elsewhere[moved] = getattr(other, moved)
    with pytest.raises(CannotDecrypt):
        decrypt(encrypt("12345678-4", place), Place(**elsewhere))


@pytest.mark.parametrize("at", [0, 3, 8, -1])
def test_a_changed_byte_is_refused(use_keys: UseKeys, at: int) -> None:
    use_keys(OLD)
    place = _place()
    stored = bytearray(encrypt("12345678-4", place))
    stored[at] ^= 1
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(stored), place)


@pytest.mark.parametrize("stub", [b"", b"\x01", b"\x01" + b"0" * 16])
def test_a_stub_is_refused(use_keys: UseKeys, stub: bytes) -> None:
    use_keys(OLD)
    with pytest.raises(CannotDecrypt):
        decrypt(stub, _place())


def test_the_first_key_encrypts_and_all_decrypt(use_keys: UseKeys) -> None:
    place = _place()
    use_keys(OLD)
    old = encrypt("A", place)
    use_keys(NEW, OLD)
    new = encrypt("B", place)
    assert (decrypt(old, place), decrypt(new, place)) == ("A", "B")
    assert new.startswith(current_mark())
    assert not old.startswith(current_mark())
    use_keys(NEW)
    assert decrypt(new, place) == "B"
    with pytest.raises(CannotDecrypt):
        decrypt(old, place)


def test_a_fingerprint_is_found_again_under_any_key(use_keys: UseKeys) -> None:
    clinic = uuid4()
    use_keys(OLD)
    old = fingerprint("123456784", clinic)
    assert old == fingerprint("123456784", clinic) != fingerprint("123456785", clinic)
    use_keys(NEW, OLD)
    assert fingerprint("123456784", clinic) != old
    assert old in fingerprints("123456784", clinic)


def test_two_clinics_fingerprints_of_one_number_differ(use_keys: UseKeys) -> None:
    use_keys(OLD)
    assert fingerprint("123456784", uuid4()) != fingerprint("123456784", uuid4())


def test_without_a_key_nothing_is_kept(use_keys: UseKeys) -> None:
    use_keys()
    with pytest.raises(RuntimeError, match="ENCRYPTION_KEYS"):
        encrypt("A", _place())
