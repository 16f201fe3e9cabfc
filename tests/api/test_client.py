"""Whose address counts: never what a caller merely claims."""

from collections.abc import Generator

import pytest
from starlette.requests import Request

from clinic_app.api.client import client_address, over_tls
from clinic_app.settings import settings


def _request(*headers: tuple[str, str], peer: str = "198.51.100.7") -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request(
        {
            "type": "http",
            "method": "POST",
            "scheme": "http",
            "path": "/",
            "query_string": b"",
            "headers": raw,
            "server": ("clinic.example", 80),
            "client": (peer, 5000),
        }
    )


@pytest.fixture
def hops(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """So many proxies of our own."""
    monkeypatch.setenv("TRUSTED_PROXY_HOPS", str(request.param))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, ["6.6.6.6"], "198.51.100.7"),
        (1, [], "198.51.100.7"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["6.6.6.6, 203.0.113.9"], "203.0.113.9"),
        (1, ["6.6.6.6", "203.0.113.9"], "203.0.113.9"),
        (2, ["6.6.6.6, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (2, ["6.6.6.6"], "198.51.100.7"),  # shorter than the way: it did not come by it
        (1, [" , ,"], "198.51.100.7"),
    ],
    indirect=["hops"],
)
@pytest.mark.usefixtures("hops")
def test_only_our_own_proxies_are_believed(forwarded: list[str], address: str) -> None:
    request = _request(*(("x-forwarded-for", value) for value in forwarded))
    assert client_address(request) == address


@pytest.mark.parametrize(("hops", "secure"), [(0, False), (1, True)], indirect=["hops"])
@pytest.mark.usefixtures("hops")
def test_a_proxy_of_ours_says_that_the_browser_came_over_tls(*, secure: bool) -> None:
    assert over_tls(_request(("x-forwarded-proto", "https"))) == secure
