"""Small React widgets of our own that need a little state in the browser.

They live in assets/react/widgets.jsx. Reflex serves assets/ as `$/public`, so a component with
`library="$/public/react/widgets.jsx"` and a `tag` naming the export is all the wrapper there is;
the bundler compiles the file with the pages.
"""

from __future__ import annotations

from typing import Any, cast

import reflex as rx
from reflex.event import passthrough_event_spec
from reflex_base.components.component import NoSSRComponent

WIDGETS = "$/public/react/widgets.jsx"


class PasswordInput(rx.Component):
    """An input of type password with a button that shows what was typed."""

    library = WIDGETS
    tag = "PasswordInput"

    name: rx.Var[str]
    required: rx.Var[bool]
    auto_complete: rx.Var[str]
    default_value: rx.Var[str]
    placeholder: rx.Var[str]
    auto_focus: rx.Var[bool]
    disabled: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.input_event]
    on_blur: rx.EventHandler[rx.event.input_event]


class SteadyInput(rx.Component):
    """A date or time that a state follows: `on_change` comes after a pause in typing."""

    library = WIDGETS
    tag = "SteadyInput"

    name: rx.Var[str]
    type: rx.Var[str]
    value: rx.Var[str]
    min: rx.Var[str]
    max: rx.Var[str]
    title: rx.Var[str]
    auto_focus: rx.Var[bool]
    required: rx.Var[bool]
    disabled: rx.Var[bool]
    on_change: rx.EventHandler[passthrough_event_spec(str)]


class CopyText(rx.Component):
    """A text that is copied by a click and says so."""

    library = WIDGETS
    tag = "CopyText"

    text: rx.Var[str]
    label: rx.Var[str]


class PrintButton(rx.Component):
    """Opens the browser's print dialog."""

    library = WIDGETS
    tag = "PrintButton"


class SteadyFocus(rx.Component):
    """Keeps the focus in a list whose buttons go as they are pressed."""

    library = WIDGETS
    tag = "SteadyFocus"


class SeenAddress(rx.Component):
    """Keeps the calendar's address to what is seen."""

    library = WIDGETS
    tag = "SeenAddress"

    open: rx.Var[bool]
    date: rx.Var[str]
    now: rx.Var[str]


class PhoneOrDesk(NoSSRComponent):
    """Shows its first child on a phone's screen, its second on a larger one."""

    library = WIDGETS
    tag = "PhoneOrDesk"


def phone_or_desk(phone: rx.Component, desk: rx.Component) -> rx.Component:
    """Two ways to show the same; the one that is not shown is not in the page at all."""
    made: Any = cast(Any, PhoneOrDesk).create(phone, desk)
    return cast("rx.Component", made)


def steady_focus(*children: rx.Component, class_name: str = "") -> rx.Component:
    """A section; where a button of it goes as it is pressed, the one next to it has the focus."""
    made: Any = cast(Any, SteadyFocus).create(*children, class_name=class_name)
    return cast("rx.Component", made)


def seen_address(
    *,
    open: rx.Var[Any] | bool,  # noqa: A002  # as a dialog's
    date: rx.Var[str],
    now: rx.Var[str],
) -> rx.Component:
    """Once the calendar is loaded; `open` while a dialog is that an address can open.

    date: the day shown; now: the clinic's wall time.
    """
    made: Any = cast(Any, SeenAddress).create(open=open, date=date, now=now)
    return cast("rx.Component", made)


def steady_input(**props: object) -> rx.Component:
    """The box for a date or time whose `value` is a state's var."""
    made: Any = cast(Any, SteadyInput).create(**props)
    return cast("rx.Component", made)


def print_button(words: str) -> rx.Component:
    """The main button of a page that is made for paper."""
    made: Any = cast(Any, PrintButton).create(words, class_name="btn btn--primary")
    return cast("rx.Component", made)


def password_input(**props: object) -> rx.Component:
    """The password box; `web/ui/text_field.py` puts label, hint and error around it."""
    made: Any = cast(Any, PasswordInput).create(**props)
    return cast("rx.Component", made)


def copy_text(text: str | rx.Var[Any], *, label: str = "Copy") -> rx.Component:
    """A number, link or code that a click copies; `label` names the deed ("Copy file number")."""
    made: Any = cast(Any, CopyText).create(text=text, label=label)
    return cast("rx.Component", made)
