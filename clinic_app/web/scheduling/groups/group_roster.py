"""Who comes to a group's session: each with what can be said of them, and all at once."""

import reflex as rx

from clinic_app.web.scheduling.groups.group_state import GroupState
from clinic_app.web.scheduling.groups.group_words import RosterLine
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.scheduling.visit.visit_words import StepButton
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, link_button, text_button
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    either,
    is_empty,
    list_of,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import state_tag

GROUP = GroupState.group


def who_comes() -> rx.Component:
    """The list, and the ways to add to it, print it and go on with all of it."""
    return html.section(
        html.div(html.h3("Who comes"), class_name="visit-section-head"),
        _ways(),
        either(
            is_empty(GroupState.lines),
            html.p("Nobody comes any more.", class_name="faint"),
            html.ul(each(GroupState.lines, _line), role="list", class_name="roster"),
        ),
        class_name="visit-section",
    )


def _ways() -> rx.Component:
    return html.div(
        when(GROUP.may_book, _seat()),
        when(
            negate(is_empty(GroupState.lines)),
            link_button(
                "Print the list",
                href=text("/calendar/session?id=", GROUP.id),
                kind="ghost",
                size="small",
                icon_name="printer",
            ),
        ),
        each(GroupState.steps, _step_of_all),
        class_name="roster-ways",
    )


def _seat() -> rx.Component:
    return button("Book a seat", size="small", icon_name="plus", on_click=GroupState.book_seat)


def _step_of_all(step: RowVar[StepButton]) -> rx.Component:
    return html.button(
        step.words,
        type="button",
        class_name=_look(step),
        disabled=GroupState.busy,
        on_click=[GroupState.begin, GroupState.step_all(step.state)],
        key=step.state,
    )


def _line(row: RowVar[RosterLine]) -> rx.Component:
    return html.li(
        html.div(
            text_button(
                row.name,
                on_click=[GroupState.show(False), VisitState.open(row.visit_id)],
            ),
            html.span(
                html.span(text("No. ", row.file_number)),
                html.span(row.phone),
                class_name="roster-detail num faint",
            ),
            class_name="roster-who",
        ),
        state_tag(row.status),
        html.div(
            each(list_of(row.steps, StepButton), lambda step: _step(row, step)),
            class_name="roster-steps",
        ),
        key=row.visit_id,
    )


def _step(row: RowVar[RosterLine], step: RowVar[StepButton]) -> rx.Component:
    return html.button(
        step.words,
        html.span(text(", ", row.name), class_name="sr-only"),
        type="button",
        class_name="btn btn--secondary btn--small",
        disabled=GroupState.busy,
        on_click=[GroupState.begin, GroupState.step(row.visit_id, step.state)],
        key=step.state,
    )


def _look(step: RowVar[StepButton]) -> object:
    return value_if(step.main, "btn btn--primary btn--small", "btn btn--secondary btn--small")
