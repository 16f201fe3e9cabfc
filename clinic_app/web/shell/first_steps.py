"""What a new clinic does first, in order, for its dashboard; gone with the first visit."""

from collections.abc import Sequence
from dataclasses import dataclass

import reflex as rx

from clinic_app.scheduling.calendar.today_rows import FirstSteps
from clinic_app.web.ui import html
from clinic_app.web.ui.card import card
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import ListVar, RowVar, each, either, when

_PEOPLE = "/settings/practitioners"


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step on the page."""

    words: str
    hint: str
    href: str
    done: bool


def lines_of(steps: FirstSteps | None) -> list[StepLine]:
    """Return the steps as the page shows them, none once they are over."""
    if steps is None:
        return []
    return [
        StepLine(
            "Add who sees patients",
            "Each has a column on the calendar.",
            _PEOPLE,
            steps.practitioner,
        ),
        StepLine("Set their working hours", "Times are offered within them.", _PEOPLE, steps.hours),
        StepLine("Add rooms", "Or services that need none.", "/settings/rooms", steps.room),
        StepLine(
            "Add services",
            "What patients come for, how long, and who gives it.",
            "/settings/services",
            steps.service,
        ),
        StepLine("Book the first visit", "Patients are registered on the way.", "/calendar", False),
    ]


def first_steps(lines: ListVar[Sequence[StepLine]]) -> rx.Component:
    """The list, with what is done ticked."""
    return card(html.ol(each(lines, _line), class_name="rows"), title="First steps")


def _line(line: RowVar[StepLine]) -> rx.Component:
    return html.li(
        html.a(
            either(
                line.done,
                icon("circle-check", size=18, class_name="step-done"),
                icon("circle", size=18, class_name="step-open"),
            ),
            html.span(
                html.span(
                    line.words,
                    when(line.done, html.span(" (done)", class_name="sr-only")),
                    class_name="row-name truncate",
                ),
                html.span(line.hint, class_name="row-detail"),
                class_name="row-text",
            ),
            icon("chevron-right", size=16, class_name="step-open"),
            href=line.href,
            class_name="row-link",
        ),
        key=line.words,
    )
