"""Reads our stylesheets: tokens of both themes, and the contrast of two colours."""

import re
from pathlib import Path

ASSETS = Path(__file__).parents[3] / "assets"


def sheet(name: str) -> str:
    """The text of a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (ASSETS / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens() -> dict[str, dict[str, str]]:
    """The tokens that each theme ends up with; dark inherits what it does not say."""
    text = sheet("tokens.css")
    light = _block(text, ":root")
    return {"light": light, "dark": light | _block(text, ".dark")}


def contrast(ink: str, ground: str) -> float:
    """The WCAG contrast ratio of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _block(text: str, selector: str) -> dict[str, str]:
    found = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    assert found, f"{selector} is missing from tokens.css"
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", found[1]))


def _luminance(colour: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), f"{colour} is no #rrggbb"
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
