"""Makes one front-end build fit every address: the browser connects to where the page came from.

Reflex writes the server's address into the build. We have it write a placeholder, and replace
that by the page's own location after the build.
"""

import re
from pathlib import Path

from reflex.plugins import Plugin
from reflex_base.plugins.base import PostBuildContext
from typing_extensions import Unpack

_PLACEHOLDER = "same-origin-1.invalid"  # raise the number when what replaces it changes
BUILD_ORIGIN = f"http://{_PLACEHOLDER}"

_LITERAL = re.compile(rf"""(["'`])(ws|http)://{re.escape(_PLACEHOLDER)}(/[\w/.-]*)\1""")
_LOCATION = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}


class BuildCannotBeMoved(Exception):
    """The build does not look as this plugin expects, so its pages would find no server."""


class SameOriginPlugin(Plugin):
    """Replaces the placeholder address in the built JavaScript. Runs before compression."""

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        """Rewrite the build, or fail loudly where the placeholder is not found or stays."""
        rewrite(context["static_dir"])


def rewrite(folder: Path) -> None:
    """Replace every placeholder address in the JavaScript under `folder` by the page's own."""
    replaced = 0
    for file in sorted(folder.rglob("*.js")):
        before = file.read_text(encoding="utf-8")
        if _PLACEHOLDER in before:
            after, count = _LITERAL.subn(_from_location, before)
            file.write_text(after, encoding="utf-8")
            replaced += count
    if not replaced:
        raise BuildCannotBeMoved(f"no address of the server was found under {folder}")
    for file in folder.rglob("*"):
        if file.is_file() and _PLACEHOLDER.encode() in file.read_bytes():
            raise BuildCannotBeMoved(f"{file} still names the placeholder address")


def _from_location(found: re.Match[str]) -> str:
    _, scheme, path = found.groups()
    return f'({_LOCATION[scheme]}+"{path}")'
