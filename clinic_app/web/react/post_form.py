"""Forms that post their fields as JSON to a route of ours (assets/react/post_form.jsx).

Reflex takes every form's submit for itself and sends the fields over its websocket into a
state. A password must not go there, and an event cannot set a cookie; so these forms use
`fetch`, keep what was typed, and load the page that the route names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import reflex as rx

from clinic_app.web.ui.html import Child, Text

_LIBRARY = "$/public/react/post_form.jsx"


class PostForm(rx.Component):
    """The React form; pages call `post_form()` instead."""

    library = _LIBRARY
    tag = "PostForm"

    action: rx.Var[str]
    submit: rx.Var[str]
    fixed: rx.Var[dict[str, Any]]
    from_path: rx.Var[str]
    from_query: rx.Var[list[str]]
    wide: rx.Var[bool]
    label: rx.Var[str]


class PostButton(rx.Component):
    """The React button; pages call `post_button()` instead."""

    library = _LIBRARY
    tag = "PostButton"

    action: rx.Var[str]
    fixed: rx.Var[dict[str, Any]]


Fixed = Mapping[str, Text | bool] | rx.Var[Any]


def post_form(
    *fields: Child,
    action: str,
    submit: Text,
    fixed: Fixed | None = None,
    from_path: str = "",
    from_query: Sequence[str] = (),
    wide: bool = True,
    label: str = "",
) -> rx.Component:
    """A form that posts its named fields to `action`, with its own button.

    The route answers {"go": path}, which is loaded, or a problem, which is shown beside the
    field that it names, else above the form. Fields with `required` are asked for first.

    fixed: values sent along; from_path: the name under which the last part of the page's
    address is sent (a mailed link's token, which then never enters a state); from_query: names
    of the address's query that are sent along; label: the form's name where a page has several.
    """
    made: Any = cast("Any", PostForm).create(
        *fields,
        action=action,
        submit=submit,
        fixed=fixed or {},
        from_path=from_path,
        from_query=list(from_query),
        wide=wide,
        label=label,
    )
    return cast("rx.Component", made)


def post_button(
    *children: Child, action: str, fixed: Fixed | None = None, class_name: str = "btn"
) -> rx.Component:
    """A button that posts fixed values to `action` and loads the page that the route names."""
    made: Any = cast("Any", PostButton).create(
        *children, action=action, fixed=fixed or {}, class_name=class_name
    )
    return cast("rx.Component", made)
