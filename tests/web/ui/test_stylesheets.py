"""The stylesheets hang together: files, tokens, fonts."""

import re

from clinic_app.web.ui.choice_field import PALETTE
from clinic_app.web.ui.tag import APPOINTMENT_STATES, ROLES
from clinic_app.web.ui.theme import STYLESHEETS
from tests.web.ui.css import ASSETS, sheet, tokens


def test_every_sheet_is_served_and_none_is_forgotten() -> None:
    on_disk = {f"/{path.name}" for path in ASSETS.glob("*.css")}
    assert set(STYLESHEETS) == on_disk
    assert len(STYLESHEETS) == len(set(STYLESHEETS))


def test_every_token_in_use_is_defined() -> None:
    by_component = {"tint", "tint-soft", "tint-edge", "strip-right", "strip-width"}
    known = set(tokens()["light"]) | by_component
    for name in STYLESHEETS:
        text = sheet(name.strip("/"))
        own = set(re.findall(r"--([\w-]+)\s*:", text))
        used = set(re.findall(r"var\(--([\w-]+)\)", text))
        assert used - own - known == set(), name


def test_no_colour_stands_outside_the_tokens() -> None:
    for name in set(STYLESHEETS) - {"/tokens.css", "/calendar.css"}:
        colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", sheet(name.strip("/")))
        assert colours == [], name


def test_no_two_sheets_lay_out_the_same_class() -> None:
    owners: dict[str, set[str]] = {}
    for name in STYLESHEETS:
        for found in re.findall(r"^\.([\w-]+) \{", sheet(name.strip("/")), re.MULTILINE):
            owners.setdefault(found, set()).add(name)
    assert {found: names for found, names in owners.items() if len(names) > 1} == {}


def test_every_tint_has_its_class() -> None:
    text = sheet("tokens.css")
    tints = {*PALETTE, *[tint for _, tint in (APPOINTMENT_STATES | ROLES).values()]}
    for tint in tints:
        assert f".tint-{tint} " in text


def test_the_fonts_are_shipped_with_their_licence() -> None:
    files = re.findall(r'url\("/fonts/([^"]+)"\)', sheet("fonts.css"))
    assert len(files) >= 5
    for file in files:
        assert (ASSETS / "fonts" / file).read_bytes()[:4] == b"wOF2"
    assert "SIL Open Font License" in (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_body_text_is_13_px_with_figures_of_one_width() -> None:
    assert tokens()["light"]["text-m"] == "13px"
    assert "font-variant-numeric: tabular-nums" in sheet("base.css")


def test_motion_stops_for_those_who_ask() -> None:
    assert "prefers-reduced-motion: reduce" in sheet("base.css")


def test_the_icon_is_there_in_both_shapes() -> None:
    assert (ASSETS / "favicon.ico").read_bytes()[:4] == b"\x00\x00\x01\x00"
    assert "<svg" in (ASSETS / "favicon.svg").read_text(encoding="utf-8")
