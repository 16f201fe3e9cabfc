"""A front end is built again when, and only when, what it is made of changed."""

import shutil
from pathlib import Path

import pytest

from clinic_app.command_line import front_end
from tests.served import ROOT


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources to edit, of which a build would be made."""
    monkeypatch.setattr(front_end, "ROOT", tmp_path)
    for name in ("clinic_app", "reflex.lock"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("rxconfig.py", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "assets" / "external").mkdir(parents=True)
    return tmp_path


def digest() -> str:
    """The name that a build of the copy would have."""
    return front_end._current().name  # pyright: ignore[reportPrivateUsage]  # what `front_end` looks for


@pytest.mark.parametrize(
    "name",
    [
        "clinic_app/web/new_page.py",
        "clinic_app/scheduling/rules_of_tomorrow.py",
        "assets/new.css",
        "rxconfig.py",
        "requirements.txt",
        "reflex.lock/package-lock.json",
    ],
)
def test_a_change_of_what_pages_are_made_of_asks_for_a_build(copy: Path, name: str) -> None:
    before = digest()
    with (copy / name).open("a") as file:
        file.write("\n")
    assert digest() != before


@pytest.mark.parametrize(
    "name", ["clinic_app/cli.py", "clinic_app/command_line/x.py", "assets/external/x.js"]
)
def test_a_change_that_no_page_can_see_does_not(copy: Path, name: str) -> None:
    before = digest()
    with (copy / name).open("a") as file:
        file.write("\n")
    assert digest() == before


def test_moving_a_file_counts_as_a_change(copy: Path) -> None:
    (copy / "assets" / "a.css").write_text("a{}")
    before = digest()
    (copy / "assets" / "a.css").rename(copy / "assets" / "b.css")
    assert digest() != before
