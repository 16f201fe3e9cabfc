"""Nobody chooses the address that sign-in attempts are counted by."""

from collections.abc import Generator

import pytest
from starlette.requests import HTTPConnection

from clinic_app.api.client_address import client_address
from clinic_app.settings import settings

PROXY = "10.0.0.1"


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Generator[pytest.MonkeyPatch]:
    """Settings of this test's own."""
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def seen(monkeypatch: pytest.MonkeyPatch, hops: int, *forwarded: str) -> str:
    monkeypatch.setenv("TRUSTED_PROXY_HOPS", str(hops))
    settings.cache_clear()
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return client_address(
        HTTPConnection({"type": "http", "client": (PROXY, 50000), "headers": headers})
    )


def test_without_a_proxy_the_header_is_ignored(behind: pytest.MonkeyPatch) -> None:
    assert seen(behind, 0, "198.51.100.7") == PROXY


def test_only_what_our_proxies_added_counts(behind: pytest.MonkeyPatch) -> None:
    assert seen(behind, 1, "1.1.1.1, 198.51.100.7") == "198.51.100.7"
    assert seen(behind, 2, "1.1.1.1, 198.51.100.7, 10.0.0.2") == "198.51.100.7"
    assert seen(behind, 1, "1.1.1.1", "198.51.100.7") == "198.51.100.7"


def test_a_header_shorter_than_the_way_is_not_believed(behind: pytest.MonkeyPatch) -> None:
    assert seen(behind, 2, "1.1.1.1") == PROXY
    assert seen(behind, 1) == PROXY
