"""A QR code's path draws what the library that made it says."""

import re

import segno

from clinic_app.kit.qr import QUIET, qr_code

ADDRESS = "https://clinic.example/check-in/" + "x" * 64


def test_the_path_draws_every_dark_module_and_no_other() -> None:
    code = qr_code(ADDRESS)
    drawn = {
        (int(x) + step - QUIET, int(y) - QUIET)
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1H\1z", code.path)
        for step in range(int(wide))
    }
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert code.size == len(matrix) + 2 * QUIET
