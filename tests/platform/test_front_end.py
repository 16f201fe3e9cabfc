"""A front end is built again when, and only when, what it is made of changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import ROOT

CURRENT = (
    "from clinic_app.command_line import front_end as f;"
    "print(f._digest(f.SOURCES), f._digest(f.LOCK_FILES))"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources to edit."""
    for name in ("clinic_app", "reflex.lock"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("rxconfig.py", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "assets" / "external").mkdir(parents=True)
    return tmp_path


def digest(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CURRENT], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


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
    before = digest(copy)
    with (copy / name).open("a") as file:
        file.write("\n")
    assert digest(copy) != before


@pytest.mark.parametrize(
    "name", ["clinic_app/cli.py", "clinic_app/command_line/x.py", "assets/external/x.js"]
)
def test_a_change_that_no_page_can_see_does_not(copy: Path, name: str) -> None:
    before = digest(copy)
    with (copy / name).open("a") as file:
        file.write("\n")
    assert digest(copy) == before


def test_moving_a_file_counts_as_a_change(copy: Path) -> None:
    (copy / "assets" / "a.css").write_text("a{}")
    before = digest(copy)
    (copy / "assets" / "a.css").rename(copy / "assets" / "b.css")
    assert digest(copy) != before
