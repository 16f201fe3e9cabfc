"""Small tags: states of an appointment, roles, and free ones."""

from __future__ import annotations

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.html import Child, Condition, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.reactive import classes, pick, text, value_if

# state -> (words, tint); the keys are the values that the scheduling room stores.
APPOINTMENT_STATES: dict[str, tuple[str, str]] = {
    "booked": ("booked", "slate"),
    "confirmed": ("confirmed", "blue"),
    "checked_in": ("arrived", "green"),
    "in_visit": ("in visit", "teal"),
    "completed": ("done", "slate"),
    "cancelled": ("cancelled", "slate"),
    "no_show": ("no-show", "red"),
}

ROLES: dict[str, tuple[str, str]] = {
    "owner": ("Owner", "teal"),
    "admin": ("Admin", "teal"),
    "doctor": ("Doctor", "violet"),
    "nurse": ("Nurse", "blue"),
    "reception": ("Reception", "amber"),
    "pharmacy": ("Pharmacy", "green"),
    "lab": ("Lab", "green"),
    "member": ("Member", "slate"),
}


def tag(
    *children: Child, tint: Text = "slate", icon_name: str | None = None, class_name: Text = ""
) -> rx.Component:
    """A few words on a soft tint of the palette."""
    return html.span(
        *([icon(icon_name, size=12)] if icon_name else []),
        *children,
        class_name=classes("tag", text("tint-", tint), class_name),
    )


def tags(*children: Child) -> rx.Component:
    """Tags side by side."""
    return html.div(*children, class_name="tags")


def missed_tag(words: Text, often: Condition) -> rx.Component:
    """How often somebody missed visits; in red for those who often do."""
    return tag(words, tint=value_if(often, "red", "slate"))


def state_tag(state: Text) -> rx.Component:
    """The tag of an appointment's state, from the stored value."""
    return _known(state, APPOINTMENT_STATES, struck="cancelled")


def role_tag(role: Text) -> rx.Component:
    """The tag of a member's role, from the stored value."""
    return _known(role, ROLES)


def _words(value: Text, known: dict[str, tuple[str, str]]) -> Text:
    if isinstance(value, str):
        return known.get(value, (value, "slate"))[0]
    return pick(value, {key: words for key, (words, _) in known.items()}, "")


def _known(
    value: Text, known: dict[str, tuple[str, str]], *, struck: str | None = None
) -> rx.Component:
    if isinstance(value, str):
        words, tint = known.get(value, (value, "slate"))
        return tag(words, tint=tint, class_name="tag--struck" if value == struck else "")
    tint = pick(value, {key: tint for key, (_, tint) in known.items()}, "slate")
    look = "" if struck is None else pick(value, {struck: "tag--struck"}, "")
    return tag(_words(value, known), tint=tint, class_name=look)
