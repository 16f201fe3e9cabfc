"""The Ctrl/⌘ K palette and the search box that picks a patient or practitioner.

The JSX is assets/react/command.jsx. Reflex serves assets/ as `$/public`, so
`library="$/public/react/command.jsx"` names the file and `tag` its export; `lib_dependencies`
puts npm packages that the file imports into package.json. The combobox is a
`NoSSRComponent`: loaded in the browser only (React.lazy). The palette is not: it listens for
the click that opens it from the moment the page answers at all, and a click that came
before a lazy part had arrived would be lost.

The palette is npm `cmdk` (MIT), with its own filter off. The combobox follows the ARIA
pattern by itself: cmdk's input always says `aria-expanded` and makes its own id, which
breaks a labelled field inside a form.

Both search on the server: `on_query` comes after a short pause with what was typed, the
state answers by setting `results`. Declare that handler with `supersedes=True`, so that
the newest answer wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import reflex as rx
from reflex.components.component import NoSSRComponent
from reflex.event import no_args_event_spec, passthrough_event_spec

from clinic_app.web.ui.field import Wiring, field
from clinic_app.web.ui.html import Condition, Event, Text

COMMAND = "$/public/react/command.jsx"
CMDK = "cmdk@1.1.1"


@dataclass(frozen=True)
class FoundRow:
    """One line of the palette or the combobox; `id` is what `on_pick` gets.

    `group` is the palette's heading ("Pages", "Actions", "Patients"), or the words above what a
    field offers, which Enter then takes only once it was pointed at; `icon` is a name that
    command.jsx knows; `letters` and `tint` draw an avatar instead.
    """

    id: str
    label: str
    detail: str = ""
    group: str = ""
    icon: str = ""
    letters: str = ""
    tint: str = "violet"
    disabled: bool = False


class CommandPalette(rx.Component):
    """The dialog behind Ctrl/⌘ K; it opens itself, and by a click on what `opener` selects."""

    library = COMMAND
    tag = "CommandPalette"
    lib_dependencies: list[str] = [CMDK]  # noqa: RUF012  # a field of Reflex, copied per instance

    items: rx.Var[list[FoundRow]]
    results: rx.Var[list[FoundRow]]
    loading: rx.Var[bool]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    opener: rx.Var[str]
    on_query: rx.EventHandler[passthrough_event_spec(str)]
    on_pick: rx.EventHandler[passthrough_event_spec(str)]


class Combobox(NoSSRComponent):
    """A text box with a list of answers from the server."""

    library = COMMAND
    tag = "Combobox"

    name: rx.Var[str]
    value: rx.Var[str]
    picked: rx.Var[str]
    results: rx.Var[list[FoundRow]]
    loading: rx.Var[bool]
    placeholder: rx.Var[str]
    nothing: rx.Var[str]
    create_words: rx.Var[str]
    required: rx.Var[bool]
    disabled: rx.Var[bool]
    auto_focus: rx.Var[bool]
    answers: rx.Var[str]
    on_query: rx.EventHandler[passthrough_event_spec(str)]
    on_pick: rx.EventHandler[passthrough_event_spec(str)]
    on_clear: rx.EventHandler[no_args_event_spec]
    on_create: rx.EventHandler[passthrough_event_spec(str)]


def command_palette(
    items: Sequence[FoundRow] | rx.Var[Any],
    results: rx.Var[Any],
    *,
    on_query: Event,
    on_pick: Event,
    loading: Condition = False,
    opener: str = ".search-button",
    placeholder: str = "Find a patient, a page or an action",
) -> rx.Component:
    """The palette: `items` (pages, actions) are filtered in the browser, at once, by words;
    `results` (patients) are whatever the server found for the query.

    Place it once in the frame. `on_pick` gets the id of the chosen line.
    """
    made: Any = cast(Any, CommandPalette).create(
        items=items,
        results=results,
        loading=loading,
        label="Find or do anything",
        placeholder=placeholder,
        opener=opener,
        on_query=on_query,
        on_pick=on_pick,
    )
    return cast("rx.Component", made)


def combobox_field(
    name: str,
    label: Text,
    results: rx.Var[Any],
    *,
    on_query: Event,
    on_pick: Event,
    value: Text = "",
    picked: Text = "",
    loading: Condition = False,
    hint: Text | None = None,
    error: Text | None = None,
    required: bool = False,
    id: str | None = None,  # noqa: A002  # the attribute's own name
    create_words: Text = "",
    nothing: Text = "Nobody found",
    placeholder: Text = "",
    **props: object,
) -> rx.Component:
    """A field that picks one row from a server search.

    `value` is the id picked (sent with a form under `name`), `picked` its words to show.
    `create_words` with `on_create` adds a last line, "Register “mar…” as a new patient":
    write it with {} where the typed text goes. `on_clear` empties the choice. `answers` may
    name the query that `results` answer: until it is what was typed, nothing is created, so
    that a quick Enter does not register somebody who is about to be found.
    """
    wiring = Wiring(id or name, label, hint, error, required)
    made: Any = cast(Any, Combobox).create(
        name=name,
        value=value,
        picked=picked,
        results=results,
        loading=loading,
        create_words=create_words,
        nothing=nothing,
        placeholder=placeholder,
        on_query=on_query,
        on_pick=on_pick,
        **wiring.aria(),
        **props,
    )
    return field(wiring, cast("rx.Component", made))
