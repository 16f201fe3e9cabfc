"""What the four set-up pages share: the header, the switch for archived rows, a row's menu."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from clinic_app.web.scheduling.set_up.setup_rows import Option
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, icon_button
from clinic_app.web.ui.choice_field import switch_field
from clinic_app.web.ui.field import form_actions
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.menu import menu, menu_item, menu_line
from clinic_app.web.ui.page import page_body, page_header, toolbar
from clinic_app.web.ui.reactive import (
    ListVar,
    RowVar,
    each,
    either,
    is_empty,
    text,
    value_if,
    when,
)
from clinic_app.web.ui.tag import tag
from clinic_app.web.ui.untyped import any_var


def setup_page(
    title: str,
    subtitle: str,
    table: rx.Component,
    *dialogs: Child,
    add: str,
    on_add: Event,
    archived: rx.Var[bool],
    on_archived: Event,
) -> rx.Component:
    """Header with the button that adds, the list, and whether archived rows are shown."""
    return html.fragment(
        page_header(
            title,
            button(add, kind="primary", icon_name="plus", on_click=on_add),
            subtitle=subtitle,
        ),
        page_body(
            table,
            toolbar(
                end=[
                    switch_field(
                        "show_archived", "Show archived", checked=archived, on_change=on_archived
                    )
                ]
            ),
        ),
        *dialogs,
    )


def row_menu(
    row: Any,  # noqa: ANN401  # a row of any of the four lists
    *,
    edit: Callable[..., Any],
    move: Callable[..., Any],
    archive: Callable[..., Any],
    restore: Callable[..., Any],
) -> rx.Component:
    """The deeds of a row; an archived one can only come back."""
    opener = icon_button("ellipsis", text("Actions for ", row.name), kind="ghost", size="small")
    move_it: Any = any_var(move)
    live = (
        menu_item("Edit", icon_name="pencil", on_click=edit(row.id)),
        menu_item("Move up", icon_name="arrow-up", on_click=move_it(row.id, -1)),
        menu_item("Move down", icon_name="arrow-down", on_click=move_it(row.id, 1)),
        menu_line(),
        menu_item("Archive", icon_name="archive", danger=True, on_click=archive(row.id)),
    )
    back = menu_item("Bring back", icon_name="archive-restore", on_click=restore(row.id))
    return html.div(
        menu(opener, either(row.archived, back, html.fragment(*live)), align="end"),
        class_name="above",
    )


def coming_list(
    lines: ListVar[Any],
    line: Callable[[Any], rx.Component],
    *,
    label: str,
    nothing: rx.Component,
) -> rx.Component:
    """What is to come of one practitioner, or that nothing is."""
    return either(
        is_empty(lines), nothing, html.ul(each(lines, line), class_name="weeks", aria_label=label)
    )


def coming_line(key: rx.Var[str], when: rx.Var[str], what: Child, on_remove: Event) -> rx.Component:
    """One line of it, which can be taken back."""
    return html.li(
        html.div(
            html.span(when, class_name="week-when num"),
            html.span(what, class_name="week-summary num"),
            class_name="week-pick",
        ),
        icon_button(
            "trash-2", text("Take back ", when), kind="ghost", size="small", on_click=on_remove
        ),
        class_name="week-line",
        key=key,
    )


def save_or_add(known: Condition, *, on_cancel: Event) -> rx.Component:
    """The buttons under a form: of one that is known already, or of a new one."""
    return form_actions(
        button("Cancel", on_click=on_cancel),
        button(value_if(known, "Save", "Add"), kind="primary", submit=True),
    )


def archived_tag(row: Any) -> rx.Component:  # noqa: ANN401  # as above
    """Say that a row is archived."""
    return when(row.archived, tag("Archived", icon_name="archive"))


def tick_list(
    legend: str, options: ListVar[Sequence[Option]], nothing: str, hint: Text | None = None
) -> rx.Component:
    """Boxes to tick, in columns where there is room; a sentence where there are none."""
    return html.fieldset(
        html.legend(legend, class_name="field-label"),
        *([html.p(hint, class_name="field-hint")] if hint is not None else []),
        either(
            is_empty(options),
            html.p(nothing, class_name="field-hint"),
            html.div(each(options, _tick), class_name="tick-list"),
        ),
        class_name="choices",
    )


def _tick(option: RowVar[Option]) -> rx.Component:
    box = html.input_(
        type="checkbox",
        name=option.name,
        default_checked=option.chosen,
        class_name="check",
    )
    return html.label(box, html.span(option.label), class_name="choice", key=option.id)
