"""One build fits every address, and a build that would not is noticed when it is made."""

from pathlib import Path

import pytest

from clinic_app.web.same_origin import BUILD_ORIGIN, BuildCannotBeMoved, rewrite

SOCKET = BUILD_ORIGIN.replace("http", "ws")


def test_addresses_become_the_pages_own(tmp_path: Path) -> None:
    chunk = tmp_path / "assets" / "env.js"
    chunk.parent.mkdir()
    chunk.write_text(f'var e={{A:`{BUILD_ORIGIN}/ping`,B:"{SOCKET}/_event"}};')
    rewrite(tmp_path)
    assert chunk.read_text() == (
        'var e={A:(location.origin+"/ping"),B:(location.origin.replace(/^http/,"ws")+"/_event")};'
    )


def test_a_build_without_any_address_fails(tmp_path: Path) -> None:
    (tmp_path / "other.js").write_text("1")
    with pytest.raises(BuildCannotBeMoved):
        rewrite(tmp_path)


@pytest.mark.parametrize("name", ["late.js", "index.html"])
def test_an_address_in_another_form_fails(tmp_path: Path, name: str) -> None:
    (tmp_path / "env.js").write_text(f"`{BUILD_ORIGIN}/ping`")
    (tmp_path / name).write_text(f"fetch({BUILD_ORIGIN} + path)")
    with pytest.raises(BuildCannotBeMoved):
        rewrite(tmp_path)
