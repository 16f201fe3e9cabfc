"""The facade names real elements, and the ones that pages need."""

import pytest
import reflex as rx

from clinic_app.web.ui import html
from tests.web.ui.drawn import drawn, only, words

NAMES = [
    *("header", "footer", "main", "nav", "aside", "section", "article", "address"),
    *("h1", "h2", "h3", "h4", "div", "p", "pre", "hr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("figure", "figcaption", "details", "summary", "span", "strong", "em", "s", "small"),
    *("code", "mark", "abbr", "kbd", "time", "br", "form", "fieldset", "legend", "label"),
    *("textarea", "select", "option", "optgroup", "button", "output", "progress"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col"),
    *("img", "svg", "g", "path", "rect", "circle", "line"),
]


@pytest.mark.parametrize("name", NAMES)
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
