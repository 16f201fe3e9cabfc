"""Stories about accounts hash many passwords: here at a cost that only tests may use."""

from collections.abc import Generator

import pytest

from clinic_app.people.accounts import passwords
from clinic_app.people.accounts.passwords import Hasher
from tests.people.accounts import hasher_of

_CHEAP = hasher_of(memory=1024)


@pytest.fixture(autouse=True)
def cheap_hashes(request: pytest.FixtureRequest) -> Generator[None]:
    """The same algorithm with a hundredth of the work, but for stories about cost."""
    with pytest.MonkeyPatch.context() as patch:
        if "real_hasher" not in request.fixturenames:
            patch.setattr(passwords, "hasher", _CHEAP)
        yield


@pytest.fixture
def real_hasher() -> Hasher:
    """Ask for the product's own costs."""
    return passwords.hasher
