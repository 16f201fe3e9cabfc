"""The environment is read strictly, and what is wrong is named."""

import base64

import pytest
from pydantic import ValidationError

from clinic_app.settings import Settings

ONE, TWO = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_the_first_key_encrypts_and_all_are_kept_for_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_keys = read(monkeypatch, ENCRYPTION_KEYS=f"{TWO}, {ONE}").encryption_keys
    assert read_keys == (b"\2" * 32, b"\1" * 32)


def test_a_single_key_may_use_the_singular_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    assert read(monkeypatch, ENCRYPTION_KEY=ONE).encryption_keys == (b"\1" * 32,)


@pytest.mark.parametrize("bad", ["short", base64.b64encode(b"x" * 16).decode(), f"{ONE},{ONE}"])
def test_a_key_of_the_wrong_length_or_given_twice_is_refused(
    monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    with pytest.raises(ValidationError):
        read(monkeypatch, ENCRYPTION_KEYS=bad)


def test_an_error_never_repeats_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as refused:
        read(monkeypatch, DATABASE_URL="mysql://clinic:hunter2@host/x", ENCRYPTION_KEYS="hunter2")
    assert "hunter2" not in str(refused.value)
    assert refused.value.error_count() == 2


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, DATABASE_URL="postgres://c:hunter2@h/x", ENCRYPTION_KEYS=ONE)
    assert "hunter2" not in repr(found)
    assert repr(b"\1" * 32) not in repr(found)
    assert found.database_url == "postgresql://c:hunter2@h/x"


@pytest.mark.parametrize("bad", ["clinic.example", "ftp://clinic.example", "https://c.example/app"])
def test_the_public_address_is_an_origin(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    with pytest.raises(ValidationError):
        read(monkeypatch, PUBLIC_URL=bad)


def test_https_in_public_is_what_makes_cookies_secure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read(monkeypatch, PUBLIC_URL="http://clinic.example").over_tls
    assert read(monkeypatch, PUBLIC_URL="https://Clinic.Example/").over_tls
    assert Settings().base_url == "https://clinic.example"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, PORT="", REDIS_URL="").port == 3000
