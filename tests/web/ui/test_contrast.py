"""Every pair of tokens that carries text reads well in both themes (WCAG 2.2 AA)."""

import pytest

from tests.web.ui.css import contrast, tokens

GROUNDS = ("page", "panel", "sunk")
TINTS = ("accent", "red", "amber", "green", "blue", "violet", "gray")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in (*GROUNDS, "hover")],
    *[(tint, ground) for tint in TINTS for ground in GROUNDS],
    *[(tint, f"{tint}-soft") for tint in TINTS],
    *[(ink, f"{tint}-soft") for ink in ("ink", "ink-2", "ink-3") for tint in TINTS],
    *[("on-accent", tint) for tint in TINTS],  # pages in a clinic's own colour
    ("accent-strong", "hover"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-red", "red"),
    ("on-red", "red-strong"),
    ("panel", "blue"),
    ("page", "ink"),
]
# What only has to be seen, not read: edges of fields, the focus ring, 3-px edges of notices.
SEEN = [
    *[("line-field", ground) for ground in GROUNDS],
    *[("accent", ground) for ground in (*GROUNDS, "hover")],
    *[(tint, f"{tint}-soft") for tint in TINTS],
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    values = tokens()[theme]
    assert contrast(values[ink], values[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_edges_can_be_seen(theme: str, mark: str, ground: str) -> None:
    values = tokens()[theme]
    assert contrast(values[mark], values[ground]) >= 3


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_design_page_rules_the_colours() -> None:
    light, dark = tokens()["light"], tokens()["dark"]
    drawn = {
        "page": ("#fbfcfd", "#0f1214"),
        "panel": ("#ffffff", "#16191c"),
        "sunk": ("#f4f6f8", "#1b1f23"),
        "line": ("#e6e9ee", "#262b30"),
        "ink": ("#11181c", "#eceef0"),
        "ink-2": ("#5b6570", "#a3acb5"),
        "accent": ("#0d7d74", "#3cc7b7"),
        "red": ("#c62a2f", "#ff8589"),
        "amber": ("#ad5700", "#f3b25c"),
        "green": ("#18794e", "#62d29a"),
        "blue": ("#0b68cb", "#7fb6ff"),
        "violet": ("#6847c0", "#b9a3f5"),
    }
    assert {name: (light[name], dark[name]) for name in drawn} == drawn
