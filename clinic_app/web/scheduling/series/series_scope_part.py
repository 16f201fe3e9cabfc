"""How much of a series a move or a cancellation is about: this visit, those after it, all."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.scheduling.errors import MOST_NAMED, SeriesBlocked
from clinic_app.scheduling.series.series_rows import Scope, SeriesPlace
from clinic_app.web.ui import html
from clinic_app.web.ui.html import Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    entry,
    is_set,
    row_of,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag

Pick = Callable[[str], Event]


def series_words(place: rx.Var[Any]) -> rx.Component:
    """3 of 10, every week: for the visit sheet."""
    row = row_of(place, SeriesPlace)
    return html.span(
        icon("repeat", size=13),
        text(row.number, " of ", row.total, ", ", row.words),
        when(row.alone, tag("moved on its own")),
        class_name="swatched",
    )


def scope_choice(
    place: rx.Var[Any],
    errors: rx.Var[Any],
    *,
    auto_focus: bool = False,
    on_pick: Pick | None = None,
) -> rx.Component:
    """The choice, inside the form of a deed; nothing for a visit that stands alone.

    on_pick: takes the scope at once, where it decides on what else the form shows.
    """

    def one_of(scope: Scope, words: Text, *, first: bool = False) -> rx.Component:
        heard = {"on_change": on_pick(scope.value)} if on_pick else {}
        return _choice(scope, words, chosen=first, auto_focus=first and auto_focus, **heard)

    row = row_of(place, SeriesPlace)
    error, anyway = entry(errors, "scope"), entry(errors, "anyway")
    return when(
        any_of(both(row.number != 0, row.others != 0), row.services != 0),
        html.fieldset(
            html.legend("Which visits?", class_name="field-label"),
            one_of(Scope.ONE, "Only this one", first=True),
            when(row.services != 0, one_of(Scope.COMING, _services(row))),
            when(row.following != 0, one_of(Scope.FOLLOWING, _following(row))),
            when(
                row.others != 0,
                one_of(Scope.ALL, text("All of the series to come (", row.others, " others)")),
            ),
            when(is_set(error), html.p(error, class_name="field-error", role="alert")),
            when(is_set(error), _box("leave", "Move the others, leave these")),
            when(is_set(anyway), _box("anyway", anyway)),
            class_name="choices",
        ),
    )


def _services(row: RowVar[SeriesPlace]) -> Text:
    return value_if(
        row.services == 1,
        "Both services of this coming",
        text("This and the ", row.services, " other services of this coming"),
    )


def _following(row: RowVar[SeriesPlace]) -> Text:
    return value_if(
        row.following == 1,
        "This and the one after it",
        text("This and the ", row.following, " after it"),
    )


def _choice(
    scope: Scope, words: Text, *, chosen: bool, auto_focus: bool, **heard: Event
) -> rx.Component:
    box = html.input_(
        type="radio",
        name="scope",
        value=scope,
        default_checked=chosen,
        auto_focus=auto_focus,
        class_name="radio",
        **heard,
    )
    return html.label(box, html.span(words), class_name="choice")


def _box(name: str, words: Text) -> rx.Component:
    box = html.input_(type="checkbox", name=name, class_name="check")
    return html.label(box, html.span(words), class_name="choice")


def blocked_words(actor: Actor, refusal: SeriesBlocked) -> dict[str, str]:
    """Return what stands beside the choice: the refusal, and what may be overridden of it."""
    more = ["…"] if len(refusal.dates) > MOST_NAMED else []
    said = {"scope": "\n".join([refusal.headline, *refusal.dates[:MOST_NAMED], *more])}
    if not refusal.soft or not may(actor, Permission.APPOINTMENT_OVERRIDE):
        return said
    return said | {"anyway": "Move anyway, outside working hours or against booking rules"}


def how_far(form: dict[str, Any], *, by_hand: bool = False) -> dict[str, Any]:
    """Return as `move_series` names them: what is left where it is, what is moved against rules.

    by_hand: the time itself was typed against hours and rules.
    """
    anyway = bool(form.get("anyway")) or by_hand
    leave = bool(form.get("leave"))
    return {"leave_clashing": leave, "outside_hours": anyway, "despite_rules": anyway}


def scope_of(form: dict[str, Any]) -> Scope:
    """Return what a form chose; only this visit where it does not say."""
    try:
        return Scope(str(form.get("scope", "")))
    except ValueError:
        return Scope.ONE
