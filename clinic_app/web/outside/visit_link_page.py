"""A visit as its patient sees it through the private link."""

import reflex as rx

from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.web.outside.layout import call_us, clinic_layout, good_to_know
from clinic_app.web.outside.times_part import choose_time
from clinic_app.web.outside.visit_link_state import HEADING, VisitLinkState
from clinic_app.web.react.step_history import step_history
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, button_group
from clinic_app.web.ui.choice_field import radio_field, select_field
from clinic_app.web.ui.dialog import confirm_dialog
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.html import Child, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import (
    any_of,
    both,
    choose,
    either,
    is_set,
    negate,
    pick,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag

State = VisitLinkState

_STEPS = ("shown", "moving", "asked")


def visit_link_body() -> rx.Component:
    """The visit, or that the link is no longer good."""
    return choose(
        State.situation,
        ("gone", _gone()),
        default=html.fragment(
            clinic_layout(
                State.clinic,
                html.h1("Your visit", id=HEADING, tab_index=-1, class_name="public-step"),
                choose(
                    State.situation,
                    ("shown", _visit()),
                    ("moving", _moving()),
                    default=skeleton_rows(3),
                ),
                step_history(_where(), _STEPS, on_back=State.back_to),
                colour=State.colour,
            ),
            _question(),
        ),
    )


def _where() -> rx.Var[str]:
    """The step of moving it, each of which Back leaves."""
    asked = value_if(is_set(State.start), "asked", State.situation)
    return value_if(State.situation == "moving", asked, State.situation)


def _gone() -> rx.Component:
    return outside_layout(
        "Your visit",
        banner(
            html.p(
                "The link was taken back, or the visit is long over."
                " Please call your clinic if you need to know more."
            ),
            title="This link is no longer good",
        ),
    )


def _facts() -> rx.Component:
    cancelled = State.status == "cancelled"
    look = value_if(cancelled, "public-chosen is-cancelled", "public-chosen")
    return html.dl(
        _fact("Where", State.clinic),
        _fact("What", State.service),
        _fact("With", State.practitioner),
        _fact("When", html.span(State.when, ", ", State.zone)),
        when(is_set(State.others_words), _fact("Also", State.others_words)),
        class_name=look,
    )


def _fact(label: Text, words: Child) -> rx.Component:
    return html.div(html.dt(label), html.dd(words), class_name="public-line")


def _visit() -> rx.Component:
    return html.div(
        html.p(tag(State.state_words, tint=_tint())),
        _facts(),
        when(
            State.too_late,
            _call("It is too late to move or cancel it here. ", "Please call us: "),
        ),
        when(
            State.over,
            _call("This visit is over: nothing can be changed. ", "For another, call us: "),
        ),
        when(
            is_set(State.check_in_opens),
            html.p("You can check in here from ", State.check_in_opens, ".", class_name="faint"),
        ),
        _deeds(),
        when(
            both(is_set(State.policy), negate(any_of(State.over, State.status == "cancelled"))),
            good_to_know(State.policy),
        ),
        class_name="stack",
    )


def _deeds() -> rx.Component:
    return button_group(
        when(
            State.may_check_in,
            button(
                value_if(State.is_here, "Show my ticket", "Check in"),
                kind="primary",
                icon_name="map-pin",
                on_click=State.check_in,
            ),
        ),
        when(
            State.may_confirm,
            button("I will come", kind="primary", icon_name="check", on_click=State.confirm),
        ),
        when(
            State.may_change,
            button("Move", icon_name="calendar-clock", on_click=State.move(True)),
        ),
        when(State.may_change, button(_cancel(), kind="ghost", on_click=State.ask(True))),
        when(negate(State.over), _to_calendar()),
    )


def _call(words: str, ask: str) -> rx.Component:
    """Say why nothing can be done here, and whom to call."""
    call = when(is_set(State.phone), html.span(ask, call_us(State.phone)))
    return banner(html.p(words, call), kind="info")


def _to_calendar() -> rx.Component:
    return html.plain_a(
        icon("calendar-plus", size=15),
        value_if(State.status == "cancelled", "Take it off my calendar", "Add to my calendar"),
        href=State.file_path,
        class_name="btn btn--secondary",
    )


def _moving() -> rx.Component:
    return html.div(
        _facts(),
        either(is_set(State.start), _settle(), _look()),
        class_name="stack",
    )


def _cancel() -> Text:
    return value_if(is_set(State.others_words), "Cancel all of them", "Cancel the visit")


def _look() -> rx.Component:
    return html.div(
        html.h2("Move to", class_name="public-day-words"),
        when(is_set(State.others_words), _which()),
        when(State.people.length() > 1, _with_whom()),  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType, reportAttributeAccessIssue]  # a list var
        choose_time(State, State.zone),
        button_group(button("Leave it where it is", on_click=State.move(False))),
        class_name="stack",
    )


def _which() -> rx.Component:
    """All services of the coming go together, unless the patient wants it otherwise."""
    return radio_field(
        "scope",
        "What is moved",
        [(Scope.COMING, "All of it"), (Scope.ONE, text("Only ", State.service))],
        value=value_if(State.whole, Scope.COMING.value, Scope.ONE.value),
        inline=True,
        on_change=State.choose_scope,
    )


def _with_whom() -> rx.Component:
    """Everybody who gives the service; the one it has comes first and is chosen at the start."""
    return select_field(
        *("who", "With", State.people),
        id="move-with",
        value=State.who_id,
        on_change=State.choose_who,
    )


def _settle() -> rx.Component:
    """The time that is kept, and the last question."""
    return html.div(
        html.h2("Move it there?", class_name="public-day-words"),
        html.dl(
            _fact(value_if(State.whole, "What", "With"), State.start_with),
            _fact("When", html.span(State.start_words, ", ", State.zone)),
            class_name="public-chosen",
        ),
        html.p("The time is kept for you for some minutes.", class_name="faint"),
        button_group(
            button(
                value_if(State.whole, "Move all of it", "Move the visit"),
                kind="primary",
                on_click=State.settle,
            ),
            button("Another time", on_click=State.leave_time),
            button("Leave it where it is", kind="ghost", on_click=State.move(False)),
        ),
        class_name="stack",
    )


def _question() -> rx.Component:
    return confirm_dialog(
        open=State.asking,
        on_open_change=State.ask,
        title=value_if(
            is_set(State.others_words), "Cancel all of these visits?", "Cancel this visit?"
        ),
        sentence=text(
            State.service,
            ", ",
            State.when,
            value_if(is_set(State.others_words), text(", and ", State.others_words), ""),
            ". Somebody else can then have the time.",
        ),
        confirm=_cancel(),
        cancel="Keep it",
        on_confirm=State.cancel,
    )


def _tint() -> rx.Var[str]:
    return pick(State.state_words, {"Cancelled": "red", "Over": "slate"}, "green")
