"""The question before an absence that hits visits: which ones, and whether to go on."""

from typing import Any

import reflex as rx

from clinic_app.web.scheduling.to_move.hit_rows import HitLine
from clinic_app.web.ui import html
from clinic_app.web.ui.dialog import confirm_dialog
from clinic_app.web.ui.reactive import RowVar, each, is_set, when
from clinic_app.web.ui.tag import tag


def hit_question(state: Any) -> rx.Component:  # noqa: ANN401  # a state with the vars below
    """Ask; the state has `asking`, `hit_words`, `hit`, `show_question` and `go_on`."""
    return confirm_dialog(
        html.ul(each(state.hit, hit_item), class_name="weeks", aria_label="Visits booked then"),
        open=state.asking,
        on_open_change=state.show_question,
        title="Visits are booked then",
        sentence=state.hit_words,
        confirm="Save, then move them",
        on_confirm=state.go_on,
        danger=False,
    )


def hit_item(line: RowVar[HitLine]) -> rx.Component:
    """One visit of the list."""
    return html.li(
        html.div(
            html.span(line.when, " · ", line.patient, class_name="week-when num"),
            html.span(line.detail, class_name="week-summary"),
            class_name="week-pick",
        ),
        hit_marks(line),
        class_name="week-line",
        key=line.id,
    )


def hit_marks(line: RowVar[HitLine]) -> rx.Component:
    """Since when the patient is here, and why they cannot be seen."""
    return html.div(
        when(is_set(line.here), tag(line.here, tint="blue")),
        tag(line.why, tint="amber"),
        class_name="hit-marks",
    )
