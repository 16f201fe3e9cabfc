"""Where the build lies that this process serves."""

from pathlib import Path

from reflex.utils.prerequisites import get_web_dir
from reflex_base.constants import Dirs


def built_pages() -> Path:
    """The folder of the built pages, which may not exist while they are being compiled."""
    return get_web_dir() / Dirs.STATIC
