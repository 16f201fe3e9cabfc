"""Every field is labelled, and its hint and error are wired to the control."""

from collections.abc import Callable
from typing import Any

import pytest
import reflex as rx

from clinic_app.web.react.command import FoundRow, combobox_field
from clinic_app.web.ui.choice_field import (
    PALETTE,
    ChoiceRow,
    checkbox_field,
    colour_field,
    filter_select,
    radio_field,
    segmented_control,
    segmented_field,
    select_field,
    switch_field,
)
from clinic_app.web.ui.field import form
from clinic_app.web.ui.reactive import entry
from clinic_app.web.ui.text_field import (
    date_field,
    number_field,
    password_field,
    search_field,
    text_area,
    text_field,
    time_field,
)
from tests.web.ui.drawn import Drawn, drawn, only, words

TWO = [("a", "One"), ("b", "Two")]


class FieldProbe(rx.State):
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    found: rx.Field[list[FoundRow]] = rx.field(default_factory=list[FoundRow])
    zones: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    view: rx.Field[str] = rx.field(default="a")

    @rx.event
    async def take(self, value: str) -> None:
        self.view = value

    @rx.event
    async def save(self, data: dict[str, Any]) -> None:
        self.view = str(data)


def _select(name: str, label: str, **props: Any) -> rx.Component:  # noqa: ANN401  # passed on
    return select_field(name, label, TWO, **props)


def _patient(name: str, label: str, **props: Any) -> rx.Component:  # noqa: ANN401  # passed on
    take = FieldProbe.take
    return combobox_field(name, label, FieldProbe.found, on_query=take, on_pick=take, **props)


LABELLED = [
    (text_field, "input"),
    (number_field, "input"),
    (date_field, "input"),
    (time_field, "input"),
    (password_field, "PasswordInput"),
    (text_area, "textarea"),
    (_select, "select"),
    (_patient, "Combobox"),
    (checkbox_field, "input"),
    (switch_field, "input"),
]
Field = Callable[..., rx.Component]


def _by_id(component: rx.Component, element_id: str) -> Drawn:
    return next(element for element in drawn(component) if element.props.get("id") == element_id)


def _value(radio: Drawn) -> str:
    """Reflex guards a literal value against null: (... ? "a" : "")."""
    return radio.props["value"].split('"')[-4]


@pytest.mark.parametrize(("field", "tag"), LABELLED)
def test_label_hint_and_error_belong_to_the_control(field: Field, tag: str) -> None:
    made = field("phone", "Phone", hint="With the country.", error="Too short.")
    control = only(made, tag)
    assert control.props["id"] == "phone"
    assert only(made, "label").props["htmlFor"] == "phone"
    assert "Phone" in words(made)
    assert control.props["aria-describedby"] == "phone-hint phone-error"
    assert control.props["aria-invalid"] == "true"
    assert _by_id(made, "phone-hint").text == "With the country."
    assert _by_id(made, "phone-error").text == "Too short."
    assert _by_id(made, "phone-error").props["aria-live"] == "polite"


@pytest.mark.parametrize(("field", "tag"), LABELLED)
def test_a_field_without_error_is_not_invalid(field: Field, tag: str) -> None:
    control = only(field("phone", "Phone", error=""), tag)
    assert control.props["aria-invalid"] == "false"
    assert "aria-describedby" not in only(field("phone", "Phone"), tag).props


def test_an_error_var_decides_in_the_browser() -> None:
    made = text_field("email", "Email", error=entry(FieldProbe.errors, "email"))
    control = only(made, "input")
    assert '"true"' in control.props["aria-invalid"] or "true" in control.props["aria-invalid"]
    assert "errors" in control.props["aria-invalid"]
    assert "errors" in _by_id(made, "email-error").text


def test_required_is_said_to_eyes_and_ears() -> None:
    made = text_field("name", "Name", required=True)
    star = next(element for element in drawn(made) if element.text == "*")
    assert star.props["aria-hidden"] == "true"
    assert only(made, "input").props["aria-required"] == "true"
    assert "optional" in words(text_field("name", "Name", optional_mark=True))


def test_an_id_of_its_own_keeps_two_forms_apart() -> None:
    made = text_field("name", "Name", id="edit-name", error="")
    assert only(made, "input").props["name"] == "name"
    assert only(made, "input").props["id"] == "edit-name"
    assert only(made, "label").props["htmlFor"] == "edit-name"


def test_kinds_of_text_fields() -> None:
    assert only(date_field("born", "Born"), "input").props["type"] == "date"
    assert only(time_field("at", "At"), "input").props["type"] == "time"
    number = only(number_field("minutes", "Minutes", unit="min"), "input")
    assert (number.props["type"], number.props["inputMode"]) == ("text", "decimal")


def test_password_managers_are_told_which_password() -> None:
    old = only(password_field("password", "Password"), "PasswordInput")
    new = only(password_field("password", "Password", new=True), "PasswordInput")
    assert old.props["autoComplete"] == "current-password"
    assert new.props["autoComplete"] == "new-password"


def test_a_select_takes_pairs_or_rows() -> None:
    pairs = select_field("zone", "Zone", TWO, placeholder="Choose")
    assert [element.text for element in drawn(pairs) if element.tag == "option"] == [
        "Choose",
        "One",
        "Two",
    ]
    rows = only(select_field("zone", "Zone", FieldProbe.zones), "option")
    assert "label" in rows.text
    assert "value" in rows.props["value"]


def test_bars_and_filters_have_names_though_no_visible_label() -> None:
    assert only(filter_select("State", TWO, name="state"), "select").props["aria-label"] == "State"
    search = search_field("Search patients", on_change=FieldProbe.take)
    assert only(search, "input").props["aria-label"] == "Search patients"
    assert '"debounce"' in str(only(search, "input").props["onChange"])
    bar = segmented_control("View", TWO, name="view", value=FieldProbe.view)
    group = next(element for element in drawn(bar) if element.props.get("role") == "radiogroup")
    assert group.props["aria-label"] == "View"


@pytest.mark.parametrize("field", [radio_field, segmented_field])
def test_radio_buttons_stand_in_a_named_group(field: Field) -> None:
    made = field("sex", "Sex", TWO, error="Choose one.")
    assert only(made, "legend").text == "Sex"
    assert only(made, "fieldset").props["aria-describedby"] == "sex-error"
    radios = [element for element in drawn(made) if element.props.get("type") == "radio"]
    assert [_value(radio) for radio in radios] == ["a", "b"]
    assert {radio.props["name"] for radio in radios} == {"sex"}
    # Reflex adds every id inside a form to what is submitted.
    assert not any("id" in radio.props for radio in radios)


def test_every_colour_has_a_name() -> None:
    radios = [
        element for element in drawn(colour_field("colour", "Colour")) if element.tag == "input"
    ]
    assert [_value(radio) for radio in radios] == list(PALETTE)
    assert all(radio.props["aria-label"] for radio in radios)


def test_a_switch_says_that_it_is_one() -> None:
    assert only(switch_field("active", "Active"), "input").props["role"] == "switch"


def test_a_form_leaves_errors_to_us() -> None:
    made = form(text_field("name", "Name"), on_submit=FieldProbe.save)
    assert "noValidate" in only(made, "form").props
