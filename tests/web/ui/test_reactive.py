"""Loops, conditions, classes and texts of vars."""

from dataclasses import dataclass

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    choose,
    classes,
    each,
    each_numbered,
    either,
    entry,
    is_empty,
    is_set,
    list_of,
    negate,
    pick,
    text,
    value_if,
    when,
)
from tests.web.ui.drawn import drawn, only, words


@dataclass(frozen=True)
class VisitRow:
    id: str
    patient: str
    tags: list[str]


class ReactiveProbe(rx.State):
    visits: rx.Field[list[VisitRow]] = rx.field(default_factory=list[VisitRow])
    names: rx.Field[list[str]] = rx.field(default_factory=list[str])
    busy: rx.Field[bool] = rx.field(default=False)
    state: rx.Field[str] = rx.field(default="booked")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])


def test_each_hands_the_row_to_the_render_function() -> None:
    def line(visit: RowVar[VisitRow]) -> rx.Component:
        return html.li(visit.patient, key=visit.id)

    made = html.ul(each(ReactiveProbe.visits, line))
    assert only(made, "li").text.endswith('["patient"]')
    assert only(made, "li").props["key"].endswith('["id"]') or "id" in only(made, "li").props["key"]


def test_each_takes_plain_texts_and_nested_lists() -> None:
    def name(word: rx.vars.StringVar[str]) -> rx.Component:
        return html.li(word)

    def line(visit: RowVar[VisitRow]) -> rx.Component:
        return html.ul(each(list_of(visit.tags, str), name))

    assert only(each(ReactiveProbe.names, name), "li").text.startswith("word")
    assert only(each(ReactiveProbe.visits, line), "li").text.startswith("word")


def test_each_numbered_gives_the_place_as_well() -> None:
    def line(visit: RowVar[VisitRow], place: rx.vars.NumberVar[int]) -> rx.Component:
        return html.li(text(place, " ", visit.patient))

    assert "place" in only(each_numbered(ReactiveProbe.visits, line), "li").text


def test_when_either_and_choose_hold_their_arms() -> None:
    shown = when(ReactiveProbe.busy, html.p("busy"))
    assert words(shown) == "busy"
    assert words(either(ReactiveProbe.busy, html.p("busy"), html.p("idle"))) == "busy idle"
    chosen = choose(ReactiveProbe.state, ("booked", html.p("one")), default=html.p("other"))
    assert sorted(element.text for element in drawn(chosen) if element.tag == "p") == [
        "one",
        "other",
    ]


def test_classes_of_plain_conditions_are_a_plain_text() -> None:
    assert classes("btn", (True, "btn--wide"), (False, "btn--small"), "") == "btn btn--wide"


def test_classes_follow_a_var() -> None:
    made = str(classes("tab", (ReactiveProbe.busy, "is-busy")))
    assert "is-busy" in made
    assert "busy_rx_state_" in made


def test_conditions_join_vars_and_booleans() -> None:
    assert both(True, False) is False
    assert any_of(False, True) is True
    assert any_of(False, False) is False
    assert negate(True) is False
    assert both(True, ReactiveProbe.busy) is ReactiveProbe.busy or "busy" in str(
        both(True, ReactiveProbe.busy)
    )
    assert "busy" in str(any_of(ReactiveProbe.busy, False))
    assert str(negate(ReactiveProbe.busy)).startswith("!")


def test_emptiness_of_lists_and_texts() -> None:
    assert "length" in str(is_empty(ReactiveProbe.names))
    assert is_set("") is False
    assert is_set(None) is False
    assert is_set("wrong") is True
    assert '""' in str(is_set(ReactiveProbe.state))


def test_values_from_conditions_words_and_dicts() -> None:
    assert '"yes"' in str(value_if(ReactiveProbe.busy, "yes", "no"))
    assert '"Booked"' in str(pick(ReactiveProbe.state, {"booked": "Booked"}, "Unknown"))
    assert '"name"' in str(entry(ReactiveProbe.errors, "name"))
