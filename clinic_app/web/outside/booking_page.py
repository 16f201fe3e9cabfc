"""The page on which anybody books a visit."""

import reflex as rx

from clinic_app.web.outside.booked_part import booked, cleared
from clinic_app.web.outside.booking_state import PublicBookingState
from clinic_app.web.outside.forgetting_state import KEPT
from clinic_app.web.outside.layout import call_us, clinic_layout, contact, good_to_know
from clinic_app.web.outside.times_part import choose_time, lost_time
from clinic_app.web.outside.words import HEADING, TITLES, PersonCard, ServiceCard
from clinic_app.web.react.forgetting import forgetting
from clinic_app.web.react.step_history import step_history
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_button
from clinic_app.web.ui.feedback import skeleton_rows
from clinic_app.web.ui.field import form, form_actions
from clinic_app.web.ui.html import Child
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.layouts import not_found_page
from clinic_app.web.ui.reactive import (
    RowVar,
    any_of,
    both,
    choose,
    each,
    either,
    entry,
    is_empty,
    is_set,
    negate,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.text_field import date_field, text_field

State = PublicBookingState


def booking_body() -> rx.Component:
    """The steps of a booking; elsewhere the page is not there."""
    return choose(
        State.step,
        ("missing", not_found_page()),
        default=clinic_layout(
            State.clinic,
            html.h1(
                either(State.step == "", "Book a visit", text("Book a visit at ", State.clinic))
            ),
            _chosen(),
            when(
                State.step != "",
                html.h2(State.title, id=HEADING, tab_index=-1, class_name="public-step"),
            ),
            _step(),
            step_history(State.step, tuple(TITLES), end="done", on_back=State.back_to),
            forgetting(_kept(), on_forget=State.forget),
            colour=State.colour,
            embedded=State.embedded,
        ),
    )


def _kept() -> rx.Var[int]:
    """For how many seconds the step stays when nobody does anything."""
    seconds: rx.Var[int] = value_if(False, 0, 0)
    for step, kept in KEPT.items():
        seconds = value_if(State.step == step, int(kept.total_seconds()), seconds)
    return seconds


def _step() -> rx.Component:
    return choose(
        State.step,
        ("service", _services()),
        ("practitioner", _people()),
        ("time", choose_time(State, State.zone)),
        ("person", _person()),
        ("code", _code()),
        ("done", booked()),
        ("over", cleared("The details are no longer shown here. They were sent to you.")),
        ("left", cleared("To keep it private, what was typed here was cleared.")),
        default=skeleton_rows(3),
    )


def _chosen() -> rx.Component:
    """What was chosen so far, each with the way back to it."""
    later = any_of(State.step == "person", State.step == "code")
    past_who = any_of(State.step == "time", later)
    return when(
        any_of(State.step == "practitioner", past_who),
        html.dl(
            _line("What", State.service, "service"),
            when(
                both(past_who, is_set(State.practitioner)),
                _line("With", State.practitioner, "practitioner"),
            ),
            when(
                later,
                _line("When", text(State.start_words, ", ", State.zone), "time"),
            ),
            class_name="public-chosen",
        ),
    )


def _line(label: str, words: Child, step: str) -> rx.Component:
    change = text_button(
        "Change", on_click=State.back_to(step), aria_label=f"Change: {label.lower()}"
    )
    only = both(step == "practitioner", State.people.length() == 1)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType, reportAttributeAccessIssue]  # a list var
    return html.div(
        html.dt(label),
        html.dd(words, html.fragment(when(negate(only), change))),
        class_name="public-line",
    )


def _services() -> rx.Component:
    return either(
        is_empty(State.services),
        html.div(
            html.p("Nothing can be booked online at the moment."),
            when(is_set(State.phone), html.p("Please call us: ", call_us(State.phone))),
            class_name="public-nothing",
        ),
        html.div(each(State.services, _service), class_name="public-choices"),
    )


def _service(card: RowVar[ServiceCard]) -> rx.Component:
    words = html.span(
        html.strong(card.name),
        html.span(card.lasts, class_name="faint num"),
        class_name="two-lines",
    )
    return either(
        card.call,
        html.div(
            words,
            html.span("Call us: ", call_us(State.phone)),
            class_name="public-choice public-choice--call",
            key=card.id,
        ),
        html.button(
            words,
            icon("chevron-right", size=16),
            type="button",
            class_name="public-choice",
            on_click=State.choose_service(card.id),
            key=card.id,
        ),
    )


def _people() -> rx.Component:
    return html.div(
        _who("", "Whoever is free", "The most times to choose from"),
        each(State.people, _practitioner),
        class_name="public-choices",
    )


def _practitioner(card: RowVar[PersonCard]) -> rx.Component:
    return _who(card.id, card.name, card.specialty, key=card.id)


def _who(key_: str | rx.Var[str], name: Child, line: Child, **props: object) -> rx.Component:
    return html.button(
        html.span(html.strong(name), html.span(line, class_name="faint"), class_name="two-lines"),
        icon("chevron-right", size=16),
        type="button",
        class_name="public-choice",
        on_click=State.choose_practitioner(key_),
        **props,
    )


def _person() -> rx.Component:
    return form(
        _name(),
        date_field(
            *("birth", "Birth date"),
            required=True,
            auto_complete="bday",
            error=entry(State.errors, "birth"),
            default_value=State.birth,
            on_blur=State.note("birth"),
        ),
        _contact(),
        when(is_set(State.policy), good_to_know(State.policy)),
        _submit("Send me a code"),
        on_submit=[State.begin, State.send_code],
    )


def _name() -> rx.Component:
    return text_field(
        *("name", "Full name"),
        required=True,
        auto_complete="name",
        error=entry(State.errors, "name"),
        default_value=State.name,
        on_blur=State.note("name"),
        max_length=200,
    )


def _contact() -> rx.Component:
    return text_field(
        *("contact", "Mobile phone or email"),
        required=True,
        hint="A code goes there, and then the confirmation.",
        error=entry(State.errors, "contact"),
        default_value=State.contact,
        on_blur=State.note("contact"),
        spell_check=False,
        auto_capitalize="none",
        max_length=254,
    )


def _submit(words: str) -> rx.Component:
    return form_actions(button(words, kind="primary", submit=True, loading=State.busy, wide=True))


def _code() -> rx.Component:
    return html.div(
        html.p(
            *("We sent six digits to ", contact(State.contact)),
            ". They are good for ten minutes.",
        ),
        lost_time(State),
        *(
            html.p(entry(State.errors, field), class_name="field-error", aria_live="polite")
            for field in ("start", "service")
        ),
        form(_digits(), _submit("Book this visit"), on_submit=[State.begin, State.confirm]),
        html.p(
            text_button("Send another code", on_click=State.send_again),
            " · ",
            text_button("Another phone or email", on_click=State.back_to("person")),
            class_name="public-ways",
        ),
        class_name="stack",
    )


def _digits() -> rx.Component:
    return text_field(
        *("code", "Code"),
        required=True,
        input_mode="numeric",
        auto_complete="one-time-code",
        max_length=20,
        error=entry(State.errors, "code"),
        class_name="input public-code num",
        key=State.request_id,  # another code, another field: the old digits are of no use
    )
