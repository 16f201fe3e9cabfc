"""Where a request comes from: what the list of somebody's sessions shows as device and place."""

import re
from dataclasses import dataclass

# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|Chromium|CriOS|HeadlessChrome)/")),
    ("Safari", re.compile(r"\bVersion/[\d.]+.*\bSafari/")),
)
_SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows NT\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)
_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Visitor:
    """The other end of a request: its address as far as proxies can be trusted, its device."""

    address: str
    device: str


def device_of(user_agent: str) -> str:
    """Name a browser and its system: “Firefox on Windows”; only what the header really says."""
    known = user_agent[:_LONGEST]
    browser = _first(_BROWSERS, known)
    system = _first(_SYSTEMS, known)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "Unknown device"


def _first(kinds: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in kinds if pattern.search(text)), "")
