"""Welcome: somebody signed in founds a clinic, opens one of theirs, or waits for an invitation."""

import reflex as rx

from clinic_app.people.organizations.organization_rows import OrganizationCard
from clinic_app.web.people.organization_choices import COUNTRIES, CURRENCY_CODES, ZONES
from clinic_app.web.people.welcome_state import WelcomeState
from clinic_app.web.react.post_form import post_button
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.feedback import skeleton_rows
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.layouts import outside_layout
from clinic_app.web.ui.reactive import (
    RowVar,
    debounced,
    each,
    either,
    entry,
    is_empty,
    negate,
    text,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.text_field import text_field
from clinic_app.web.ui.untyped import any_var


def welcome_body() -> rx.Component:
    """The clinics one has, then the form that founds another."""
    return outside_layout(
        "Welcome to Polyclinic",
        either(WelcomeState.loaded, _content(), skeleton_rows(3)),
        lead=text("Signed in as ", WelcomeState.email),
        below=html.div(
            html.p(
                "Were you invited? Open the link in the mail that your clinic sent you:"
                " it brings you in with the right role."
            ),
            post_button("Sign out", action="/api/session/end", class_name="link"),
            class_name="outside-below",
        ),
        wide=True,
    )


def _content() -> rx.Component:
    return html.div(
        when(negate(is_empty(WelcomeState.clinics)), _mine()),
        html.section(html.h2("Set up a clinic"), _founding(), class_name="stack"),
        class_name="stack welcome",
    )


def _mine() -> rx.Component:
    return html.section(
        html.h2("Your clinics"),
        html.ul(each(WelcomeState.clinics, _clinic), class_name="clinic-list"),
        class_name="stack",
    )


def _clinic(card: RowVar[OrganizationCard]) -> rx.Component:
    return html.li(
        html.button(
            icon("hospital", size=18),
            html.span(
                html.span(card.name, class_name="truncate"),
                html.span(card.city, class_name="faint"),
                class_name="two-lines grow",
            ),
            tag(card.role),
            icon("chevron-right", size=16),
            type="button",
            class_name="clinic-open",
            on_click=any_var(ShellState.switch)(card.id),
        ),
        key=card.id,
    )


def _founding() -> rx.Component:
    return form(
        text_field(
            *("name", "Name of the clinic"),
            required=True,
            error=entry(WelcomeState.errors, "name"),
            max_length=120,
            auto_complete="organization",
            on_change=debounced(WelcomeState.suggest, 200),
        ),
        _slug(),
        _country(),
        form_row(_zone(), _currency()),
        form_actions(button("Set up clinic", kind="primary", submit=True, wide=True)),
        on_submit=WelcomeState.create,
    )


def _slug() -> rx.Component:
    return text_field(
        *("slug", "Short name"),
        required=True,
        hint="For addresses and exports: small letters, digits and dashes.",
        error=entry(WelcomeState.errors, "slug"),
        value=WelcomeState.slug,
        on_change=WelcomeState.type_slug,
        max_length=48,
        auto_complete="off",
        auto_capitalize="none",
        spell_check=False,
    )


def _country() -> rx.Component:
    return select_field(
        *("country", "Country", COUNTRIES),
        required=True,
        placeholder="Choose a country",
        error=entry(WelcomeState.errors, "country"),
        value=WelcomeState.country,
        on_change=WelcomeState.choose_country,
    )


def _zone() -> rx.Component:
    return select_field(
        *("time_zone", "Time zone", ZONES),
        required=True,
        placeholder="Choose a time zone",
        hint="All times are shown in it, wherever you sit.",
        error=entry(WelcomeState.errors, "time_zone"),
        value=WelcomeState.time_zone,
        on_change=WelcomeState.choose_zone,
    )


def _currency() -> rx.Component:
    return select_field(
        *("currency", "Currency", CURRENCY_CODES),
        required=True,
        placeholder="Choose",
        error=entry(WelcomeState.errors, "currency"),
        value=WelcomeState.currency,
        on_change=WelcomeState.choose_currency,
    )
