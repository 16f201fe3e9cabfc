"""Typed text, as a browser may send it."""

from collections.abc import Callable

import pytest

from clinic_app.kit.errors import Invalid
from clinic_app.kit.text import email_address, fold, initials, one_line, paragraph


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800"])
def test_what_no_table_can_keep_is_refused_beside_its_field(sign: str) -> None:
    for reader in (one_line, paragraph):
        with pytest.raises(Invalid) as refused:
            reader(f"Amina{sign}Yusuf", field="name", label="The name")
        assert refused.value.field == "name"


def test_a_line_is_trimmed_and_its_spaces_are_single() -> None:
    assert one_line("  Amina \t Yusuf ", field="name", label="The name") == "Amina Yusuf"


@pytest.mark.parametrize("reader", [one_line, paragraph])
def test_what_would_turn_the_words_beside_it_is_left_out(reader: Callable[..., str]) -> None:
    typed = "\u202eAmina\u202c \u2067Yusuf\u2069"
    assert reader(typed, field="name", label="The name") == "Amina Yusuf"


def test_a_paragraph_keeps_its_lines() -> None:
    assert paragraph(" one\r\ntwo ", field="note", label="The note") == "one\ntwo"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Müller-José", "muller-jose"), ("GARCÍA", "garcia"), ("Łódź", "lodz"), ("Straße", "strasse")],
)
def test_search_ignores_case_and_accents(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("name", "letters"), [("Dr. Omar Hassan", "OH"), ("Sofia", "S"), ("李 明", "李明"), ("", "")]
)
def test_initials_of_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("typed", ["", "a@b", "a b@example.org", "@example.org", "a@b@c.org"])
def test_what_cannot_be_an_address(typed: str) -> None:
    with pytest.raises(Invalid):
        email_address(typed)
