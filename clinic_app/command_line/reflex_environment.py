"""The environment variables that Reflex wants, for building the pages and for serving them."""

import os
import sys
from pathlib import Path

from clinic_app.settings import Settings

ROOT = Path(__file__).parents[2]
BUILD_FOLDER = ROOT / ".build"

_NPM = {
    "AUDIT": "false",
    "FUND": "false",
    "UPDATE_NOTIFIER": "false",
    # The lock file names versions and checksums; where they come from is each machine's matter.
    "OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
}


def _for_both() -> dict[str, str]:
    programs = str(Path(sys.executable).parent)  # node and npm of the wheel, before any other
    return {
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", os.defpath)]),
        "REFLEX_DIR": str(BUILD_FOLDER / "reflex"),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
    }


def build_environment() -> dict[str, str]:
    """For `reflex export`: our own settings are left out, so a build depends on sources alone."""
    ours = {name.upper() for name in Settings.model_fields} | {"ENCRYPTION_KEY"}
    others = {name: value for name, value in os.environ.items() if name not in ours}
    npm = {f"NPM_CONFIG_{name}": value for name, value in _NPM.items()}
    return {**others, **_for_both(), **npm, "NO_COLOR": "1", "TERM": "dumb"}


def serving_environment(front_end: Path) -> dict[str, str]:
    """For serving pages, live connection and API in one process from a finished build."""
    return {
        **_for_both(),
        "REFLEX_WEB_WORKDIR": str(front_end),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
    }
