"""The facade names real elements, and the ones that pages need."""

import pytest
import reflex as rx

from clinic_app.web.ui import html
from tests.web.ui.drawn import drawn, only, words

ODD = {"a", "plain_a", "input_", "fragment"}  # these have tests of their own
NAMES = [name for name, kind in vars(html)["__annotations__"].items() if kind == "Element"]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ODD])
def test_an_element_bears_its_name(name: str) -> None:
    element: html.Element = getattr(html, name)
    made = element(class_name="x")
    assert only(made, name).props["className"] == "x"


def test_the_input_and_both_kinds_of_link() -> None:
    assert only(html.input_(name="phone"), "input").props["name"] == "phone"
    assert only(html.plain_a("Terms", href="/terms.pdf"), "a").props["href"] == "/terms.pdf"
    assert "ReactRouterLink" in drawn(html.a("Patients", href="/patients"))[0].tag


def test_children_and_attributes_arrive() -> None:
    made = html.div("Sofia ", html.strong("Marín"), aria_label="Patient", data_kind="row")
    assert only(made, "div").props["aria-label"] == "Patient"
    assert only(made, "div").props["data-kind"] == "row"
    assert words(made) == "Sofia  Marín"


def test_a_fragment_adds_no_element() -> None:
    made = html.fragment(html.span("one"))
    assert isinstance(made, rx.Component)
    assert only(made, "span").text == "one"
