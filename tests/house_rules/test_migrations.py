"""Versions of the schema stand in one line, in the order of their files."""

import re
from itertools import pairwise
from pathlib import Path

VERSIONS = sorted((Path(__file__).parents[2] / "alembic" / "versions").glob("*.py"))


def named(file: Path, name: str) -> str | None:
    """The text that a version gives to one of its names."""
    found = re.search(rf'^{name}(?:: [^=]+)? = "(\w+)"$', file.read_text(), re.MULTILINE)
    return found[1] if found else None


def test_a_version_is_called_as_its_file_is() -> None:
    assert [named(file, "revision") for file in VERSIONS] == [file.name[:4] for file in VERSIONS]


def test_each_follows_the_one_before() -> None:
    assert named(VERSIONS[0], "down_revision") is None
    for before, after in pairwise(VERSIONS):
        assert named(after, "down_revision") == named(before, "revision"), after.name
