"""What a handler answers beside its vars: a sentence to read, or another page to load afresh.

    return say("Booked.")
    return [warn("That room is taken."), ...]
    return leave_for("/sign-in")

A sentence may offer a deed, such as Undo: a button that sends an opaque ticket to the handler
which a room has named with `on_deed`. What the ticket stands for is kept on the server.

    return say("Moved.", offer=Offer("Undo", "visit", ticket))

Danger: never use `rx.toast`, `rx.call_script` or `rx.redirect(..., is_external=True)`. They run
as evaluated scripts, which the content security policy forbids, or open another window.
A sentence never names a patient: others may be looking at the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import time_ns
from typing import Any, Literal, cast

import reflex as rx
from reflex.event import passthrough_event_spec
from reflex_base.components.component import NoSSRComponent

from clinic_app.web.session.door_mark import marked_open
from clinic_app.web.ui import html

# What an event handler may answer: nothing, or events such as a sentence or a redirect.
Answer = Any
Kind = Literal["success", "warning", "error", "info", "beside", "leave"]
_KEPT = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed that a sentence offers: the button's word, who does it, and a ticket for them."""

    label: str
    name: str  # as given to `on_deed`
    ticket: str


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, or a path to leave for. The serial rises, so that none is shown twice."""

    serial: int
    kind: str
    words: str
    label: str = ""  # of its button; "" for none
    deed: str = ""  # what the button sends: "visit:4f2a…"


_deeds: dict[str, Callable[[str], Answer]] = {}


def on_deed(name: str, handler: Callable[[str], Answer]) -> None:
    """Let a room's event handler, which has a door of its own, take the tickets of a name."""
    _deeds[name] = handler


class MessengerState(rx.State):
    """The last few messages to this tab."""

    messages: rx.Field[list[Message]] = rx.field(default_factory=list[Message])

    def _add(self, kind: Kind, words: str, label: str, deed: str) -> None:
        message = Message(time_ns() // 1000, kind, words, label, deed)
        self.messages = [*self.messages, message][-_KEPT:]

    @rx.event
    @marked_open
    async def show(self, kind: Kind, words: str, label: str, deed: str) -> None:
        """Show a sentence on this tab, or leave for a page; who calls it sees it themselves."""
        self._add(kind, words, label, deed)

    @rx.event
    @marked_open
    async def act(self, deed: str) -> Answer:
        """Hand a ticket to the room that knows it; that handler's door asks who and whether."""
        name, _, ticket = deed.partition(":")
        handler = _deeds.get(name)
        return handler(ticket) if handler else None


def say(words: str, *, offer: Offer | None = None) -> Answer:
    """Tell that a deed is done, in words: "Booked."."""
    return _show("success", words, offer)


def _show(kind: Kind, words: str, offer: Offer | None) -> Answer:
    # All arguments, always: what is left out, a button would fill with its own click.
    if offer is None:
        return MessengerState.show(kind, words, "", "")
    return MessengerState.show(kind, words, offer.label, f"{offer.name}:{offer.ticket}")


def warn(words: str, *, offer: Offer | None = None) -> Answer:
    """Tell what the person should know before going on."""
    return _show("warning", words, offer)


def refuse(words: str, *, offer: Offer | None = None) -> Answer:
    """Tell why a deed was not done."""
    return _show("error", words, offer)


def refuse_beside(words: str) -> Answer:
    """Tell why a deed was not done, unless the page already shows it beside a field."""
    return _show("beside", words, None)


def leave_for(path: str) -> Answer:
    """Load another page afresh, so that nothing of this one's state remains."""
    return _show("leave", path, None)


class _Messenger(NoSSRComponent):
    library = "$/public/react/messenger.jsx"
    tag = "Messenger"

    messages: rx.Var[list[Message]]
    on_act: rx.EventHandler[passthrough_event_spec(str)]


def messenger() -> rx.Component:
    """The part of every page that speaks; it draws nothing itself."""
    made: Any = cast("Any", _Messenger).create(
        messages=MessengerState.messages, on_act=MessengerState.act
    )
    return html.fragment(made)
