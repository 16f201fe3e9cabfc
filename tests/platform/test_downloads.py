"""A download that fails is told as such, and the next start takes it up again.

Each test works in a copy of the sources, with a registry that refuses every connection.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import ROOT, environment

# Whatever the pages are, their packages come from the same place: the smallest will do.
ONE_PAGE = """\
import reflex as rx

app = rx.App()
app.add_page(rx.text("Hello"), route="/")
"""
SOURCES = ("clinic_app", "scripts", "rxconfig.py", "requirements.txt", "reflex.lock", "assets")
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources alone, as a clone would hold them."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "external")
            )
        elif source.exists():
            shutil.copy(source, tmp_path)
    return tmp_path


def test_packages_that_cannot_be_downloaded(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/bootstrap.py"],
        cwd=copy,
        env={**os.environ, "PIP_INDEX_URL": NOWHERE, "PIP_NO_CACHE_DIR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "packages could not be downloaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (copy / ".venv" / ".installed-run").exists()  # so the next start tries again


def test_packages_of_the_front_end_that_cannot_be_downloaded(copy: Path) -> None:
    offline = {
        "NPM_CONFIG_REGISTRY": NOWHERE,
        "NPM_CONFIG_CACHE": str(copy / "cache"),
        "NPM_CONFIG_FETCH_RETRIES": "0",
    }
    (copy / "clinic_app" / "clinic_app.py").write_text(ONE_PAGE)
    done = subprocess.run(
        [sys.executable, "-m", "clinic_app", "build"],
        cwd=copy,
        env=environment(**offline),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert "front end's packages could not be downloaded" in done.stderr
    assert not list((copy / ".build" / "front_end").iterdir())
