"""The frame of what patients see: the clinic's name and colour, none of the house's menus."""

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Text
from clinic_app.web.ui.reactive import classes, negate, text, when
from clinic_app.web.ui.untyped import any_var


def clinic_layout(
    clinic: Text, *children: Child, colour: Text, embedded: Condition = False
) -> rx.Component:
    """A panel under the clinic's name, in its colour; embedded, it fills its frame."""
    page = html.div(
        html.main(html.div(*children, class_name="public-panel"), id="content"),
        when(negate(embedded), html.footer(text(clinic, " · Polyclinic"))),
        class_name=classes("public", "in-colour", (embedded, "public--embedded")),
    )
    return html.div(page, class_name=text("tint-", colour))


def call_us(phone: rx.Var[str]) -> rx.Component:
    """The clinic's phone as a link that a phone can dial."""
    number = any_var(phone).replace(" ", "")
    return html.plain_a(phone, href=text("tel:", number), class_name="link num")


def contact(words: Text) -> rx.Component:
    """A phone number or mail address of theirs, in one piece where it fits."""
    return html.strong(words, class_name="public-contact")


def good_to_know(policy: Text) -> rx.Component:
    """The clinic's own words."""
    return html.section(
        html.h2("Good to know"),
        html.p(policy, class_name="public-policy"),
    )
