"""What a handler answers beside its vars: a sentence to read, or another page to load afresh.

    return say("Booked.")
    return [warn("That room is taken."), ...]
    return leave_for("/sign-in")

Danger: never use `rx.toast`, `rx.call_script` or `rx.redirect(..., is_external=True)`. They run
as evaluated scripts, which the content security policy forbids, or open another window.
A sentence never names a patient: others may be looking at the screen.
"""

from dataclasses import dataclass
from time import time_ns
from typing import Any, Literal, cast

import reflex as rx
from reflex_base.components.component import NoSSRComponent

from clinic_app.web.session.door_mark import marked_open
from clinic_app.web.ui import html

# What an event handler may answer: nothing, or events such as a sentence or a redirect.
Answer = Any
Kind = Literal["success", "warning", "error", "info", "leave"]
_KEPT = 5


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, or a path to leave for. The serial rises, so that none is shown twice."""

    serial: int
    kind: str
    words: str


class MessengerState(rx.State):
    """The last few messages to this tab."""

    messages: rx.Field[list[Message]] = rx.field(default_factory=list[Message])

    def _add(self, kind: Kind, words: str) -> None:
        message = Message(time_ns() // 1000, kind, words)
        self.messages = [*self.messages, message][-_KEPT:]

    @rx.event
    @marked_open
    async def show(self, kind: Kind, words: str) -> None:
        """Show a sentence on this tab, or leave for a page; who calls it sees it themselves."""
        self._add(kind, words)


def say(words: str) -> Answer:
    """Tell that a deed is done, in words: "Booked."."""
    return MessengerState.show("success", words)


def warn(words: str) -> Answer:
    """Tell what the person should know before going on."""
    return MessengerState.show("warning", words)


def refuse(words: str) -> Answer:
    """Tell why a deed was not done."""
    return MessengerState.show("error", words)


def leave_for(path: str) -> Answer:
    """Load another page afresh, so that nothing of this one's state remains."""
    return MessengerState.show("leave", path)


class _Messenger(NoSSRComponent):
    library = "$/public/react/messenger.jsx"
    tag = "Messenger"

    messages: rx.Var[list[Message]]


def messenger() -> rx.Component:
    """The part of every page that speaks; it draws nothing itself."""
    made: Any = cast("Any", _Messenger).create(messages=MessengerState.messages)
    return html.fragment(made)
