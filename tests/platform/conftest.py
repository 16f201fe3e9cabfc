"""An embedded server whose superuser the tests may be."""

import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from clinic_app.database.embedded import EmbeddedServer


@pytest.fixture(scope="module")
def server() -> Generator[EmbeddedServer]:
    """A server of this file's own."""
    with tempfile.TemporaryDirectory(prefix="pc-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with EmbeddedServer.start(Path(name), durable=False) as started:
            yield started
