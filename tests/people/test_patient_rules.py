"""What a patient's fields can be, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_app.kit.errors import Invalid
from clinic_app.people.identifiers.identifier_rules import (
    check_identifier,
    identifier_warning,
    mask,
)
from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft
from clinic_app.people.patients.patient_rules import (
    PatientFields,
    check_alert,
    check_file_number,
    check_patient,
    parse_birth,
)
from clinic_app.people.patients.patient_search import (
    patterns,
    read_search,
    search_text,
    split_match,
)
from clinic_app.people.patients.show_patient import show_age, show_born, typed_birth

TODAY = date(2026, 11, 20)
ADA = PatientDraft(name="Ada")


def _checked(draft: PatientDraft, country: str = "US") -> PatientFields:
    return check_patient(draft, country=country, today=TODAY)


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "123 !"}, "name", "no letter"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"name": "A\x00da"}, "name", "cannot be kept"),
        ({"birth": "2026-11-21"}, "birth", "in the future"),
        ({"birth": "2027"}, "birth", "in the future"),
        ({"birth": "1889-12-31"}, "birth", "before 1890"),
        ({"birth": "1889"}, "birth", "before 1890"),
        ({"birth": "2025-02-29"}, "birth", "not a date"),
        ({"birth": "12/03/1984"}, "birth", "not a date"),
        ({"birth": "19840312"}, "birth", "not a date"),
        ({"birth": "٢٠٠١"}, "birth", "not a date"),
        ({"sex": "F"}, "sex", "from the list"),
        ({"phone": "hello"}, "phone", "not a phone number"),
        ({"phone": "12"}, "phone", "too short"),
        ({"kin_phone": "12"}, "kin_phone", "too short"),
        ({"email": "ada@"}, "email", "not an email"),
        ({"language": "klingon"}, "language", "from the list"),
        ({"address": "x" * 501}, "address", "at most 500"),
        ({"kin_relation": "x" * 61}, "kin_relation", "at most 60"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    changed: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        _checked(replace(ADA, **changed))
    assert refused.value.field == field


def test_a_birth_date_is_exact_or_a_year_or_nothing() -> None:
    assert parse_birth("1984-03-12", today=TODAY) == (date(1984, 3, 12), "day")
    assert parse_birth(" 1984 ", today=TODAY) == (date(1984, 1, 1), "year")
    assert parse_birth("", today=TODAY) == (None, "")
    assert parse_birth("2026-11-20", today=TODAY) == (TODAY, "day")
    assert parse_birth("1890-01-01", today=TODAY) == (date(1890, 1, 1), "day")
    for typed in ("1984-03-12", "1984", ""):
        assert typed_birth(*parse_birth(typed, today=TODAY)) == typed


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("(212) 555-0142", "US", "+12125550142"),
        ("030 901820", "DE", "+4930901820"),
        ("+503 7765 4321", "US", "+50377654321"),
        ("00 44 20 7946 0000", "DE", "+442079460000"),
        ("", "US", ""),
    ],
)
def test_a_phone_of_any_country_is_kept_as_e164(typed: str, country: str, kept: str) -> None:
    assert _checked(replace(ADA, phone=typed), country).phone == kept


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1984, 3, 12), "42 y"),
        (date(1984, 11, 20), "42 y"),
        (date(1984, 11, 21), "41 y"),
        (date(2026, 11, 20), "0 d"),
        (date(2026, 9, 21), "60 d"),
        (date(2026, 9, 20), "2 mo"),
        (date(2024, 11, 21), "23 mo"),
        (date(2024, 11, 20), "2 y"),
        (date(2024, 2, 29), "2 y"),
    ],
)
def test_an_age_counts_whole_years_and_a_small_childs_months(born: date, age: str) -> None:
    assert show_age(born, "day", TODAY) == age


def test_a_year_alone_is_shown_as_no_more_than_that() -> None:
    assert show_age(date(1984, 1, 1), "year", TODAY) == "about 42 y"
    assert show_born(date(1984, 1, 1), "year") == "1984"
    assert show_born(date(1984, 3, 12), "day") == "12 Mar 1984"
    assert show_age(None, "", TODAY) == show_born(None, "") == ""


@pytest.mark.parametrize("typed", ["12a", "1" * 13, "-1", "٤٢"])
def test_a_file_number_is_digits(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_file_number(typed)
    assert refused.value.field == "file_number"


def test_an_alert_needs_a_line_and_a_known_severity() -> None:
    assert check_alert(" Latex,  rash ", "danger") == "Latex, rash"
    with pytest.raises(Invalid):
        check_alert("", "danger")
    with pytest.raises(Invalid):
        check_alert("Latex", "")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("abha", "43422151056749", "43-4221-5105-6749"),
        ("abha", "43-4221-5105-6749", "43-4221-5105-6749"),
        ("dui", "123456784", "12345678-4"),
        ("other", "  X 12 ", "X 12"),
    ],
)
def test_national_ids_are_kept_in_their_form(kind: str, typed: str, kept: str) -> None:
    assert check_identifier(IdentifierDraft(kind, typed, "Passport")).number == kept


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (IdentifierDraft("abha", "4342215105674"), "number"),
        (IdentifierDraft("abha", "٤٣٤٢٢١٥١٠٥٦٧٤٩"), "number"),
        (IdentifierDraft("dui", "12345678"), "number"),
        (IdentifierDraft("dui", "00000000-0"), "number"),
        (IdentifierDraft("other", "", "Passport"), "number"),
        (IdentifierDraft("other", "---", "Passport"), "number"),
        (IdentifierDraft("other", "X12", ""), "label"),
        (IdentifierDraft("passport", "X12"), "kind"),
    ],
)
def test_a_national_id_of_another_form_is_refused(draft: IdentifierDraft, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_identifier(draft)
    assert refused.value.field == field


def test_a_wrong_check_digit_warns_and_is_kept() -> None:
    assert identifier_warning("dui", "12345678-4") == ""
    assert identifier_warning("dui", "04567890-3") == ""
    assert "would be 4" in identifier_warning("dui", "12345678-9")
    assert check_identifier(IdentifierDraft("dui", "12345678-9")).number == "12345678-9"
    assert identifier_warning("abha", "12345678-9") == identifier_warning("dui", "12") == ""


def test_a_mask_leaves_the_end_and_of_short_numbers_less() -> None:
    assert mask("43-4221-5105-6749") == "•••• 6749"
    assert mask("P123") == "•••• 3"
    assert mask("P1") == "••••"


def test_what_is_typed_becomes_patterns_over_the_search_text() -> None:
    text = search_text(name="Seán O’Brien-Müller", phone="+4930901820", file_number="1042")
    assert text == " sean obrien muller 4930901820 1042"
    assert patterns(read_search("MÜLLER")) == [["%muller%"]]
    assert patterns(read_search("o'brien s")) == [["%obrien%"], ["% s%"]]
    assert patterns(read_search("030 90 18-20")) == [["%30901820%", "%030901820%"]]
    assert patterns(read_search("+49 (0)30 901820")) == [["%4930901820%", "%49030901820%"]]
    assert patterns(read_search("0042")) == [["% 42%", "%0042%"]]
    assert not read_search(" %_\x00' ")
    assert len(patterns(read_search("a b c d e f g h"))) == 6


@pytest.mark.parametrize(
    ("name", "typed", "parts"),
    [
        ("Sofía Marín", "mar", ("Sofía ", "Mar", "ín")),
        ("Ana García", "garcia", ("Ana ", "García", "")),
        ("Annamaria Mar", "mar", ("Annamaria ", "Mar", "")),
        ("Annamaria", "mar", ("Anna", "mar", "ia")),
        ("Straße", "strasse", ("", "Straße", "")),
        ("Ada", "555", ("Ada", "", "")),
    ],
)
def test_the_part_that_matched_stands_apart(
    name: str, typed: str, parts: tuple[str, str, str]
) -> None:
    assert split_match(name, read_search(typed)) == parts
