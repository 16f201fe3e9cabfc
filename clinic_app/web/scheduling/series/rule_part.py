"""The fields of a rule: how it repeats, how often, how long, on which weekdays."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from clinic_app.web.scheduling.series.rule_state import RuleState
from clinic_app.web.ui import html
from clinic_app.web.ui.choice_field import Choice, segmented_field, select_field
from clinic_app.web.ui.html import Condition
from clinic_app.web.ui.reactive import (
    choose,
    classes,
    debounced,
    entry,
    pick,
    value_if,
    when,
)
from clinic_app.web.ui.text_field import date_field, number_field
from clinic_app.web.ui.untyped import any_var

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDS = (("count", "After so many"), ("until", "On a day"))


def rule_fields(
    state: type[RuleState], prefix: str, *, ends: Sequence[Choice] = ENDS
) -> rx.Component:
    """The fields, in a row; prefix: of their ids. State: who keeps them and looks at the dates."""
    rule: Any = any_var(state)
    return html.div(
        _frequency(rule, prefix),
        _every(rule, prefix),
        segmented_field(
            f"{prefix}-ends",
            "Ends",
            [*ends],
            value=rule.ends,
            on_change=rule.choose("ends"),
        ),
        choose(
            rule.ends,
            ("count", _count(rule, prefix)),
            ("until", _until(rule, prefix)),
            default=html.div(),
        ),
        when(rule.frequency == "weekly", _weekdays(rule)),
        class_name="series-rule",
    )


def _frequency(rule: Any, prefix: str) -> rx.Component:  # noqa: ANN401  # a state, as vars
    return select_field(
        f"{prefix}-frequency",
        "Repeats",
        rule.choices,
        value=rule.frequency,
        on_change=rule.choose("frequency"),
        error=entry(rule.errors, "frequency"),
    )


def _every(rule: Any, prefix: str) -> rx.Component:  # noqa: ANN401  # as above
    return number_field(
        f"{prefix}-every",
        "Every",
        unit=pick(rule.frequency, {"daily": "days", "weekly": "weeks"}, "months"),
        default_value=rule.every,
        on_change=debounced(rule.choose("every"), 300),
        error=entry(rule.errors, "every"),
    )


def _count(rule: Any, prefix: str) -> rx.Component:  # noqa: ANN401  # as above
    return number_field(
        f"{prefix}-count",
        "Number of visits",
        default_value=rule.count,
        on_change=debounced(rule.choose("count"), 300),
        error=entry(rule.errors, "count"),
    )


def _until(rule: Any, prefix: str) -> rx.Component:  # noqa: ANN401  # as above
    return date_field(
        f"{prefix}-until",
        "Last day",
        value=rule.until,
        on_change=rule.choose("until"),
        error=entry(rule.errors, "until"),
    )


def _weekdays(rule: Any) -> rx.Component:  # noqa: ANN401  # as above
    def weekday(number: int, name: str) -> rx.Component:
        chosen: Condition = rule.weekdays.contains(number)
        return html.button(
            name[:3],
            type="button",
            class_name=classes("slot", (chosen, "is-chosen")),
            aria_label=name,
            aria_pressed=value_if(chosen, "true", "false"),
            on_click=rule.toggle_weekday(number),
        )

    return html.div(
        *[weekday(number, name) for number, name in enumerate(_DAYS)],
        role="group",
        aria_label="On these weekdays",
        class_name="series-weekdays",
    )
