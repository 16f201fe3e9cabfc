"""Dialogs, side sheets and the question before a grave deed.

Radix traps the focus, closes on Esc, or on a press beside it while nothing is typed in it, and
gives the focus back. `open` is a state's var; `on_open_change` gets False when the person
closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import reflex as rx

from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.untyped import rx_any

# What was typed is not lost to a press beside the dialog, which keeps the keys. And a press on a
# toast, such as its Undo, is no press beside it.
_STAYS = """(event) => {
  const box = [...document.querySelectorAll('.dialog[data-state=open]')].at(-1);
  const fields = box?.querySelectorAll('form input[type=text], form textarea') ?? [];
  const typed = [...fields].some((field) => field.value);
  if (typed || event.target.closest('[data-sonner-toaster]')) event.preventDefault();
  if (typed && !box.contains(event.target)) setTimeout(() => box.focus());
}"""

# Radix would begin with “Close”: a form begins with its first field, or the one marked as first.
# `autofocus` would be lost to the sheet below, which still holds the focus as the dialog appears.
_BEGINS_AT_FIRST = """(event) => {
  const find = (what) => event.currentTarget.querySelector(what);
  const fields = 'select, textarea, input:not([type=hidden], [type=radio]), :checked';
  const stop = find(`.dialog-body :is(a[href], button, ${fields}):not(:disabled)`);
  const field = stop?.matches('a, button') ? null : stop;
  const first = find('[data-first] :checked, :is(input, select)[data-first]') ?? field;
  if (first) { event.preventDefault(); first.focus(); }
}"""

# Radix gives the focus back to a trigger alone, and a state's dialog has none. Where it came from
# may be gone, such as the palette: then what is still open gets it, or the page's content.
_COMES_FROM = """(event) => {
  const { currentTarget: box, relatedTarget: before } = event;
  if (before && !box.contains(before)) box.openedFrom ??= before;
}"""
_GIVES_BACK = """(event) => {
  event.preventDefault();
  const { openedFrom } = event.currentTarget;
  if (openedFrom?.isConnected) openedFrom.focus({ preventScroll: true });
  if (document.activeElement !== document.body) return;
  const open = [...document.querySelectorAll('.dialog[data-state=open]')].at(-1);
  (open ?? document.getElementById('content'))?.focus({ preventScroll: true });
}"""


def dialog(
    *children: Child,
    open: Condition,  # noqa: A002  # Radix's own name
    on_open_change: Event,
    title: Text,
    description: Text | None = None,
    beside_title: Child | None = None,
    footer: Sequence[Child] = (),
    size: Literal["small", "medium", "large"] = "medium",
) -> rx.Component:
    """A dialog over the page; with a `form` inside, its buttons go into the form."""
    look = f"dialog dialog--{size}"
    parts = _parts(children, title, description, beside_title, footer)
    return _root(rx_any.dialog, open, on_open_change, parts, look, description)


def sheet(
    *children: Child,
    open: Condition,  # noqa: A002  # Radix's own name
    on_open_change: Event,
    title: Text,
    description: Text | None = None,
    beside_title: Child | None = None,
    footer: Sequence[Child] = (),
) -> rx.Component:
    """A panel at the right edge, the whole screen on a phone: details of one visit, say."""
    parts = _parts(children, title, description, beside_title, footer)
    return _root(rx_any.dialog, open, on_open_change, parts, "dialog sheet", description)


def confirm_dialog(
    *children: Child,
    open: Condition,  # noqa: A002  # Radix's own name
    on_open_change: Event,
    title: Text,
    sentence: Text,
    confirm: Text,
    on_confirm: Event,
    cancel: Text = "Cancel",
    danger: bool = True,
    loading: Condition = False,
) -> rx.Component:
    """A question before a deed that cannot be undone; only its buttons or Esc close it."""
    alert = rx_any.alert_dialog
    parts: list[rx.Component] = [
        html.div(alert.title(title, class_name="dialog-title"), class_name="dialog-head"),
        html.div(
            alert.description(sentence, class_name="dialog-text"),
            *children,
            class_name="dialog-body",
        ),
        html.div(
            alert.cancel(button(cancel)),
            button(
                confirm,
                kind="danger" if danger else "primary",
                loading=loading,
                on_click=on_confirm,
            ),
            class_name="dialog-foot",
        ),
    ]
    return _root(alert, open, on_open_change, parts, "dialog dialog--small dialog--alert", sentence)


def _parts(
    children: Sequence[Child],
    title: Text,
    description: Text | None,
    beside_title: Child | None,
    footer: Sequence[Child],
) -> list[rx.Component]:
    box = rx_any.dialog
    told: list[rx.Component] = (
        [] if description is None else [box.description(description, class_name="dialog-text")]
    )
    parts: list[rx.Component] = [
        html.div(
            box.title(title, class_name="dialog-title"),
            *([beside_title] if beside_title is not None else []),
            box.close(icon_button("x", "Close", kind="ghost", class_name="dialog-close")),
            class_name="dialog-head",
        ),
        html.div(*told, *children, class_name="dialog-body"),
    ]
    if footer:
        parts.append(html.div(*footer, class_name="dialog-foot"))
    return parts


def _root(  # noqa: PLR0917  # private: three callers, all in this file
    kind: Any,  # noqa: ANN401  # Radix's namespace: rx.dialog or rx.alert_dialog
    open: Condition,  # noqa: A002  # Radix's own name
    on_open_change: Event,
    parts: Sequence[rx.Component],
    look: str,
    description: Text | None,
) -> rx.Component:
    # Radix warns in the console when a dialog names no description; undefined says "none".
    silent: dict[str, object] = (
        {"aria_describedby": rx_any.Var("undefined")} if description is None else {}
    )
    heard = {
        "onInteractOutside": rx_any.Var(_STAYS),
        "onOpenAutoFocus": rx_any.Var(_BEGINS_AT_FIRST),
        "onFocus": rx_any.Var(_COMES_FROM),
        "onCloseAutoFocus": rx_any.Var(_GIVES_BACK),
    }
    content = kind.content(*parts, class_name=look, custom_attrs=heard, **silent)
    return cast("rx.Component", kind.root(content, open=open, on_open_change=on_open_change))
