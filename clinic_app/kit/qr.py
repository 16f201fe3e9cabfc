"""QR codes as the path of an SVG, so that a page draws them without a picture to load."""

from dataclasses import dataclass

import segno

QUIET = 4  # empty modules around a code, by ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code on a square of `size` modules: an SVG path of its dark runs, one unit a module."""

    size: int = 0
    path: str = ""


def qr_code(text: str) -> QrCode:
    """Return the code of a text, readable when up to a seventh of it is dirty (level M)."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return QrCode(size=len(rows) + 2 * QUIET, path="".join(runs))


def _runs(row: bytes, y: int) -> list[str]:
    """Return the dark runs of a row, each as one rectangle."""
    runs: list[str] = []
    x = 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            runs.append(f"M{x + QUIET} {y + QUIET}h{end - x}v1H{x + QUIET}z")
        x = end + 1
    return runs
