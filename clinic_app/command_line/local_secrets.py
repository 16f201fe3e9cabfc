"""An encryption key for trying and developing, made once and kept beside the data."""

import base64
import os
import secrets
from pathlib import Path

from clinic_app.settings import KEY_BYTES, settings


def new_key() -> str:
    """A fresh random key, in the form ENCRYPTION_KEYS takes."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def use_local_encryption_key() -> None:
    """Where no key is set, use the one in VAR, made when missing and readable by us alone."""
    if settings().encryption_keys:
        return
    os.environ["ENCRYPTION_KEYS"] = _kept_key(settings().var / "encryption_key")
    settings.cache_clear()


def _kept_key(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(new_key() + "\n")
        unfinished.rename(file)
    return file.read_text().strip()
